"""What is kept of the access OAuth 2 gives to a mailbox: to fetch its mail, and to send in its name, each by itself."""

from collections.abc import Callable
from dataclasses import dataclass

from wellheard.foundation.mail.servers import Tokens
from wellheard.foundation.sealing import unseal
from wellheard.listen.mailboxes.models import Mailbox

# What is sealed for one purpose cannot be opened for another.
FETCHING, SENDING, SIGNING = "mailbox fetching", "mailbox sending", "mailbox signing"


@dataclass(frozen=True)
class Access:
    """In which columns of a mailbox an access stands: how we sign in, the refresh token, the last access token, its end."""

    purpose: str
    sign_in: str
    refresh: str
    token: str
    until: str

    def sign_in_of(self, mailbox: Mailbox) -> str:
        return str(getattr(mailbox, self.sign_in))

    def refresh_of(self, mailbox: Mailbox) -> str:
        return self._opened(getattr(mailbox, self.refresh))

    def token_of(self, mailbox: Mailbox) -> str:
        return self._opened(getattr(mailbox, self.token))

    def _opened(self, sealed: str) -> str:
        return unseal(sealed, purpose=self.purpose) if sealed else ""


TO_FETCH = Access(FETCHING, "sign_in", "secret_sealed", "access_sealed", "access_until")
TO_SEND = Access(SENDING, "smtp_sign_in", "smtp_secret_sealed", "smtp_access_sealed", "smtp_access_until")


class _Source:
    ask: Callable[[Mailbox, str], Tokens] | None = None


def ask_tokens_of(source: Callable[[Mailbox, str], Tokens]) -> None:
    """Take tokens for sending from here: of a mailbox, for a user of its mail server."""
    _Source.ask = staticmethod(source)


def tokens_to_send(mailbox: Mailbox, user: str) -> Tokens | None:
    """Return how to sign in with OAuth 2 where the mailbox sends that way; nothing where it does so with a password."""
    if mailbox.smtp_sign_in == Mailbox.SignIn.PASSWORD or not mailbox.smtp_url_sealed or _Source.ask is None:
        return None
    return _Source.ask(mailbox, user)


def accesses_by(mailbox: Mailbox, sign_in: str) -> list[Access]:
    """Return what a mailbox needs the access of a provider for."""
    fetches = mailbox.intake == Mailbox.Intake.IMAP and mailbox.sign_in == sign_in
    sends = bool(mailbox.smtp_url_sealed) and mailbox.smtp_sign_in == sign_in
    return [access for access, is_wanted in ((TO_FETCH, fetches), (TO_SEND, sends)) if is_wanted]
