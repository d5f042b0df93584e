from importlib import import_module

from django.apps import AppConfig


class MailInConfig(AppConfig):
    """Mail on its way in: fetched, taken or handed over, kept raw, then read."""

    name = "wellheard.connect.mail_in"
    label = "mail_in"

    def ready(self) -> None:
        """Give mailboxes that send with OAuth 2 their tokens."""
        # Models are there only now.
        access = import_module("wellheard.listen.mailboxes.access")
        access.ask_tokens_of(import_module("wellheard.connect.mail_in.oauth").SendingTokens)
