"""A job that takes its time and writes down when it began and ended."""

import time
from pathlib import Path

from procrastinate.contrib.django import app

from wellheard.foundation.facts.failures import UntilDone


@app.task(name="slow", queue="reactions", retry=UntilDone())
def work_slowly(diary: str, seconds: float) -> None:
    """Begin, wait, end."""
    _write(diary, "began")
    time.sleep(seconds)
    _write(diary, "ended")


def _write(diary: str, line: str) -> None:
    with Path(diary).open("a") as file:
        file.write(f"{line}\n")
