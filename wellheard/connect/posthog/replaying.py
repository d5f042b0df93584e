"""Try an event again that could not be understood when it came."""

from datetime import datetime

from wellheard.connect.posthog import hearing
from wellheard.connect.posthog.events import EventError, arrived
from wellheard.connect.posthog.messages import UnreadableEventError, read_event
from wellheard.listen.sources.clocks import clock_of
from wellheard.listen.sources.queries import KnownSource
from wellheard.listen.sources.replaying import UnreadableError
from wellheard.listen.surveys.errors import AnswerError, SurveyError
from wellheard.listen.usage.arriving import keep_now


def replay(source: KnownSource, body: bytes, received_at: datetime) -> None:
    """Read and keep one event, and what it says of a survey. Raises UnreadableError.

    What it says of a survey was refused after the event itself had been kept: that is then recognised and not kept twice.
    """
    try:
        event = read_event(body)
        rows = arrived(event, source=source, clock=clock_of(received_at, sent_at=None, is_trusted=source.is_trusted))
        if hearing.is_of_survey(event):
            hearing.hear(source, event)
        keep_now(rows)
    except (UnreadableEventError, EventError, AnswerError, SurveyError) as problem:
        raise UnreadableError(str(problem)) from problem
