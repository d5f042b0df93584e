from django.apps import AppConfig


class AnswerConfig(AppConfig):
    """Who is owed what, what we told whom, and whether it solved their problem."""

    name = "wellheard.answer"
