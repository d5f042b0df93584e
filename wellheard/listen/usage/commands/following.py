"""Let what somebody did before we knew them follow them, once we do."""

from django.db import transaction
from django.db.models import Max

from wellheard.customers.models import Contact, ContactIdentity, Membership
from wellheard.foundation import clock
from wellheard.listen.usage.commands.summing import start_of
from wellheard.listen.usage.models import CompanySeen, ContactSeen, DailyUse

Kind = ContactIdentity.Kind


@transaction.atomic
def follow_contact(*, contact_id: int) -> int:
    """Give a contact, and their company, what was done under their ids and devices; return how many sums moved.

    Doing it again moves nothing. What was done for another company stays with it.
    """
    if not Contact.objects.filter(pk=contact_id, erased_at=None).exists():
        return 0
    known = ContactIdentity.objects.filter(contact=contact_id, kind__in=[Kind.EXTERNAL, Kind.DEVICE])
    keys = [f"{kind}:{value}" for kind, value in known.values_list("kind", "value")]
    company_id = (
        Membership.objects.filter(contact=contact_id, is_primary=True).values_list("company", flat=True).first()
    )
    moved = DailyUse.objects.filter(known_as__in=keys, contact=None).update(contact=contact_id) if keys else 0
    if company_id:
        moved += DailyUse.objects.filter(contact=contact_id, company=None).update(company=company_id)
    if moved:
        _see(contact_id, company_id)
    return moved


def _see(contact_id: int, company_id: int | None) -> None:
    """Note when they were last here, as far as days tell."""
    day = DailyUse.objects.filter(contact=contact_id).aggregate(day=Max("day"))["day"]
    seen_at = min(start_of(day), clock.now())
    if not ContactSeen.objects.filter(contact=contact_id).exists():
        ContactSeen.objects.create(contact_id=contact_id, seen_at=seen_at)
    ContactSeen.objects.filter(contact=contact_id, seen_at__lt=seen_at).update(seen_at=seen_at)
    if company_id and not CompanySeen.objects.filter(company=company_id).exists():
        CompanySeen.objects.create(company_id=company_id, seen_at=seen_at)
    CompanySeen.objects.filter(company=company_id, seen_at__lt=seen_at).update(seen_at=seen_at)
