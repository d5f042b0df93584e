"""Who it is that a client of PostHog names, among the people we know."""

from wellheard.connect.posthog.people import Person
from wellheard.customers.models import ContactIdentity
from wellheard.listen.surveys.asked import Asked

Kind = ContactIdentity.Kind


def asked_of(person: Person, *, language: str = "") -> Asked:
    """Return whom a survey would be asked: who has the product's own id, else whoever is known on the device, else the device.

    Somebody whom we do not know is not taken for who used the device before them.
    """
    user_id, device_id = person.user_id[:320], person.device_id[:320]
    contact_id = _contact(Kind.EXTERNAL, user_id) if user_id else _contact(Kind.DEVICE, device_id)
    return Asked(contact_id=contact_id, device=device_id or user_id, language=language[:10])


def _contact(kind: Kind, value: str) -> int | None:
    if not value:
        return None
    known = ContactIdentity.objects.filter(kind=kind, value=value, contact__merged_into=None)
    return known.values_list("contact_id", flat=True).first()
