"""The public API of listening."""

from wellheard.listen.api import feedback, imports

routers = (feedback.router, imports.router)
