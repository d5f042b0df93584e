"""What a visitor of the portal did before we knew who they are, kept with their session until they prove an address."""

import secrets
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from wellheard.customers.commands import meet_device
from wellheard.customers.models import Contact, ContactIdentity
from wellheard.customers.queries import anonymous
from wellheard.customers.visiting import CONTACT, visitor
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Vendor

__all__ = ["CONTACT", "DEVICE", "VISIT", "Visit", "device", "keep", "meet", "read", "sign_in", "sign_out", "visitor"]

VISIT, DEVICE = "portal", "portal_device"
# A session is no store: who votes for more than this without an address starts dropping the oldest.
MOST_WAITING = 50


@dataclass
class Visit:
    """What waits for an address: posts (they are stored already), votes, the address a code went to, and where to go then.

    `draft` holds words that were typed but not sent when the visitor turned to something else; `draft_for` is the idea they
    were typed below, 0 for the board. `wants_releases` is that they asked for a mail per release. `suspects` are posts that
    looked like spam and were kept apart.
    """

    posts: list[int] = field(default_factory=list)
    votes: list[int] = field(default_factory=list)
    follows: list[int] = field(default_factory=list)
    suspects: list[int] = field(default_factory=list)
    wants_releases: int = 0
    email: str = ""
    name: str = ""
    back_to: str = ""
    draft: str = ""
    draft_for: int = 0
    thanked_for: list[int] = field(default_factory=list)

    @property
    def is_waiting(self) -> bool:
        return bool(self.posts or self.votes or self.follows or self.wants_releases)

    def draft_of(self, idea_id: int = 0) -> str:
        """Return what was typed on the board, or below this idea."""
        return self.draft if self.draft_for == idea_id else ""


def read(session: SessionBase) -> Visit:
    """Return what the session knows; nothing of it is trusted to have today's shape."""
    kept: dict[str, Any] = session.get(VISIT, {})
    known = {each.name for each in fields(Visit)}
    return Visit(**{name: value for name, value in kept.items() if name in known})


def keep(session: SessionBase, visit: Visit) -> None:
    """Write the visit back into the session."""
    for waiting in (visit.posts, visit.votes, visit.follows, visit.suspects):
        del waiting[:-MOST_WAITING]
    session[VISIT] = asdict(visit)


def device(session: SessionBase) -> Contact | None:
    """Return the contact that is this browser and nobody we know, where the owner lets anybody write and it did."""
    device_id = session.get(DEVICE)
    if not device_id or installation().voices == Vendor.Voices.KNOWN:
        return None
    kept = Contact.objects.filter(identities__kind=ContactIdentity.Kind.DEVICE, identities__value=device_id).first()
    # A device that was joined to somebody speaks for nobody any more.
    return kept if kept and kept.pk in anonymous([kept.pk]) else None


def meet(session: SessionBase) -> Contact:
    """Return the contact that is this browser, from now on or since it first said something."""
    there = device(session)
    if there is None:
        session[DEVICE] = secrets.token_hex(16)
        there = meet_device(device_id=session[DEVICE])
    return there


def sign_in(session: SessionBase, contact: Contact) -> None:
    """Let this session act for a contact, under a new key: one that was planted before is worth nothing."""
    session.cycle_key()
    session[CONTACT] = contact.pk
    session.pop(DEVICE, None)


def sign_out(session: SessionBase) -> None:
    """Forget the contact and all that waited; a staff member signed in beside them stays signed in."""
    session.pop(CONTACT, None)
    session.pop(VISIT, None)
    session.pop(DEVICE, None)
    session.cycle_key()
