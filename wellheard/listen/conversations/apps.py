from importlib import import_module

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Talking with customers: conversations, their messages, and who answers them."""

    name = "wellheard.listen.conversations"
    label = "conversations"

    def ready(self) -> None:
        """Say how conversations follow a merge, what they hold of a person, and what a colleague looks after in them."""
        # Models are there only now.
        import_module("wellheard.listen.conversations.following").register_all()
        import_module("wellheard.listen.conversations.erasure").register_all()
        import_module("wellheard.listen.conversations.held").register_all()
