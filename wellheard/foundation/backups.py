"""When this installation was last backed up, for whoever watches over it."""

from datetime import datetime

from django.conf import settings

# Written beside the data by every backup that became whole.
DATE_FILE = "last-backup"


def note_backup(made_at: datetime) -> None:
    """Note that a whole backup was made."""
    (settings.DATA / DATE_FILE).write_text(made_at.isoformat())


def last_backup() -> datetime | None:
    """Return when the last whole backup was made here; None when there never was one."""
    try:
        return datetime.fromisoformat((settings.DATA / DATE_FILE).read_text().strip())
    except (OSError, ValueError):
        return None
