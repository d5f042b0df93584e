"""Run the operator's commands as an operator does: in a process of their own."""

import subprocess
import sys
from pathlib import Path

from tests.serving.installation import CHECKOUT, environment

Done = subprocess.CompletedProcess[str]


def wellheard(data: Path, *words: str | Path, **settings: str) -> Done:
    """Run a command on a data folder and return what it said."""
    return subprocess.run(
        [sys.executable, "-m", "wellheard", *words],
        cwd=CHECKOUT,
        env=environment(data, **settings),
        capture_output=True,
        text=True,
        # Bringing up the tables of a new installation takes a busy machine minutes.
        timeout=400,
        check=False,
    )
