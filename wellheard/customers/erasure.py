"""What this stage, and the foundation below it, hold of a person, and how it is erased."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import ERASED, Part, Person, pointing_at, register, stays
from wellheard.customers.models import Consent, Contact, ContactIdentity, EmailCode, Membership, Merge, Suppression
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact, ReactionFailure
from wellheard.foundation.mail.commands import recall_mail, withdraw_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.models import Task

_UNSENT = (OutgoingMail.State.QUEUED, OutgoingMail.State.FAILED)


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    _register_person()
    _register_around()
    _register_what_happened()


def _register_person() -> None:
    register(
        Part(
            "contact",
            _("Who they are"),
            lambda person: Contact.with_merged.filter(pk__in=person.ids).order_by("pk"),
            {
                "name": _("Name"),
                "language": _("Language"),
                "attributes": _("Attributes"),
                "created_at": _("Known since"),
            },
            _erase_contact,
        ),
        covers=[(Contact, "merged_into")],
    )
    register(
        Part(
            "identities",
            _("How we know them"),
            pointing_at(ContactIdentity),
            {"kind": _("Kind"), "value": _("Address or id"), "verified_at": _("Proved to be theirs")},
            _erase_identities,
        ),
        covers=[(ContactIdentity, "contact")],
    )
    register(
        Part(
            "companies",
            _("Where they belong"),
            pointing_at(Membership),
            {"company__name": _("Company"), "role": _("Role")},
            # That somebody of this company asked is what evidence rests on.
            stays,
        ),
        covers=[(Membership, "contact")],
    )


def _register_around() -> None:
    register(
        Part(
            "consents",
            _("What they agreed to"),
            pointing_at(Consent),
            {
                "purpose": _("What for"),
                "source": _("How we know"),
                "given_at": _("Agreed"),
                "withdrawn_at": _("Withdrawn"),
            },
            lambda person: _delete(Consent.objects.filter(contact_id__in=person.ids)),
        ),
        covers=[(Consent, "contact")],
    )
    register(
        Part(
            "mails",
            _("Mails to them"),
            lambda person: _mails_to(person).order_by("queued_at", "pk"),
            {"to_address": _("Address"), "subject": _("Subject"), "body": _("Letter"), "sent_at": _("Sent")},
            _erase_mails,
        )
    )


def _register_what_happened() -> None:
    register(
        Part(
            "tasks",
            _("What somebody here is to do about them"),
            lambda person: Task.objects.filter(subject_type="contact", subject_id__in=person.ids).order_by("pk"),
            {"kind": _("Kind"), "title": _("What"), "due_on": _("Until"), "done_at": _("Done")},
            _erase_tasks,
        )
    )
    register(
        Part(
            "facts",
            _("What happened, in codes"),
            lambda person: Fact.objects.filter(contact_id__in=person.ids).order_by("happened_at", "pk"),
            {"name": _("What"), "happened_at": _("When")},
            stays,
        )
    )


def _delete(rows: "QuerySet[Consent]") -> None:
    rows.delete()


def _erase_contact(person: Person) -> None:
    now = clock.now()
    Contact.with_merged.filter(pk__in=person.ids).update(name="", language="", attributes={}, erased_at=now)
    # What a merge remembers holds former names; with it goes the way back.
    theirs = Q(kept_id__in=person.ids) | Q(gone_id__in=person.ids)
    Merge.objects.filter(theirs, kind=Merge.Kind.CONTACT).update(remembered={"passes": [], "values": {}}, sealed_at=now)


def _erase_identities(person: Person) -> None:
    ContactIdentity.objects.filter(contact_id__in=person.ids).delete()
    EmailCode.objects.filter(email__in=person.emails).delete()
    Suppression.objects.filter(email__in=person.emails).delete()


def _mails_to(person: Person) -> QuerySet[OutgoingMail]:
    """Return the mails they got, alone or with others."""
    theirs = Q(to_address__in=person.emails)
    for email in person.emails:
        theirs |= Q(more_to__contains=[email]) | Q(cc__contains=[email])
    return OutgoingMail.objects.filter(theirs)


def _erase_mails(person: Person) -> None:
    _leave_out_of_copy(person)
    mails = OutgoingMail.objects.filter(pk__in=list(_mails_to(person).values_list("pk", flat=True)))
    for mail_id in mails.filter(state__in=_UNSENT).values_list("pk", flat=True):
        recall_mail(mail_id=mail_id)
        withdraw_mail(mail_id=mail_id)
    mails.update(
        to_name="",
        to_address=ERASED,
        subject=ERASED,
        body=ERASED,
        html="",
        footer="",
        pixel="",
        headers={},
        more_to=[],
        cc=[],
        reply_to="",
        files=[],
        bounces=[],
        error="",
    )
    for email in person.emails:
        ReactionFailure.objects.filter(error__icontains=email).update(error=ERASED)


def _leave_out_of_copy(person: Person) -> None:
    """Let the mails that wait and are to somebody else go out to them alone."""
    waiting = _mails_to(person).filter(state__in=_UNSENT).exclude(to_address__in=person.emails)
    for mail in waiting.select_for_update(no_key=True):
        mail.more_to = [address for address in mail.more_to if address not in person.emails]
        mail.cc = [address for address in mail.cc if address not in person.emails]
        mail.error = ""
        mail.save(update_fields=["more_to", "cc", "error"])


def _erase_tasks(person: Person) -> None:
    tasks = Task.objects.filter(subject_type="contact", subject_id__in=person.ids)
    tasks.open().update(dropped_at=clock.now())
    tasks.update(title="")
