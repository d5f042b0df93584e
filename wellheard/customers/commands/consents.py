"""What a person agreed to, and does not any more."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.commands.errors import UnknownContactError
from wellheard.customers.models import Consent, Contact
from wellheard.customers.queries import agreed_to
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.models import Staff

GIVEN = names.declare("consent.given", "A contact agreed to be asked or told about something.")
WITHDRAWN = names.declare("consent.withdrawn", "A contact does not agree any more.")


@transaction.atomic
def set_consents(*, contact_id: int, purposes: Iterable[str], source: str, by: Staff | None) -> None:
    """Let a person agree to exactly these purposes: new ones are given, others withdrawn. The same again changes nothing.

    Raises UnknownContactError.
    """
    contact = Contact.objects.select_for_update(of=("self",), no_key=True).filter(pk=contact_id, erased_at=None).first()
    if contact is None:
        raise UnknownContactError(_("This contact does not exist any more; look for them in the list."))
    wanted, there = set(purposes) & set(Consent.Purpose.values), agreed_to(contact.pk)
    for purpose in sorted(there - wanted):
        _withdraw(contact, purpose)
        ledger.record(WITHDRAWN, contact, purpose=purpose)
    for purpose in sorted(wanted - there):
        # One that stood under an address they were joined to, and was overruled there, gives way to the new one.
        _withdraw(contact, purpose)
        Consent.objects.create(
            contact=contact, purpose=purpose, source=Consent.Source(source), given_at=clock.now(), noted_by=by
        )
        ledger.record(GIVEN, contact, purpose=purpose, source=source)


def _withdraw(contact: Contact, purpose: str) -> None:
    standing = Consent.objects.standing().filter(contact=contact, purpose=purpose)
    standing.update(withdrawn_at=clock.now())
