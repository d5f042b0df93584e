"""A process that does not hear the first time it is asked to stop."""

import signal
import time
from pathlib import Path
from types import FrameType


def _first(_number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def listen() -> None:
    """Be there until killed, or told a second time."""
    signal.signal(signal.SIGTERM, _first)
    Path("listening").touch()
    while True:
        time.sleep(1)
