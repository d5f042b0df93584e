"""Freeze the shortlist: what is known of each idea is kept as it stands, and everybody rates alone."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.decide.models import Idea
from wellheard.decide.reviews.commands.locking import State, locked, locked_in
from wellheard.decide.reviews.commands.planning import ABOUT_ATTENDEE, RATE
from wellheard.decide.reviews.commands.questions import kept_questions
from wellheard.decide.reviews.errors import ReviewError
from wellheard.decide.reviews.models import Review
from wellheard.decide.reviews.queries.rounds import raters_of
from wellheard.decide.reviews.queries.snapshots import hash_of, snapshot_of
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands.tasks import Subject, add_task
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff

FROZEN = names.declare("review.frozen", "The shortlist of a review meeting was frozen; everybody rates alone now.")


@transaction.atomic
def freeze_review(*, review_id: int, by: Staff | None) -> Review:
    """Keep what is known of each idea, and ask everybody who comes to rate. Freezing twice changes nothing.

    Raises ReviewError for an empty table, and where nobody who comes may answer a question.
    """
    review = locked(review_id)
    if review.state == State.RATING:
        return review
    review = locked_in(review_id, State.GATHERING)
    review.criteria = kept_questions()
    items = list(review.items.order_by("position", "pk"))
    if not items:
        raise ReviewError(_("There is no idea on the table yet. Put one there, then freeze."))
    if not raters_of(review):
        raise ReviewError(_("Nobody who comes may rate. Add somebody, or let their department answer a question."))
    # Held, so that no idea changes between its snapshot and the next one's.
    ids = sorted(item.idea_id for item in items)
    ideas = {idea.pk: idea for idea in Idea.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")}
    for item in items:
        item.snapshot = snapshot_of(ideas[item.idea_id])
        item.snapshot_sha256 = hash_of(item.snapshot)
        item.save(update_fields=["snapshot", "snapshot_sha256"])
    review.state, review.frozen_at = State.RATING, clock.now()
    review.frozen_sha256 = hash_of([item.snapshot_sha256 for item in items])
    review.save(update_fields=["state", "frozen_at", "frozen_sha256", "criteria"])
    ledger.record(FROZEN, review, ideas=len(items))
    _ask_to_rate(review, by)
    return review


def _ask_to_rate(review: Review, by: Staff | None) -> None:
    with translation.override(installation().language):
        title = _("Rate the ideas of review meeting %(number)s, alone") % {"number": review.number}
    due = clock.day_of(review.rate_until)
    for attendee in raters_of(review):
        add_task(
            kind=RATE,
            title=title,
            about=Subject(ABOUT_ATTENDEE, attendee.pk),
            assignee=attendee.staff,
            due_on=due,
            by=by,
        )
