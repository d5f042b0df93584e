"""Whom our mails come from. The owner may change it at run time, so a later stage is asked."""

from collections.abc import Callable

from django.conf import settings


class _Source:
    ask: Callable[[], str] = staticmethod(lambda: str(settings.MAIL_FROM))


def mail_from() -> str:
    """Return the sender of every mail, as name and address in one line."""
    return _Source.ask()


def ask_sender_of(source: Callable[[], str]) -> None:
    """Take the sender from here from now on."""
    _Source.ask = staticmethod(source)
