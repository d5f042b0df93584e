"""Send answers: exactly one mail for all that one person is owed, in the thread they know."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wellheard.answer.commands.in_conversations import leave_to_conversation
from wellheard.answer.commands.owners import settle_owner
from wellheard.answer.commands.writing import OPEN, AnswerError
from wellheard.answer.in_conversations import bound
from wellheard.answer.letters import letter_of
from wellheard.answer.models import Answer, AnswerQuerySet
from wellheard.answer.queries import addresses, opt_outs, still_true, with_owners
from wellheard.customers.commands import suppress
from wellheard.customers.models import Suppression
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.mail.commands import queue_mail
from wellheard.foundation.mail.failures import Failure, failure_in_words
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.text.clean import clean_words
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff

QUEUED = names.declare("answer.queued", "An answer is on its way.")
SENT = names.declare("answer.sent", "An answer reached the mail server; the contact has been told.")
FAILED = names.declare("answer.failed", "An answer could not be delivered, and why; a person has to look.")
BOUNCED = names.declare("answer.bounced", "An answer came back, and why; the contact still waits.")


@transaction.atomic
def send_answer(*, answer_id: int, by: Staff | None = None) -> Answer:
    """Put an answer on its way. A second click, or a repeat after a crash, sends nothing more.

    One that failed within a digest goes out again with the others of that mail. Raises AnswerError when the contact has no
    address we may write to about it.
    """
    answer = _locked().get(pk=answer_id)
    if answer.state in OPEN:
        _send([answer, *_failed_with(answer)], by=by)
    return answer


@transaction.atomic
def send_due(*, contact_id: int) -> list[Answer]:
    """Send everything one contact is owed whose hold is over, as one mail. Sending again sends nothing.

    News that is still held a little longer is waited for, so that they get one mail, but for no longer than one hold.
    Raises AnswerError when there is no address we may write to.
    """
    held = list(_locked().filter(contact_id=contact_id, state=Answer.State.HELD).order_by("hold_until", "pk"))
    due = [answer for answer in held if answer.hold_until and answer.hold_until <= clock.now()]
    if not due or (len(due) < len(held) and _may_wait(due[0])):
        return []
    elsewhere = bound(due)
    for answer_id in elsewhere:
        leave_to_conversation(answer_id=answer_id)
    ready = [answer for answer in due if still_true(answer) and answer.pk not in elsewhere]
    if ready:
        _send(ready, by=None)
    return ready


@transaction.atomic
def send_all(
    *,
    idea_id: int | None = None,
    release_id: int | None = None,
    company_id: int | None = None,
    by: Staff | None = None,
) -> int:
    """Send every answer about an idea, a release or to a company that has not left and can; return how many.

    Each contact gets one mail. What their owner is to tell them first stays with the owner.
    """
    waiting = Answer.objects.all()
    if idea_id:
        waiting = waiting.filter(idea_id=idea_id)
    if release_id:
        waiting = waiting.filter(release_id=release_id)
    if company_id:
        waiting = waiting.filter(contact__memberships__company_id=company_id, contact__memberships__is_primary=True)
    return send_chosen(answers=waiting, by=by)


@transaction.atomic
def send_chosen(*, answers: QuerySet[Answer], by: Staff | None = None) -> int:
    """Send those of these answers that have not left and can, one mail to each contact; return how many. Again sends nothing."""
    sent = 0
    for theirs in sendable(answers).values():
        ready = list(_locked().filter(pk__in=[answer.pk for answer in theirs], state__in=OPEN).order_by("pk"))
        if ready:
            _send(ready, by=by)
        sent += len(ready)
    return sent


def sendable(answers: QuerySet[Answer]) -> dict[int, list[Answer]]:
    """Return by contact which of these answers can be sent now: neither a company's owner nor a conversation tells them."""
    waiting = answers.filter(state__in=OPEN).exclude(pk__in=with_owners()).select_related("contact")
    found: dict[int, list[Answer]] = {}
    for answer in waiting.order_by("contact_id", "pk"):
        found.setdefault(answer.contact_id, []).append(answer)
    elsewhere = bound(answer for theirs in found.values() for answer in theirs)
    found = {who: [one for one in theirs if one.pk not in elsewhere] for who, theirs in found.items()}
    reachable = addresses(found)
    silent = _opted_out(answer for theirs in found.values() for answer in theirs)
    chosen = {who: [one for one in theirs if (who, one.idea_id) not in silent] for who, theirs in found.items()}
    return {who: theirs for who, theirs in chosen.items() if theirs and who in reachable}


