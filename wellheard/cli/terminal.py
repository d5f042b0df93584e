"""What commands say to the person who typed them: results on standard output, progress and problems beside it."""

import sys
import unicodedata
from collections.abc import Callable

Report = Callable[[str], None]

FRAME_WIDTH = 78


class RefusedError(Exception):
    """A command cannot go on; the text says in a sentence what is wrong and what to do next."""

    exit_code = 2


class BusyError(RefusedError):
    """Somebody else already has what the command needs: the port, or the data folder."""

    exit_code = 1


def tell(text: str = "") -> None:
    """Write a result."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def note(sentence: str) -> None:
    """Write a line of progress or a problem."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def framed(lines: list[str]) -> str:
    """Draw a frame around lines, as wide as the longest needs."""
    width = max([FRAME_WIDTH - 4, *map(_columns, lines)])
    middle = [f"│ {line}{' ' * (width - _columns(line))} │" for line in lines]
    return "\n".join([f"╭{'─' * (width + 2)}╮", *middle, f"╰{'─' * (width + 2)}╯"])


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
