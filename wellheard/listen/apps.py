from importlib import import_module

from django.apps import AppConfig


class ListenConfig(AppConfig):
    """Every way in: portal posts, feedback logged by staff, the API, imports."""

    name = "wellheard.listen"

    def ready(self) -> None:
        """Say how this stage's rows follow a merge, what it holds of a person, and what a colleague looks after in it."""
        # Models are there only now.
        import_module("wellheard.listen.following").register_all()
        import_module("wellheard.listen.erasure").register_all()
        import_module("wellheard.listen.held").register_all()
