from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    """Interviews and check-ins: planned, held, noted, and what was said in them."""

    name = "wellheard.listen.interviews"
    label = "interviews"
