"""The addresses customers write to, and the mail that came in."""

from wellheard.listen.mailboxes.models.incoming import IncomingMail, RawMail
from wellheard.listen.mailboxes.models.mailboxes import Mailbox

__all__ = ["IncomingMail", "Mailbox", "RawMail"]
