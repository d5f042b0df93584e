"""How mail of a mailbox goes out: in its name, by its own mail server where it has one, signed where it has a key."""

from urllib.parse import unquote, urlsplit

from wellheard.foundation.mail.sender import DkimKey, Way, ask_ways_of
from wellheard.foundation.sealing import unseal
from wellheard.listen.mailboxes.access import SENDING, SIGNING, tokens_to_send
from wellheard.listen.mailboxes.models import Mailbox

KIND = "mailbox"


def register_all() -> None:
    """Let mail go out "via mailbox:7"; called once at start-up."""
    ask_ways_of(KIND, _way_of)


def via(mailbox: Mailbox) -> str:
    """Return how a letter names a mailbox as its way out."""
    return f"{KIND}:{mailbox.pk}"


def _way_of(mailbox_id: int) -> Way | None:
    mailbox = Mailbox.objects.filter(pk=mailbox_id).first()
    if mailbox is None:
        return None
    key = unseal(mailbox.dkim_key_sealed, purpose=SIGNING) if mailbox.dkim_key_sealed else ""
    url = unseal(mailbox.smtp_url_sealed, purpose=SENDING) if mailbox.smtp_url_sealed else ""
    return Way(
        sender=mailbox.sender,
        smtp_url=url,
        tokens=tokens_to_send(mailbox, unquote(urlsplit(url).username or "") or mailbox.address),
        dkim=DkimKey(mailbox.domain, mailbox.dkim_selector, key) if key and mailbox.dkim_selector else None,
    )
