"""Hold the meeting: who is there, how long one idea is talked about, what was said, and its end."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.reviews.commands.locking import State, item_of, locked, locked_in
from wellheard.decide.reviews.errors import ReviewError
from wellheard.decide.reviews.models import Attendee, Review, ReviewItem
from wellheard.decide.reviews.queries.opinions import opinions_of, room_of
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words

HELD = names.declare("review.held", "A review meeting is over; its minutes stand.")

TALK = timedelta(minutes=5)
MOST_CHARACTERS = 5_000


@transaction.atomic
def note_there(*, review_id: int, attendee_id: int, came_at: datetime | None) -> Attendee:
    """Note that somebody is there, or with no time that they are not."""
    review = locked_in(review_id, State.RATING, State.REVEALED)
    attendee = review.attendees.select_related("staff").filter(pk=attendee_id).first()
    if attendee is None:
        raise ReviewError(_("They were not asked to come to this meeting."))
    if bool(attendee.came_at) != bool(came_at):
        attendee.came_at = came_at
        attendee.save(update_fields=["came_at"])
    return attendee


@transaction.atomic
def start_talk(*, review_id: int, item_id: int) -> ReviewItem:
    """Talk about one idea for five minutes; any other is not talked about any more. Asked again, the time begins anew."""
    review = locked_in(review_id, State.REVEALED)
    item = item_of(review, item_id)
    review.items.exclude(pk=item.pk).update(talk_until=None)
    item.talk_until = clock.now() + TALK
    item.save(update_fields=["talk_until"])
    return item


@transaction.atomic
def remark(*, review_id: int, item_id: int, words: str) -> ReviewItem:
    """Keep what was said about an idea at the table, for the minutes."""
    review = locked_in(review_id, State.REVEALED)
    item = item_of(review, item_id)
    item.remark = _words(words)
    item.save(update_fields=["remark"])
    return item


@transaction.atomic
def hold_review(*, review_id: int, notes: str = "") -> Review:
    """End a meeting. What it did not decide is proposed for the next one. Ending it twice changes nothing."""
    review = locked(review_id)
    if review.state == State.HELD:
        return review
    review = locked_in(review_id, State.REVEALED)
    review.state, review.held_at, review.notes = State.HELD, clock.now(), _words(notes)
    review.room = _room(review)
    review.save(update_fields=["state", "held_at", "notes", "room"])
    review.items.exclude(talk_until=None).update(talk_until=None)
    ledger.record(HELD, review, undecided=review.items.filter(verdict=None).count())
    return review


def _room(review: Review) -> list[list[str]]:
    """Keep what takes the room as the meeting ends: later other work is under way, and the minutes stay as they are."""
    pieces = room_of(review, opinions_of(review)).pieces
    return [[piece.idea.title if piece.idea else "", str(piece.weeks)] for piece in pieces]


def _words(words: str) -> str:
    words = clean_words(words)
    if len(words) > MOST_CHARACTERS:
        raise ReviewError(_("A note has at most 5,000 characters; shorten it."))
    return words
