"""What the calendar of somebody who was invited answered, kept beside them: to a talk with customers, or to a meeting of ours."""

from typing import TypeVar

from django.db.models import QuerySet

from wellheard.foundation import clock
from wellheard.listen.interviews.calendar_replies import CalendarReply
from wellheard.listen.interviews.models import Invited

Person = TypeVar("Person", bound=Invited)


def keep_answer(invited: Invited, reply: CalendarReply, *, sequence: int) -> bool:
    """Keep somebody's answer to an invitation that stands at `sequence` now; tell whether it is new.

    The same again, one that a newer one overtook, and one to a time that was changed since change nothing.
    """
    if not _is_newer(invited, reply):
        return False
    invited.answer, invited.answer_words = reply.answer, reply.words
    # A clock that is ahead, or a number out of the air, must not outdo every later answer of theirs.
    invited.answered_at = min(reply.stamped_at, clock.now())
    invited.answer_sequence = min(reply.sequence, sequence)
    invited.save(update_fields=["answer", "answer_words", "answered_at", "answer_sequence"])
    return True


def ask_again(invited: "QuerySet[Person]", *, sequence: int) -> None:
    """Forget who comes: they answered for another time or place, also where their answer is still on its way."""
    invited.update(answer="", answer_words="", answered_at=None, answer_sequence=sequence)


def _is_newer(invited: Invited, reply: CalendarReply) -> bool:
    if reply.sequence != invited.answer_sequence or invited.answered_at is None:
        return reply.sequence >= invited.answer_sequence
    return reply.stamped_at > invited.answered_at
