from django.apps import AppConfig


class PlaybooksConfig(AppConfig):
    """Checklists that begin by themselves when something happens to a company."""

    name = "wellheard.learn.playbooks"
    label = "playbooks"
