"""Django's connection to PostgreSQL, which looks more cheaply whether it still works, and takes moments of any offset.

Django asks the database `SELECT 1` before the first query of each request, so that a restarted one is met with a new
connection. A connection that answered a moment ago needs no question: a server that went away has closed it, and its socket
tells so at once.
"""

import select
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.db.backends.postgresql import base, operations

# A network that drops what lies idle, and tells neither side, does so after minutes.
TRUSTED_SECONDS = 5.0


class DatabaseOperations(operations.DatabaseOperations):
    """How values reach PostgreSQL."""

    def adapt_datetimefield_value(self, value: Any) -> Any:
        """Hand a moment over in UTC: ISO 8601 has offsets up to 23:59, PostgreSQL refuses those of sixteen hours and more."""
        if isinstance(value, datetime) and value.tzinfo:
            # At the ends of time there is no such moment in UTC.
            with suppress(OverflowError):
                return value.astimezone(UTC)
        return value


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's connection."""

    ops_class = DatabaseOperations
    answered_at = float("-inf")

    def is_usable(self) -> bool:
        """Tell whether the connection works: from its socket if it answered within some seconds, else by asking."""
        now = time.monotonic()
        if now - self.answered_at < TRUSTED_SECONDS and not self.errors_occurred and self._is_quiet():
            return True
        usable = super().is_usable()
        self.answered_at = now if usable else float("-inf")
        return usable

    def _is_quiet(self) -> bool:
        """Tell whether the server has said nothing unasked: its farewell, or the end of the connection."""
        if self.connection is None or self.connection.closed:
            return False
        listening = select.poll()
        listening.register(self.connection.fileno(), select.POLLIN)
        return not listening.poll(0)
