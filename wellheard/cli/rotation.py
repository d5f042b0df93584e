"""Which backups of a folder stay: one for each of the last days, weeks and months; the rest make room."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

DAYS, WEEKS, MONTHS = 7, 4, 12
_NAME = re.compile(r"wellheard-(\d{4}-\d{2}-\d{2})-(\d{6})\.tar")


def new_name(moment: datetime) -> str:
    """Return the name of a backup made at a moment (UTC)."""
    return f"wellheard-{moment.astimezone(UTC):%Y-%m-%d-%H%M%S}.tar"


def made_on(path: Path) -> date | None:
    """Return the day a backup was made on; None for a file that rotation did not name and never touches."""
    found = _NAME.fullmatch(path.name)
    return date.fromisoformat(found[1]) if found else None


def superfluous(folder: Path) -> list[Path]:
    """Return the backups of a folder that are neither the newest of a recent day, week or month."""
    known = sorted(path for path in folder.iterdir() if made_on(path))
    kept = set()
    for spell, count in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        kept |= set(_newest_of_each(known, spell, count))
    return [path for path in known if path not in kept]


def _newest_of_each(paths: Iterable[Path], spell: Callable[[date], object], count: int) -> list[Path]:
    newest = {spell(day): path for path in paths if (day := made_on(path))}
    return list(newest.values())[-count:]


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month
