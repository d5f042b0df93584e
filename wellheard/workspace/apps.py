from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Our side: products, areas, categories, staff, teams, roles."""

    name = "wellheard.workspace"
