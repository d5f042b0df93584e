from importlib import import_module

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    """Interviews and check-ins: planned, held, noted, and what was said in them."""

    name = "wellheard.listen.interviews"
    label = "interviews"

    def ready(self) -> None:
        """Say how talks follow a merge, what they hold of a person, and what passes to whoever takes over."""
        # Models are there only now.
        import_module("wellheard.listen.interviews.following").register_all()
        import_module("wellheard.listen.interviews.erasure").register_all()
        import_module("wellheard.listen.interviews.held").register_all()
