"""Open the ratings for everybody: when the last one is in, or when the round is closed."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.reviews.commands.locking import State, locked, locked_in
from wellheard.decide.reviews.commands.planning import ABOUT_ATTENDEE, RATE
from wellheard.decide.reviews.errors import ReviewError
from wellheard.decide.reviews.models import Rating, Review
from wellheard.decide.reviews.queries.rounds import raters_of
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands.tasks import Subject, drop_tasks_about

REVEALED = names.declare("review.revealed", "The ratings of a review meeting are open: `how` says what opened them.")


@transaction.atomic
def reveal_review(*, review_id: int) -> Review:
    """Close the round and open the ratings, though some are missing; a second click changes nothing.

    Raises ReviewError while nobody has handed in: there would be nothing to read.
    """
    review = locked(review_id)
    if review.state == State.REVEALED:
        return review
    review = locked_in(review_id, State.RATING)
    if not review.attendees.exclude(handed_in_at=None).exists():
        raise ReviewError(_("Nobody has handed in yet. Wait for the first, or change until when ratings are taken."))
    _open(review, "closed")
    return review


def reveal_when_all_are_in(review: Review) -> None:
    """Open the ratings once everybody who rates has handed in; the meeting is held locked by whoever asks."""
    if all(attendee.handed_in_at for attendee in raters_of(review)):
        _open(review, "all_in")


def reveal_what_is_due() -> int:
    """Close the rounds whose time is up, where somebody has handed in; return how many."""
    due = Review.objects.filter(state=State.RATING, rate_until__lte=clock.now(), attendees__handed_in_at__isnull=False)
    return sum(_reveal_late(pk) for pk in set(due.values_list("pk", flat=True)))


@transaction.atomic
def _reveal_late(review_id: int) -> bool:
    review = locked(review_id)
    if review.state != State.RATING or review.rate_until > clock.now():
        return False
    _open(review, "time")
    return True


def _open(review: Review, how: str) -> None:
    # What somebody began and never handed in was never said: it must not be read.
    Rating.objects.filter(item__review=review, attendee__handed_in_at=None).delete()
    review.state, review.revealed_at = State.REVEALED, clock.now()
    review.save(update_fields=["state", "revealed_at"])
    for attendee_id in review.attendees.filter(handed_in_at=None).values_list("pk", flat=True):
        drop_tasks_about(kind=RATE, about=Subject(ABOUT_ATTENDEE, attendee_id))
    ledger.record(REVEALED, review, how=how)
