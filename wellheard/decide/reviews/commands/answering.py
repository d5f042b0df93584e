"""Say what was found out of what a meeting wanted to know first."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.reviews.errors import ReviewError
from wellheard.decide.reviews.models import Verdict
from wellheard.decide.reviews.queries.asked import question_of
from wellheard.decide.reviews.queries.proposals import ABOUT_ITEM, FIND_EVIDENCE
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.workspace.commands.tasks import Subject, finish_tasks_about
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission

ANSWERED = names.declare(
    "review.question_answered", "Somebody found out what a review meeting wanted to know first about an `idea`."
)
MOST_CHARACTERS = 5_000


@transaction.atomic
def answer_question(*, item_id: int, words: str, by: Staff) -> Verdict:
    """Keep what was found out, and end the task: the idea is proposed for the next table. The same again changes nothing.

    Raises ReviewError for whoever neither has the task nor leads meetings, and without words.
    """
    held = Verdict.objects.select_for_update(of=("self",), no_key=True).select_related("item__review")
    verdict = held.filter(item=item_id, outcome=Verdict.Outcome.NEED_EVIDENCE).first()
    question = question_of(item_id) if verdict else None
    if verdict is None or question is None:
        raise ReviewError(_("No meeting asked this. Go back to the list of meetings."))
    if not (question.is_for(by) or by.may(Permission.RUN_REVIEWS)):
        raise ReviewError(_("Whoever was asked answers this, or whoever leads review meetings."))
    words = clean_words(words)
    if not words or len(words) > MOST_CHARACTERS:
        raise ReviewError(_("Write what you found out, in at most 5,000 characters."))
    if verdict.found != words:
        verdict.found = words
        verdict.save(update_fields=["found"])
        ledger.record(ANSWERED, verdict.item.review, idea=verdict.item.idea_id)
    finish_tasks_about(kind=FIND_EVIDENCE, about=Subject(ABOUT_ITEM, item_id), by=by)
    return verdict
