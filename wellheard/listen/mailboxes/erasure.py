"""What mailboxes hold of a person: their mail as it came; and how it is erased."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import ERASED, Part, Person, register
from wellheard.listen.mailboxes.models import IncomingMail, RawMail

_DONE = (IncomingMail.State.PLACED, IncomingMail.State.REPEATED)


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(
        Part(
            "incoming_mails",
            _("Mails from them, as they came"),
            lambda person: _mails_from(person).order_by("received_at", "pk"),
            {"sender": _("Address"), "subject": _("Subject"), "received_at": _("Received")},
            _erase,
        )
    )


def _mails_from(person: Person) -> "QuerySet[IncomingMail]":
    return IncomingMail.objects.filter(Q(sender__in=person.emails) | Q(envelope_from__in=person.emails))


def _erase(person: Person) -> None:
    """Delete the bytes; what had its place stays as a row without words, so that the same mail does not come in again."""
    mails = list(_mails_from(person).values_list("pk", flat=True))
    RawMail.objects.filter(mail_id__in=mails).delete()
    theirs = IncomingMail.objects.filter(pk__in=mails)
    theirs.filter(state__in=_DONE).update(subject=ERASED, sender="", envelope_from="", message_id="", problem="")
    theirs.exclude(state__in=_DONE).delete()
