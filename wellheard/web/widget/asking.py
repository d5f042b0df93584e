"""Who asks: which source's key, which device, and whom a signed token names. Read off the headers, for pages and streams."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from wellheard.customers.commands import CustomerError, TokenError, identify_by_token, join_device, meet_device
from wellheard.customers.models import Contact, ContactIdentity
from wellheard.customers.queries import anonymous
from wellheard.foundation.facts.actors import SYSTEM, Actor
from wellheard.foundation.facts.models import Fact
from wellheard.listen.sources.queries import KnownSource, source_now
from wellheard.web.portal.commands import settle
from wellheard.web.widget.proving import is_own, owner
from wellheard.web.widget.refusals import RefusedError
from wellheard.web.widget.trying import is_trial, tried_as

_DEVICE = re.compile(r"[A-Za-z0-9_-]{8,64}")
# Shorter ones two people may happen to choose.
_ONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True)
class Asked:
    """Who asks, through which source and device. `contact` was named by a token; `visitor` is the device and nobody we know.

    `is_trial` is a colleague who looks as somebody; `is_ours` is a page of our own.
    """

    source: KnownSource
    device: str = ""
    contact: Contact | None = None
    visitor: Contact | None = None
    is_taken: bool = False
    address: str = ""
    once: str = ""
    is_trial: bool = False
    is_ours: bool = False

    @property
    def reader(self) -> Contact | None:
        """Whose things may be read."""
        return self.contact or self.visitor

    @property
    def who(self) -> str:
        """A name for counting; empty for who wants no number."""
        return f"contact {self.contact.pk}" if self.contact else f"device {self.device}" if self.device else ""

    @property
    def actor(self) -> Actor:
        """Who is written on the facts of this request."""
        return Actor(Fact.Actor.CONTACT, self.reader.pk) if self.reader else SYSTEM

    def writer(self) -> Contact | None:
        """Return who says or wants something: a device becomes a contact now. Nobody without a device and a token.

        Raises RefusedError (409) for a device whose person is known and who did not come with a token.
        """
        if self.reader or not self.device:
            return self.reader
        if self.is_taken:
            sentence = _("Somebody who is known uses this device. Send it again with the number in this answer.")
            raise RefusedError(409, sentence, kind="device", device=new_device())
        return meet_device(device_id=self.device)

    def required_once(self) -> str:
        """Return the Idempotency-Key. Raises RefusedError (400) where there is none of use."""
        if not _ONCE.fullmatch(self.once):
            raise RefusedError(
                400,
                _("Send an Idempotency-Key of 16 to 64 letters, digits, “-” and “_”, drawn anew for each thing said."),
            )
        return f"widget {self.source.pk} {self.once}"


def new_device() -> str:
    """Draw a number for a device."""
    return str(uuid.uuid4())


def asked_by(headers: Mapping[str, str], *, address: str, host: str) -> Asked:
    """Return who asks. Raises RefusedError for a key, an origin, a device or a token that cannot be taken."""
    source = _source(headers.get("X-Wellheard-Key", ""), headers.get("Origin", ""), host)
    device = headers.get("X-Wellheard-Device", "").strip()
    if device and not _DEVICE.fullmatch(device):
        raise RefusedError(400, _("The device must be 8 to 64 letters, digits, “-” and “_”, such as a UUID."))
    token = headers.get("Authorization", "")
    contact = _named(token, device)
    known = _of_device(device)
    visitor = known if known and known.pk in anonymous([known.pk]) else None
    looks_only = is_trial(_bare(token))
    if contact and device and not looks_only:
        _join(contact, device, known, visitor)
    return Asked(
        source=source,
        device=device,
        contact=contact,
        visitor=None if contact else visitor,
        is_taken=known is not None and visitor is None,
        address=address,
        once=headers.get("Idempotency-Key", "").strip(),
        is_trial=looks_only,
        is_ours=urlsplit(headers.get("Origin", "")).netloc == host,
    )


def _source(key: str, origin: str, host: str) -> KnownSource:
    source = source_now(key.strip())
    if source is None or not source.is_public:
        raise _closed(_("This key opens nothing here. Copy the snippet again from the settings of this installation."))
    if source.is_paused:
        raise _closed(_("This source is paused by its team; nothing is taken at the moment."))
    # Our own pages, such as the one for web views, may always ask.
    if urlsplit(origin).netloc != host and not source.lets_in(origin):
        raise _closed(
            _("Pages of %(origin)s may not use this key. Add the origin to the source in the settings.")
            % {"origin": origin[:200]}
        )
    return source


def _closed(sentence: str) -> RefusedError:
    return RefusedError(403, sentence, kind="source")


def _named(header: str, device: str) -> Contact | None:
    if not header.strip():
        return None
    token = _bare(header)
    try:
        if not token:
            raise TokenError(_("This is no identity token; send the signed JWT as it was made."))
        if is_own(token):
            return _proved(token, device)
        if not is_trial(token):
            return identify_by_token(token=token)
        if looked_as := tried_as(token):
            return looked_as
        raise TokenError(_("The hour of this trial is over. Load the page again."))
    except CustomerError as problem:
        raise RefusedError(401, str(problem), kind="token") from problem


def _proved(token: str, device: str) -> Contact:
    contact = owner(token, device=device)
    if contact is None:
        raise TokenError(_("It is long ago that this address was proved here. Leave it once more."))
    return contact


def _bare(header: str) -> str:
    scheme, _space, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _of_device(device: str) -> Contact | None:
    if not device:
        return None
    rows = ContactIdentity.objects.select_related("contact")
    known = rows.filter(kind=ContactIdentity.Kind.DEVICE, value=device).first()
    return known.contact if known else None


def _join(contact: Contact, device: str, known: Contact | None, visitor: Contact | None) -> None:
    """Let what was said and wanted on this device be theirs; one whose person is known already stays theirs."""
    if known is None:
        join_device(contact=contact, device_id=device)
    elif visitor and visitor.pk != contact.pk:
        settle(contact=contact, device=visitor)
