from importlib import import_module

from django.apps import AppConfig


class PlaybooksConfig(AppConfig):
    """Checklists that begin by themselves when something happens to a company."""

    name = "wellheard.learn.playbooks"
    label = "playbooks"

    def ready(self) -> None:
        """Hear of every fact; say how playbooks follow a merge, and what stays with whoever leaves."""
        # Models are there only now.
        import_module("wellheard.learn.playbooks.reactions").watch_the_ledger()
        import_module("wellheard.learn.playbooks.following").register_all()
        import_module("wellheard.learn.playbooks.held").register_all()
