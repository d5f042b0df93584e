"""Put ideas on the table of a meeting, and take them off."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wellheard.decide.models import Idea
from wellheard.decide.queries import standing_for
from wellheard.decide.reviews.commands.locking import locked_in
from wellheard.decide.reviews.errors import ReviewError
from wellheard.decide.reviews.models import Review, ReviewItem
from wellheard.decide.reviews.queries.proposals import proposals_for
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.models import Staff

ADDED = names.declare("review.idea_added", "An idea was put on the table of a review meeting: `idea`.")
REMOVED = names.declare("review.idea_removed", "An idea was taken off the table of a review meeting: `idea`.")

# More than these nobody rates with care.
USUAL_ITEMS, MOST_ITEMS = 8, 40
Why = ReviewItem.Why


@transaction.atomic
def put_on_table(*, review_id: int, idea_id: int, by: Staff | None, why: Sequence[str] = (Why.BY_HAND,)) -> ReviewItem:
    """Put an idea on the table; one that is there stays, with every reason for which it was put.

    Raises ReviewError once the shortlist is frozen, for an idea that is live, and when the table is full.
    """
    review = locked_in(review_id, Review.State.GATHERING)
    idea = Idea.objects.get(pk=standing_for(idea_id))
    there = review.items.filter(idea=idea).first()
    if there:
        return _with_reasons(there, why)
    if idea.status == Idea.Status.SHIPPED:
        raise ReviewError(_("“%(title)s” is live already; there is nothing left to decide.") % {"title": idea.title})
    if review.items.count() >= MOST_ITEMS:
        raise ReviewError(_("Forty ideas are on the table. Take one off first; nobody rates more with care."))
    last = review.items.aggregate(last=Max("position"))["last"] or 0
    item = ReviewItem.objects.create(
        review=review, idea=idea, why=list(why), position=last + 1, added_by=by, added_at=clock.now()
    )
    ledger.record(ADDED, review, idea=idea.pk)
    return item


@transaction.atomic
def take_off_table(*, review_id: int, item_id: int) -> None:
    """Take an idea off the table; one that is not there any more is no trouble. Raises ReviewError once it is frozen."""
    review = locked_in(review_id, Review.State.GATHERING)
    for item in review.items.filter(pk=item_id):
        idea_id = item.idea_id
        item.delete()
        ledger.record(REMOVED, review, idea=idea_id)


@transaction.atomic
def propose(*, review_id: int) -> list[ReviewItem]:
    """Fill the table with what should be looked at, up to the usual eight; what is there stays."""
    review = locked_in(review_id, Review.State.GATHERING)
    room = max(0, USUAL_ITEMS - review.items.count())
    return [
        put_on_table(review_id=review.pk, idea_id=one.idea.pk, by=None, why=one.why)
        for one in proposals_for(review, limit=room)
    ]


@transaction.atomic
def put_on_next_table(*, idea_id: int, why: str) -> ReviewItem | None:
    """Put an idea on the table of the next meeting that still gathers; none while no such meeting is planned.

    None on a full table either: it is proposed, for the same reason, as soon as there is a place.
    """
    review = Review.objects.filter(state=Review.State.GATHERING).order_by("meets_at", "pk").first()
    if review is None or review.items.count() >= MOST_ITEMS:
        return None
    return put_on_table(review_id=review.pk, idea_id=idea_id, by=None, why=[why])


def _with_reasons(item: ReviewItem, why: Sequence[str]) -> ReviewItem:
    missing = [code for code in why if code not in item.why]
    if missing:
        item.why = [*item.why, *missing]
        item.save(update_fields=["why"])
    return item
