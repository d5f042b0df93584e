from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Review meetings: what is on the table, blind ratings, what was decided, and what came of it."""

    name = "wellheard.decide.reviews"
    label = "reviews"
