"""Each thing a forum is asked for, done once; where it has us wait, it is done later, in the lane of what is slow."""

from procrastinate.contrib.django import app

from wellheard.connect.discourse import answering, commands
from wellheard.connect.discourse.client import DiscourseError
from wellheard.connect.discourse.models import TopicAnswer
from wellheard.foundation.jobs import OUTSIDE_SLOW


@app.task(name="connect.discourse.post_later", queue=OUTSIDE_SLOW, pass_context=False)
def post_later(row_id: int) -> None:
    """Post an answer after the forum had us wait."""
    post_once(row_id)


def post_once(answer_id: int) -> None:
    """Post an answer somebody let go; what the forum refuses for good waits for a person, with the reason."""
    answer = TopicAnswer.objects.select_related("topic__forum", "idea").filter(pk=answer_id).first()
    if answer is None or answer.state != TopicAnswer.State.QUEUED:
        return
    try:
        answering.post(answer)
    except DiscourseError as problem:
        if problem.seconds:
            post_later.configure(schedule_in={"seconds": problem.seconds}).defer(row_id=answer_id)
            return
        if 400 <= problem.status < 500:  # noqa: PLR2004 - RFC 9110 15.5
            commands.note_not_posted(answer_id=answer_id, problem=str(problem))
            return
        raise
