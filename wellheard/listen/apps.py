from django.apps import AppConfig


class ListenConfig(AppConfig):
    """Every way in: portal posts, feedback logged by staff, the API, imports."""

    name = "wellheard.listen"
