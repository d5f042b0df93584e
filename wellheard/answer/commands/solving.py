"""Whether it solved their problem, asked by a signed link."""

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.answer.drafts import SOLVED_SALT
from wellheard.answer.models import Answer
from wellheard.decide.commands import link_feedback
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.commands import record_feedback
from wellheard.listen.models import Feedback

SOLVED = names.declare("answer.solved", "A contact said whether it solved their problem: yes, partly or no.")

# Half a year: people read mail late, and the question stays true.
VALID_SECONDS = 180 * 24 * 3600


class SolvedLinkError(ValueError):
    """The link is not ours, was cut off, or is too old."""


def answer_of_token(token: str) -> Answer:
    """Return the answer a signed link is about. Raises SolvedLinkError with what to do instead."""
    try:
        answer_id = signing.loads(token, salt=SOLVED_SALT, max_age=VALID_SECONDS)
    except signing.SignatureExpired as problem:
        raise SolvedLinkError(
            _("This link is older than half a year. Reply to our mail instead; a person reads it.")
        ) from problem
    except signing.BadSignature as problem:
        raise SolvedLinkError(
            _("This link is incomplete or was changed. Open it from the mail again, or reply to the mail.")
        ) from problem
    answer = Answer.objects.select_related("contact", "idea", "quote").filter(pk=answer_id).first()
    if answer is None:
        raise SolvedLinkError(_("What this link was about has been deleted. Nothing is left to do."))
    return answer


@transaction.atomic
def record_solved(*, answer_id: int, solved: str, comment: str = "") -> Answer:
    """Note what they said; the latest word counts, the same word again changes nothing. A comment becomes feedback."""
    answer = Answer.objects.select_for_update(no_key=True).select_related("contact").get(pk=answer_id)
    verdict = Answer.Solved(solved)
    comment = clean_words(comment)[:5000]
    if (answer.solved, answer.solved_comment) == (verdict, comment or answer.solved_comment):
        return answer
    answer.solved, answer.solved_at = verdict, clock.now()
    answer.solved_comment = comment or answer.solved_comment
    answer.save(update_fields=["solved", "solved_at", "solved_comment"])
    ledger.record(SOLVED, answer, solved=verdict.value)
    if comment:
        _keep_as_feedback(answer, comment)
    return answer


def _keep_as_feedback(answer: Answer, comment: str) -> None:
    """Keep what they said as feedback in their words; what is still missing counts for the idea."""
    said = record_feedback(
        words=comment,
        source=Feedback.Source.SURVEY,
        contact=answer.contact,
        origin="solved",
        origin_key=f"{answer.pk}:{answer.solved}:{answer.solved_at:%Y%m%d%H%M%S}",
    )
    if answer.idea_id and answer.solved != Answer.Solved.YES:
        link_feedback(feedback_id=said.pk, idea_id=answer.idea_id, by=None)
