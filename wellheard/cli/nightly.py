"""Backups that nobody has to think of: once a night, by the process that looks after the others."""

import logging
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

from wellheard.cli.supervisor import child_environment

logger = logging.getLogger("wellheard.nightly")

# The quiet hour of the installation's zone.
HOUR = 2
LOOK_SECONDS = 60
# After a failure it is tried again at this distance, not every minute.
AGAIN = timedelta(hours=3)


class NightlyBackup:
    """Starts `wellheard backup --rotate` when the night's backup is due; it never waits for it."""

    def __init__(self) -> None:
        # Not in the first minute: an installation that has just started has more urgent things to do.
        self._look_at = time.monotonic() + LOOK_SECONDS
        self._process: subprocess.Popen[bytes] | None = None
        self._begun_at: datetime | None = None

    def look(self) -> None:
        """Look once a minute whether a backup is due, and how the last one ended."""
        if time.monotonic() < self._look_at:
            return
        self._look_at = time.monotonic() + LOOK_SECONDS
        self._note_end()
        if self._process is None and self._is_due(datetime.now(UTC)):
            self._begin()

    def stop(self) -> None:
        """End a backup in hand; its draft is removed, and the earlier backups stay."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()

    def _is_due(self, now: datetime) -> bool:
        from django.conf import settings

        from wellheard.foundation.backups import last_backup
        from wellheard.foundation.demo import is_demo

        if not settings.BACKUPS or is_demo() or (self._begun_at and now - self._begun_at < AGAIN):
            return False
        made_at = last_backup()
        return made_at is None or made_at < last_night(now)

    def _begin(self) -> None:
        from django.conf import settings

        self._begun_at = datetime.now(UTC)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "wellheard", "backup", "--rotate", str(settings.BACKUPS)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=child_environment(),
            start_new_session=True,
        )

    def _note_end(self) -> None:
        if self._process is None or self._process.poll() is None:
            return
        if self._process.returncode:
            logger.error("the nightly backup failed; the lines above say why", extra={"code": self._process.returncode})
        else:
            logger.info("the nightly backup is made")
        self._process = None


def last_night(now: datetime) -> datetime:
    """Return when the latest night's backup was to begin."""
    from django.utils import timezone

    local = timezone.localtime(now, timezone.get_default_timezone())
    tonight = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight <= local else tonight - timedelta(days=1)
