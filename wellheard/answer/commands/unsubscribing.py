"""What a contact does not want to hear, said with one click from a mail (RFC 8058) or on the page behind it."""

from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.answer.commands.writing import keep_back
from wellheard.answer.letters import UNSUBSCRIBE_SALT
from wellheard.answer.models import Answer, AnswerQuerySet, IdeaOptOut
from wellheard.customers.commands import suppress, unsuppress
from wellheard.customers.models import Contact, ContactIdentity, Suppression
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names

OPTED_OUT = names.declare("contact.opted_out", "A contact wants no more mails, from us or about one idea.")
OPTED_IN = names.declare("contact.opted_in", "A contact wants to hear from us again.")


class UnsubscribeLinkError(ValueError):
    """The link is not ours or was cut off."""


@dataclass(frozen=True)
class Choice:
    """Whose choice it is, and the ideas the mail was about."""

    contact: Contact
    ideas: list[Idea]


def choice_of_token(token: str) -> Choice:
    """Return whom a signed link is for. It never expires: a wish to be left alone does not grow old."""
    try:
        contact_id, idea_ids = signing.loads(token, salt=UNSUBSCRIBE_SALT)
    except (signing.BadSignature, ValueError, TypeError) as problem:
        raise UnsubscribeLinkError(
            _("This link is incomplete or was changed. Open it from the mail again, or reply to the mail.")
        ) from problem
    contact = Contact.objects.filter(pk=contact_id).first()
    if contact is None:
        raise UnsubscribeLinkError(_("We do not know you any more, so we do not write to you. Nothing is left to do."))
    return Choice(contact, list(Idea.objects.filter(pk__in=idea_ids).order_by("pk")))


@transaction.atomic
def stop_all(*, contact: Contact) -> None:
    """Write to this contact no more, at any address; what they are still owed waits for a person. Twice changes nothing."""
    emails = _emails(contact)
    known = set(Suppression.objects.filter(email__in=emails).values_list("email", flat=True))
    for email in emails:
        suppress(email=email, reason=Suppression.Reason.ASKED)
    _keep_back(Answer.objects.filter(contact=contact))
    if set(emails) - known:
        ledger.record(OPTED_OUT, contact)


@transaction.atomic
def stop_about(*, contact: Contact, idea: Idea) -> None:
    """Write to this contact no more about one idea; what they are still owed about it waits for a person."""
    _opt_out, is_new = IdeaOptOut.objects.get_or_create(contact=contact, idea=idea, defaults={"since": clock.now()})
    _keep_back(Answer.objects.filter(contact=contact, idea=idea))
    if is_new:
        ledger.record(OPTED_OUT, contact, idea=idea.pk)


@transaction.atomic
def start_again(*, contact: Contact) -> None:
    """Write to this contact again: what they asked for is taken back; an address that does not exist stays as it is."""
    asked = Suppression.objects.filter(email__in=_emails(contact), reason=Suppression.Reason.ASKED)
    stopped = list(asked.values_list("email", flat=True))
    opted_out, _rows = IdeaOptOut.objects.filter(contact=contact).delete()
    for email in stopped:
        unsuppress(email=email)
    if stopped or opted_out:
        ledger.record(OPTED_IN, contact)


def is_stopped(contact: Contact) -> bool:
    """Tell whether a contact asked for no mail at all."""
    emails = _emails(contact)
    asked = Suppression.objects.filter(email__in=emails, reason=Suppression.Reason.ASKED)
    return bool(emails) and asked.exists()


def stopped_ideas(choice: Choice) -> set[int]:
    """Return which of the ideas in a mail they want to hear no more about."""
    rows = IdeaOptOut.objects.filter(contact=choice.contact, idea__in=choice.ideas)
    return set(rows.values_list("idea_id", flat=True))


def _emails(contact: Contact) -> list[str]:
    identities = ContactIdentity.objects.filter(contact=contact, kind=ContactIdentity.Kind.EMAIL)
    return list(identities.order_by("pk").values_list("value", flat=True))


def _keep_back(answers: AnswerQuerySet) -> None:
    for answer_id in answers.filter(state=Answer.State.HELD).order_by("pk").values_list("pk", flat=True):
        keep_back(answer_id=answer_id)
