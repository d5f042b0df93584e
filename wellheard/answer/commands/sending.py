"""Send an answer: exactly one mail, in the thread they know."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.answer.commands.writing import OPEN, AnswerError
from wellheard.answer.models import Answer
from wellheard.answer.queries import addresses, earlier_message_ids
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.foundation.mail.models import OutgoingMail

QUEUED = names.declare("answer.queued", "An answer is on its way.")
SENT = names.declare("answer.sent", "An answer reached the mail server; the contact has been told.")
FAILED = names.declare("answer.failed", "An answer could not be delivered; a person has to look.")


@transaction.atomic
def send_answer(*, answer_id: int) -> Answer:
    """Put an answer on its way. A second click, or a repeat after a crash, sends nothing more.

    Raises AnswerError when the contact has no address we may write to.
    """
    answer = Answer.objects.select_for_update().get(pk=answer_id)
    if answer.state not in OPEN:
        return answer
    address = addresses([answer.contact_id]).get(answer.contact_id)
    if not address:
        raise AnswerError(_("There is no address we may write to. Tell them another way and note how."))
    answer.mail = queue_mail(_letter(answer, address))
    answer.state, answer.hold_until = Answer.State.QUEUED, None
    answer.save(update_fields=["mail", "state", "hold_until"])
    ledger.record(QUEUED, answer)
    return answer


@transaction.atomic
def send_all(*, idea_id: int) -> int:
    """Send every answer about an idea that is still held or owed and has an address; return how many."""
    waiting = Answer.objects.filter(idea_id=idea_id, state__in=OPEN).order_by("pk")
    reachable = addresses(waiting.values_list("contact_id", flat=True))
    ready = [answer.pk for answer in waiting if answer.contact_id in reachable]
    for answer_id in ready:
        send_answer(answer_id=answer_id)
    return len(ready)


@transaction.atomic
def note_sent(*, mail: OutgoingMail) -> None:
    """Note that the mail of an answer is out; safe to repeat."""
    answer = Answer.objects.select_for_update().filter(mail=mail).first()
    if answer is None or answer.state == Answer.State.SENT:
        return
    answer.state, answer.told_at = Answer.State.SENT, mail.sent_at or clock.now()
    answer.save(update_fields=["state", "told_at"])
    ledger.record(SENT, answer)


@transaction.atomic
def note_failed(*, mail: OutgoingMail) -> None:
    """Note that the mail of an answer was refused; the contact is still owed."""
    answer = Answer.objects.select_for_update().filter(mail=mail, state=Answer.State.QUEUED).first()
    if answer is None:
        return
    answer.state = Answer.State.FAILED
    answer.save(update_fields=["state"])
    ledger.record(FAILED, answer)


def _letter(answer: Answer, address: str) -> Letter:
    earlier = earlier_message_ids(answer)
    automatic = answer.occasion == Answer.Occasion.ACKNOWLEDGED
    return Letter(
        key=f"answer:{answer.pk}",
        to_address=address,
        to_name=answer.contact.name,
        subject=answer.subject_line,
        body=answer.words,
        in_reply_to=earlier[-1] if earlier else "",
        references=" ".join(earlier),
        # RFC 3834: so that holiday replies are not sent to an acknowledgement.
        headers={"Auto-Submitted": "auto-replied"} if automatic else {},
    )
