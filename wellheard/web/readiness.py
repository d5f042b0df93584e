"""Whether this installation can do its work: the database answers, its tables fit, and somebody works the jobs."""

import logging
import time
from dataclasses import asdict, dataclass

from django.db import Error, connection

from wellheard.foundation import jobs, schema

logger = logging.getLogger(__name__)

REMEMBER_SECONDS = 1.0


@dataclass(frozen=True)
class Readiness:
    """What works and what does not."""

    database: bool
    tables: bool
    worker: bool

    @property
    def is_ready(self) -> bool:
        return self.database and self.tables and self.worker

    def as_json(self) -> dict[str, object]:
        return {"ready": self.is_ready, **asdict(self)}


NOTHING = Readiness(database=False, tables=False, worker=False)


class Inspector:
    """Looks at most once a second, however often it is asked."""

    def __init__(self) -> None:
        self._last = NOTHING
        self._looked_at = float("-inf")
        self._tables_fit = False

    def look(self) -> Readiness:
        """Return what works now; slow when the database is, so it is called in a thread."""
        if time.monotonic() - self._looked_at > REMEMBER_SECONDS:
            self._last = self._inspect()
            self._looked_at = time.monotonic()
        return self._last

    def _inspect(self) -> Readiness:
        try:
            # Once they fit, this process's code cannot change under it: it is asked for no more.
            self._tables_fit = self._tables_fit or schema.fits()
            return Readiness(database=True, tables=self._tables_fit, worker=jobs.is_somebody_working())
        except Error as problem:
            logger.warning("not ready", extra={"error": type(problem).__name__})
            return NOTHING
        finally:
            connection.close()
