from importlib import import_module

from django.apps import AppConfig


class DealsConfig(AppConfig):
    """Sales opportunities: how they ended, why, against whom, and what was missing."""

    name = "wellheard.listen.deals"
    label = "deals"

    def ready(self) -> None:
        """Say how deals follow a merge, what they hold of a person, and what a colleague looks after in them."""
        # Models are there only now.
        import_module("wellheard.listen.deals.following").register_all()
        import_module("wellheard.listen.deals.erasure").register_all()
        import_module("wellheard.listen.deals.held").register_all()
        import_module("wellheard.listen.deals.imports.importer").register()
