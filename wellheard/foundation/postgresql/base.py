"""Django's connection to PostgreSQL, which looks more cheaply whether it still works.

Django asks the database `SELECT 1` before the first query of each request, so that a restarted one is met with a new
connection. A connection that answered a moment ago needs no question: a server that went away has closed it, and its socket
tells so at once.
"""

import select
import time

from django.db.backends.postgresql import base

# A network that drops what lies idle, and tells neither side, does so after minutes.
TRUSTED_SECONDS = 5.0


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's connection."""

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
