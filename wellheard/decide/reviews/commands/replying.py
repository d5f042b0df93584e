"""Take what a calendar answers to an invitation to a meeting, as the answer of the colleague who was asked to come."""

import re

from django.db import transaction

from wellheard.decide.reviews.commands.locking import locked
from wellheard.decide.reviews.letters import uid_of
from wellheard.decide.reviews.models import Review
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_email
from wellheard.listen.interviews.answers import keep_answer
from wellheard.listen.interviews.calendar_replies import CalendarReply

ANSWERED = names.declare(
    "review.attendee_answered",
    "Somebody asked to come to a review meeting accepts, declines, or may come, as their calendar says.",
)
# As `uid_of` writes it; a number of more digits is none of ours.
_UID = re.compile(r"review-([0-9]{1,18})-[0-9]+@wellheard")


@transaction.atomic
def take_meeting_reply(*, reply: CalendarReply, sender: str) -> bool:
    """Keep a colleague's answer to an invitation; tell whether it is one of somebody who was asked to come.

    Whoever sent it has to be whom it answers for. The same again, one that was overtaken by a newer one, one to a time that
    was changed since, and one to a meeting that is over change nothing.
    """
    named = _UID.fullmatch(reply.uid)
    known = Review.objects.filter(pk=int(named[1])).first() if named else None
    if known is None or uid_of(known) != reply.uid:
        return False
    review, address = locked(known.pk), clean_email(sender)
    seats = review.attendees.select_related("staff").order_by("pk")
    seat = next((one for one in seats if clean_email(one.staff.email) == reply.address == address), None)
    if seat is None:
        return False
    is_ahead = Review.objects.ahead().filter(pk=review.pk).exists()
    if is_ahead and keep_answer(seat, reply, sequence=review.calendar_sequence):
        ledger.record(ANSWERED, review, staff=seat.staff_id, answer=reply.answer, sequence=reply.sequence)
    return True
