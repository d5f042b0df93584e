from importlib import import_module

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Questions that chosen people are asked in the product, by e-mail and by links."""

    name = "wellheard.listen.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Say how answers follow a merge, what they hold of a person, and what stays with whoever leaves."""
        # Models are there only now.
        import_module("wellheard.listen.surveys.following").register_all()
        import_module("wellheard.listen.surveys.erasure").register_all()
        import_module("wellheard.listen.surveys.held").register_all()
