"""Edit an answer before it goes out, keep it back, or note that a person told them."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.answer.commands.owners import settle_owner
from wellheard.answer.models import Answer
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.mail.commands import withdraw_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.workspace.models import Staff

EDITED = names.declare("answer.edited", "An answer was reworded before it went out.")
KEPT_BACK = names.declare("answer.kept_back", "An answer waits for a person instead of going out after its hold.")
TOLD = names.declare("answer.told", "A person told a contact the answer, by phone or face to face.")

# What has left, or is leaving, can no longer be reworded.
OPEN = (Answer.State.OWED, Answer.State.HELD, Answer.State.FAILED, Answer.State.BOUNCED)
WORDS_LIMIT = 20_000


class AnswerError(ValueError):
    """An answer cannot be changed or sent so."""


class StaleAnswerError(AnswerError):
    """Somebody else changed the answer since this person began."""


@transaction.atomic
def edit_answer(*, answer_id: int, version: int, subject_line: str, words: str, by: Staff) -> Answer:
    """Reword an answer. Raises StaleAnswerError when somebody else did so meanwhile, AnswerError once it has left."""
    answer = open_answer(answer_id)
    if answer.version != version:
        raise StaleAnswerError(
            _(
                "Somebody else changed this answer while you wrote. Nothing is lost: compare with theirs below, then save again."
            )
        )
    subject_line, words = clean_line(subject_line), clean_words(words)
    if not subject_line or not words:
        raise AnswerError(_("Write a subject and the answer; an empty mail tells nobody anything."))
    if len(words) > WORDS_LIMIT:
        raise AnswerError(_("The answer is longer than 20,000 characters; shorten it."))
    answer.subject_line, answer.words, answer.edited_by = subject_line[:300], words, by
    answer.version += 1
    answer.save(update_fields=["subject_line", "words", "edited_by", "version"])
    ledger.record(EDITED, answer)
    return answer


@transaction.atomic
def keep_back(*, answer_id: int) -> Answer:
    """Stop an answer from going out by itself; it stays owed until a person sends it."""
    answer = open_answer(answer_id)
    if answer.state == Answer.State.HELD:
        answer.state, answer.hold_until = Answer.State.OWED, None
        answer.save(update_fields=["state", "hold_until"])
        ledger.record(KEPT_BACK, answer)
    return answer


@transaction.atomic
def mark_told(*, answer_id: int, how: str, by: Staff | None) -> Answer:
    """Note that somebody told them in person, so that no mail follows."""
    answer = open_answer(answer_id)
    how = clean_line(how)[:200]
    if not how:
        raise AnswerError(_("Write how you told them, such as “by phone on Tuesday”."))
    _withdraw_failed_mail(answer)
    answer.state, answer.told_at, answer.told_by, answer.told_how = Answer.State.TOLD, clock.now(), by, how
    answer.hold_until = None
    answer.save(update_fields=["state", "told_at", "told_by", "told_how", "hold_until"])
    settle_owner(answer, by=by)
    ledger.record(TOLD, answer)
    return answer


def _withdraw_failed_mail(answer: Answer) -> None:
    """Make sure that a mail that failed is not tried again with what they have heard by now."""
    if answer.mail is None:
        return
    if answer.mail.state == OutgoingMail.State.QUEUED:
        raise AnswerError(_("The mail is being tried again at this moment. Look again in a minute."))
    withdraw_mail(mail_id=answer.mail.pk)


def open_answer(answer_id: int) -> Answer:
    """Return an answer that has not left yet, locked. Raises AnswerError when it has."""
    answer = Answer.objects.select_for_update(no_key=True).filter(pk=answer_id).first()
    if answer is None:
        raise AnswerError(_("This answer does not exist any more. Go back to the list of answers."))
    if answer.state not in OPEN:
        raise AnswerError(_("This answer has already gone out; write to them from the conversation instead."))
    return answer
