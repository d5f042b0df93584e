"""Join what somebody did before we knew them to who they are."""

from django.db import transaction

from wellheard.customers.commands.contacts import SAVED
from wellheard.customers.commands.merging import merge_contacts
from wellheard.customers.models import Contact, ContactIdentity
from wellheard.foundation.facts import ledger
from wellheard.foundation.text.clean import clean_line

Kind = ContactIdentity.Kind


@transaction.atomic
def join_device(*, contact: Contact, device_id: str) -> Contact:
    """Let what was done on a device under no name belong to this contact; it can be undone like any merge.

    A device whose person we know already stays theirs: people share devices.
    """
    value = clean_line(device_id)[:320]
    if not value:
        return contact
    device, is_new = ContactIdentity.objects.select_related("contact").get_or_create(
        kind=Kind.DEVICE, value=value, defaults={"contact": contact}
    )
    if is_new:
        ledger.record(SAVED, contact, changed=["device"])
    elif device.contact_id != contact.pk and _is_anonymous(device.contact):
        merge_contacts(kept_id=contact.pk, gone_id=device.contact_id, by=None)
    return contact


def _is_anonymous(contact: Contact) -> bool:
    return not contact.name and not contact.identities.exclude(kind=Kind.DEVICE).exists()
