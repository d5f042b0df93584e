from importlib import import_module

from django.apps import AppConfig


class AnswerConfig(AppConfig):
    """Who is owed what, what we told whom, and whether it solved their problem."""

    name = "wellheard.answer"

    def ready(self) -> None:
        """Say how this stage's rows follow a merge, what it holds of a person, and what a colleague looks after in it."""
        # Models are there only now.
        import_module("wellheard.answer.following").register_all()
        import_module("wellheard.answer.erasure").register_all()
        import_module("wellheard.answer.held").register_all()
        import_module("wellheard.answer.refusing").register_all()
