"""One change to a meeting at a time: its row is held before what hangs on it."""

from django.utils.translation import gettext as _

from wellheard.decide.reviews.errors import ReviewError
from wellheard.decide.reviews.models import Attendee, Review, ReviewItem
from wellheard.workspace.models import Staff

State = Review.State


def locked(review_id: int) -> Review:
    """Return a meeting that nobody else can change until this transaction ends."""
    review = Review.objects.select_for_update(no_key=True).filter(pk=review_id).first()
    if review is None:
        raise ReviewError(_("There is no such meeting any more. Go back to the list of meetings."))
    return review


def locked_in(review_id: int, *states: Review.State) -> Review:
    """Return a locked meeting. Raises ReviewError when it has gone on since, or is not so far yet."""
    review = locked(review_id)
    if review.state not in states:
        raise ReviewError(_refusal(review))
    return review


def item_of(review: Review, item_id: int) -> ReviewItem:
    """Return one idea on the table of a meeting."""
    item = review.items.select_related("idea").filter(pk=item_id).first()
    if item is None:
        raise ReviewError(_("This idea is not on the table any more. Load the page again."))
    return item


def place_of(review: Review, staff: Staff) -> Attendee:
    """Return somebody's place at a meeting. Raises ReviewError for who was not asked to come."""
    attendee = review.attendees.select_related("staff").filter(staff=staff).first()
    if attendee is None:
        raise ReviewError(_("Only who comes to this meeting rates its ideas. Ask whoever leads it to add you."))
    return attendee


def _refusal(review: Review) -> str:
    return {
        State.GATHERING: _("The shortlist is still being gathered. Freeze it first."),
        State.RATING: _("The shortlist is frozen and is being rated; it can no longer be changed."),
        State.REVEALED: _("The ratings are open already. Load the page to see how the meeting stands."),
        State.HELD: _("This meeting is over. What it decided stands in its minutes."),
        State.CALLED_OFF: _("This meeting was called off. Plan another one."),
    }[State(review.state)]