@transaction.atomic
def note_sent(*, mail_id: int) -> None:
    """Note that the mail of answers is out; safe to repeat."""
    waiting = Answer.objects.select_for_update(of=("self",), no_key=True).select_related("mail").filter(mail=mail_id)
    for answer in waiting.filter(state__in=[Answer.State.QUEUED, Answer.State.FAILED]).order_by("pk"):
        sent_at = answer.mail.sent_at if answer.mail else None
        answer.state, answer.told_at = Answer.State.SENT, sent_at or clock.now()
        answer.save(update_fields=["state", "told_at"])
        ledger.record(SENT, answer)


@transaction.atomic
def note_failed(*, mail: OutgoingMail) -> None:
    """Note that the mail of answers was refused; the contact is still owed."""
    for answer in _locked().filter(mail=mail, state=Answer.State.QUEUED).order_by("pk"):
        answer.state = Answer.State.FAILED
        answer.save(update_fields=["state"])
        ledger.record(FAILED, answer, failure=mail.failure)


@transaction.atomic
def note_bounced(*, answer_id: int, reply: str) -> Answer:
    """Note that an answer that was sent came back, and why; everything of that mail is owed again.

    An address that does not exist is not written to any more.
    """
    answer = _locked().select_related("mail").get(pk=answer_id)
    if answer.state != Answer.State.SENT or answer.mail is None:
        return answer
    failure = failure_in_words(reply) if reply else Failure.OTHER
    answer.mail.error, answer.mail.failure = clean_words(reply)[:2000], failure
    answer.mail.save(update_fields=["error", "failure"])
    if failure == Failure.UNKNOWN_ADDRESS:
        suppress(email=answer.mail.to_address, reason=Suppression.Reason.BOUNCED)
    for each in _locked().filter(mail=answer.mail, state=Answer.State.SENT).order_by("pk"):
        each.state, each.told_at = Answer.State.BOUNCED, None
        each.save(update_fields=["state", "told_at"])
        ledger.record(BOUNCED, each, failure=failure.value)
    return Answer.objects.get(pk=answer_id)


def _send(answers: list[Answer], *, by: Staff | None) -> None:
    contact_id = answers[0].contact_id
    address = addresses([contact_id]).get(contact_id)
    silent = _opted_out(answers)
    ready = [answer for answer in answers if (answer.contact_id, answer.idea_id) not in silent]
    if not address or not ready:
        raise AnswerError(_("There is no address we may write to. Tell them another way and note how."))
    for answer in answers:
        if answer not in ready:
            _leave_out(answer)
    send_to(address=address, answers=ready, by=by)


@transaction.atomic
def send_to(*, address: str, answers: list[Answer], by: Staff | None) -> None:
    """Put answers that are locked, or that nobody else knows of yet, on their way as one mail to an address we may write to."""
    mail = queue_mail(letter_of(answers, address))
    for answer in answers:
        answer.mail, answer.state, answer.hold_until = mail, Answer.State.QUEUED, None
        answer.save(update_fields=["mail", "state", "hold_until"])
        settle_owner(answer, by=by)
        ledger.record(QUEUED, answer)


def _leave_out(answer: Answer) -> None:
    """Let one that must not go out with the others wait for a person; it has no part in their mail any more."""
    answer.mail, answer.state, answer.hold_until = None, Answer.State.OWED, None
    answer.save(update_fields=["mail", "state", "hold_until"])


def _failed_with(answer: Answer) -> list[Answer]:
    """Return what failed in the same mail and is still owed: it goes out again under the same identity, or not at all."""
    if answer.state != Answer.State.FAILED or answer.mail_id is None:
        return []
    others = _locked().filter(mail_id=answer.mail_id, state=Answer.State.FAILED).exclude(pk=answer.pk)
    return list(others.order_by("pk"))


def _may_wait(oldest: Answer) -> bool:
    return oldest.hold_until is not None and clock.now() < oldest.hold_until + timedelta(
        minutes=installation().hold_minutes
    )


def _opted_out(answers: Iterable[Answer]) -> set[tuple[int, int | None]]:
    pairs = {(answer.contact_id, answer.idea_id) for answer in answers}
    return pairs & set(opt_outs({contact_id for contact_id, _idea_id in pairs}))


def _locked() -> AnswerQuerySet:
    return Answer.objects.select_for_update(of=("self",), no_key=True).select_related("contact", "idea")
