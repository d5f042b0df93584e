"""Join what somebody did before we knew them to who they are."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.commands.contacts import SAVED
from wellheard.customers.commands.errors import CustomerError
from wellheard.customers.commands.merging import merge_contacts
from wellheard.customers.models import Contact, ContactIdentity
from wellheard.foundation import clock
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


@transaction.atomic
def meet_device(*, device_id: str) -> Contact:
    """Return the contact that is nothing but this device, made when it says or wants something for the first time.

    A device that belongs to a person is not theirs to speak for. Raises CustomerError.
    """
    known = ContactIdentity.objects.select_related("contact").filter(kind=Kind.DEVICE, value=device_id).first()
    if known is None:
        contact = Contact.objects.create(created_at=clock.now())
        ContactIdentity.objects.create(contact=contact, kind=Kind.DEVICE, value=device_id)
        ledger.record(SAVED, contact, changed=["device"])
        return contact
    if not _is_anonymous(known.contact):
        raise CustomerError(_("Somebody who uses this device told us who they are. Sign in to go on."))
    return known.contact


def _is_anonymous(contact: Contact) -> bool:
    return not contact.name and not contact.identities.exclude(kind=Kind.DEVICE).exists()
