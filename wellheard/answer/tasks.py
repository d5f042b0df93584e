"""Periodic work: answers whose hold is over go out."""

import logging

from procrastinate.contrib.django import app

from wellheard.answer import commands
from wellheard.answer.models import Answer
from wellheard.foundation import clock

logger = logging.getLogger("wellheard.answer")


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="send_due_answers", pass_context=False)
def send_due_answers(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Send the answers whose hold is over; one that cannot go waits for a person and stops no other."""
    for answer_id in due_answers():
        try:
            commands.send_answer(answer_id=answer_id)
        except commands.AnswerError:
            commands.keep_back(answer_id=answer_id)
            logger.warning("answer has no address and waits for a person", extra={"answer": answer_id})


def due_answers() -> list[int]:
    """Return the answers whose hold is over."""
    held = Answer.objects.filter(state=Answer.State.HELD, hold_until__lte=clock.now())
    return list(held.order_by("hold_until", "pk").values_list("pk", flat=True)[:1000])
