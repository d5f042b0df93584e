from importlib import import_module

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Review meetings: what is on the table, blind ratings, what was decided, and what came of it."""

    name = "wellheard.decide.reviews"
    label = "reviews"

    def ready(self) -> None:
        """Say how what was on the table follows a merge of ideas, and what passes on when a colleague leaves."""
        # Models are there only now.
        import_module("wellheard.decide.reviews.following").register_all()
        import_module("wellheard.decide.reviews.held").register_all()
