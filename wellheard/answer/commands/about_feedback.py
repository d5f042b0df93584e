"""Answer one thing somebody said, where no idea stands between: that it is there already, or that we thank them for it."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.answer.commands.owing import Ways, set_on_its_way
from wellheard.answer.commands.owners import spare_owner
from wellheard.answer.commands.writing import OPEN, AnswerError
from wellheard.answer.drafts import QUOTE_LIMIT, greeting, signature, solved_link
from wellheard.answer.languages import language_for
from wellheard.answer.models import Answer
from wellheard.answer.queries import addresses
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words, shorten
from wellheard.listen.models import AsideReason, Feedback
from wellheard.workspace.models import Staff

OWED = names.declare("answer.owed_about_feedback", "A contact is owed an answer about one thing they said.")
TAKEN_BACK = names.declare("answer.taken_back", "An answer about one thing they said is not owed any more.")

HOW_LIMIT = 5_000
# Nobody writes back to advertising, and whoever was answered elsewhere is not told twice.
_UNTHANKED = (AsideReason.SPAM, AsideReason.ELSEWHERE)


@transaction.atomic
def answer_how(*, feedback_id: int, how: str, by: Staff) -> Answer:
    """Owe whoever said this how they can do it already, in the words of staff. The same words again change nothing.

    Raises AnswerError without words, without anybody to tell, and once another such answer has gone out.
    """
    how = clean_words(how)
    if not how:
        raise AnswerError(_("Write how they can do it already; they read exactly that."))
    if len(how) > HOW_LIMIT:
        raise AnswerError(_("This is longer than 5,000 characters; shorten it."))
    feedback = Feedback.objects.select_related("contact").filter(pk=feedback_id).first()
    if feedback is None or feedback.contact is None:
        raise AnswerError(_("We do not know who said this, so nobody can be told. Note who said it first, or file it."))
    return _owe(feedback, Answer.Occasion.ALREADY_POSSIBLE, how, by)


@transaction.atomic
def thank_for(*, feedback: Feedback) -> Answer | None:
    """Thank whoever said something we can do nothing about now; safe to repeat, and nobody is thanked for what came back."""
    is_theirs = feedback.contact is not None and bool(feedback.set_aside_at)
    if not is_theirs or feedback.set_aside_reason in _UNTHANKED or not addresses([feedback.contact_id or 0]):
        return None
    gone = Answer.objects.filter(feedback=feedback, occasion=Answer.Occasion.NOT_NOW)
    if gone.exclude(state__in=[*OPEN, Answer.State.DROPPED]).exists():
        return None
    return _owe(feedback, Answer.Occasion.NOT_NOW, "", None)


@transaction.atomic
def drop_about(*, feedback: Feedback, occasion: Answer.Occasion) -> bool:
    """Do not tell them after all. False when the answer has gone out already, which nothing can change."""
    answers = Answer.objects.select_for_update(no_key=True).filter(feedback=feedback, occasion=occasion)
    for answer in answers.exclude(state=Answer.State.DROPPED):
        if answer.state not in OPEN:
            return False
        answer.state, answer.hold_until = Answer.State.DROPPED, None
        answer.save(update_fields=["state", "hold_until"])
        spare_owner(answer)
        ledger.record(TAKEN_BACK, answer, feedback=feedback.pk)
    return True


def _owe(feedback: Feedback, occasion: Answer.Occasion, how: str, by: Staff | None) -> Answer:
    answer, _is_new = Answer.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        contact=feedback.contact,
        feedback=feedback,
        occasion=occasion,
        defaults={"quote": feedback, "waiting_since": feedback.heard_at, "owed_at": clock.now()},
    )
    subject_line, words = _letter(answer, feedback, how)
    if (answer.subject_line, answer.words) == (subject_line, words) and answer.state != Answer.State.DROPPED:
        return answer
    if answer.state not in (*OPEN, Answer.State.DROPPED):
        raise AnswerError(_("They were told already how; write to them from their answer instead."))
    answer.subject_line, answer.words, answer.edited_by = subject_line, words, by
    answer.state, answer.hold_until = Answer.State.OWED, None
    answer.save(update_fields=["subject_line", "words", "edited_by", "language", "state", "hold_until"])
    set_on_its_way(answer, Ways.to([answer.contact_id], idea=None))
    ledger.record(OWED, answer, feedback=feedback.pk, occasion=occasion.value)
    return answer


def _letter(answer: Answer, feedback: Feedback, how: str) -> tuple[str, str]:
    """Return subject and words in the language of whoever reads them; staff's own words stay as they are."""
    answer.language = language_for(answer.contact, feedback)
    with translation.override(answer.language):
        first_words = shorten(feedback.words, limit=60)
        quote = "\n".join(f"> {line}" for line in shorten(feedback.words, limit=QUOTE_LIMIT).split("\n"))
        subject_line, news = _already_there(answer, first_words, how) if how else _thanks(feedback, first_words)
        parts = [greeting(answer), _("You told us:") + "\n\n" + quote, news, signature()]
        return subject_line[:300], "\n\n".join(parts)


def _already_there(answer: Answer, first_words: str, how: str) -> tuple[str, str]:
    asked = _("Did this solve your problem?") + f"\n{solved_link(answer)}"
    return (
        _("Already there: %(idea)s") % {"idea": first_words},
        _("Good news: you can do this already.") + f"\n\n{how}\n\n{asked}",
    )


def _thanks(feedback: Feedback, first_words: str) -> tuple[str, str]:
    news = _(
        "Thank you for taking the time. We have read it; there is nothing we can change because of it now. It stays with us, "
        "and we read it again when others say the same."
    )
    if feedback.set_aside_reason == AsideReason.THANKS:
        news = _("Thank you for these words. They reached the people who make what you wrote about.")
    if feedback.set_aside_reason == AsideReason.UNCLEAR:
        news = _("Thank you for writing. We are not sure that we understand you: reply to this mail and tell us more.")
    return _("Thank you: %(words)s") % {"words": first_words}, news
