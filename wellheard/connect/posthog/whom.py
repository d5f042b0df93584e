"""Who it is that a client of PostHog names, among the people we know: whom a server vouches for, or a signed token proves.

A browser's key stands in every page, so whoever reads it can name anybody. What comes with it is nobody's but a device's, unless
the page carries a token that the vendor's server signed (`wellheard_token`), the same that the tab takes.
"""

from dataclasses import dataclass
from typing import Any

from wellheard.connect.posthog.people import Person
from wellheard.customers.commands import CustomerError, identify_by_token
from wellheard.customers.models import ContactIdentity
from wellheard.listen.sources.queries import KnownSource
from wellheard.listen.surveys.asked import Asked

Kind = ContactIdentity.Kind
# Under this name a page registers its token: posthog-js then sends it with every event, and with every question for flags.
TOKEN = "wellheard_token"  # noqa: S105 - a name


@dataclass(frozen=True)
class Whom:
    """Whom a survey would be asked, and in a sentence why they are nobody we know; empty where they are proved."""

    asked: Asked
    doubt: str = ""


def whom_of(source: KnownSource, person: Person, *, token: str = "", language: str = "") -> Whom:
    """Return whom a client means.

    A server is believed: it is who has the product's own id, else whoever is known on the device, else the device. Of a page
    only the token is believed. Somebody whom we do not know is not taken for who used the device before them.
    """
    user_id, device_id = person.user_id[:320], person.device_id[:320]
    doubt = ""
    if source.is_trusted:
        contact_id = _contact(Kind.EXTERNAL, user_id) if user_id else _contact(Kind.DEVICE, device_id)
    else:
        contact_id, doubt = _proved(token)
    return Whom(Asked(contact_id=contact_id, device=device_id or user_id, language=language[:10]), doubt)


def token_in(*places: object) -> str:
    """Return the token that stands in one of these objects; empty when none carries one."""
    found = (place.get(TOKEN) for place in places if isinstance(place, dict))
    return next((said for said in found if isinstance(said, str) and said), "")


def without_token(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event as it may be kept: for as long as it is good, whoever reads a token could be that person."""
    return {
        name: without_token(value) if isinstance(value, dict) else value
        for name, value in event.items()
        if name != TOKEN
    }


def _proved(token: str) -> tuple[int | None, str]:
    if not token:
        return None, f"Decided for somebody nobody knows: no {TOKEN} came along."
    try:
        return identify_by_token(token=token).pk, ""
    except CustomerError as problem:
        return None, f"Decided for somebody nobody knows: {problem}"


def _contact(kind: Kind, value: str) -> int | None:
    if not value:
        return None
    known = ContactIdentity.objects.filter(kind=kind, value=value, contact__merged_into=None)
    return known.values_list("contact_id", flat=True).first()
