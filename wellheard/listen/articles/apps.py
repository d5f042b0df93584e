from importlib import import_module

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """The knowledge base: what we explain once for everybody."""

    name = "wellheard.listen.articles"
    label = "articles"

    def ready(self) -> None:
        """Say how these rows follow a merge, what they hold of a person, and what a colleague looks after in them."""
        # Models are there only now.
        import_module("wellheard.listen.articles.following").register_all()
        import_module("wellheard.listen.articles.erasure").register_all()
        import_module("wellheard.listen.articles.held").register_all()
