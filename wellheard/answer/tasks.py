"""Periodic work: answers whose hold is over go out; who has not said whether it helped is asked once more."""

import logging
from datetime import timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from wellheard.answer import commands
from wellheard.answer.models import Answer, AnswerQuerySet
from wellheard.foundation import clock

logger = logging.getLogger("wellheard.answer")

# Who was told longer ago is left in peace: the question has grown old.
_TOO_LATE = timedelta(days=60)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="send_due_answers", pass_context=False)
def send_due_answers(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Send the answers whose hold is over, one mail to each contact; one that cannot go waits for a person and stops no other."""
    for contact_id in due_contacts():
        try:
            commands.send_due(contact_id=contact_id)
        except commands.AnswerError:
            for answer_id in _due().filter(contact_id=contact_id).values_list("pk", flat=True):
                commands.keep_back(answer_id=answer_id)
            logger.warning("answers have no address and wait for a person", extra={"contact": contact_id})


@app.periodic(cron="17 * * * *")
@app.task(queue="upkeep", queueing_lock="ask_whether_solved", pass_context=False)
def ask_whether_solved(timestamp: int) -> None:  # noqa: ARG001
    """Ask once more, after ten days or as set, who has not said whether it solved their problem."""
    if not settings.SOLVED_REMINDER_DAYS:
        return
    now = clock.now()
    silent = Answer.objects.filter(
        state=Answer.State.SENT, solved="", asked_again_at=None, occasion__in=Answer.SOLVABLE
    )
    told = silent.filter(told_at__lte=now - timedelta(days=settings.SOLVED_REMINDER_DAYS), told_at__gt=now - _TOO_LATE)
    for answer_id in told.order_by("told_at").values_list("pk", flat=True)[:1000]:
        commands.ask_again(answer_id=answer_id)


def due_contacts() -> list[int]:
    """Return whom something is owed whose hold is over, longest over first."""
    rows = _due().order_by("hold_until", "pk").values_list("contact_id", flat=True)[:1000]
    return list(dict.fromkeys(rows))


def _due() -> AnswerQuerySet:
    return Answer.objects.filter(state=Answer.State.HELD, hold_until__lte=clock.now())
