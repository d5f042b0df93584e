from importlib import import_module

from django.apps import AppConfig


class MailboxesConfig(AppConfig):
    """The addresses customers write to, and every mail that came in, as it came."""

    name = "wellheard.listen.mailboxes"
    label = "mailboxes"

    def ready(self) -> None:
        """Let mail go out in the name of mailboxes; say what is held of a person."""
        # Models are there only now.
        import_module("wellheard.listen.mailboxes.sending").register_all()
        import_module("wellheard.listen.mailboxes.erasure").register_all()
