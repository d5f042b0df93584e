"""How many of those who saw a survey answered it, by where they saw it: in the product, by mail, by a link."""

from dataclasses import dataclass

from django.db.models import Count, Q

from wellheard.foundation.statistics.comparing import Times, times_as_large
from wellheard.foundation.statistics.intervals import Share, wilson
from wellheard.listen.surveys.models import Display, Survey
from wellheard.listen.surveys.results.persons import person
from wellheard.listen.surveys.results.scope import Scope

# In the order a person meets them.
CHANNELS = (Survey.Channel.TAB, Survey.Channel.IN_APP, Survey.Channel.EMAIL, Survey.Channel.LINK)
IN_APP = (Survey.Channel.TAB, Survey.Channel.IN_APP)


@dataclass(frozen=True)
class Reach:
    """One channel: how many different people saw the survey there, and what they did; a mail counts as seen once it is sent."""

    channel: str
    shown: int
    started: int
    completed: int
    dismissed: int
    abandoned: int

    @property
    def name(self) -> str:
        """Return what it is called."""
        return str(Survey.Channel(self.channel).label)

    @property
    def responded(self) -> Share:
        """Return the share of the people who saw it who answered at least one question."""
        return wilson(min(self.started, self.shown), self.shown)

    @property
    def finished(self) -> Share:
        """Return the share of those who began who came to the end."""
        return wilson(min(self.completed, self.started), self.started)


def reaches(scope: Scope) -> list[Reach]:
    """Return each channel a survey is asked in or anybody was reached through, in one query; each person counts once in each."""
    state = Display.State
    answered = Q(response__isnull=False) | Q(state=state.COMPLETED)
    rows = (
        scope.displays()
        .order_by()
        .annotate(person=person())
        .values("channel")
        .annotate(
            shown=Count("person", distinct=True),
            started=Count("person", filter=answered, distinct=True),
            completed=Count("person", filter=Q(state=state.COMPLETED), distinct=True),
            dismissed=Count("person", filter=Q(state=state.DISMISSED), distinct=True),
            abandoned=Count("person", filter=Q(state=state.ABANDONED), distinct=True),
        )
    )
    asked_in = [channel for channel in scope.survey.channels if scope.channel in {"", channel}]
    found = {channel: Reach(channel, 0, 0, 0, 0, 0) for channel in asked_in} | {
        row["channel"]: Reach(**row) for row in rows
    }
    return [found[channel] for channel in CHANNELS if channel in found]


def multiple(found: list[Reach]) -> Times | None:
    """Return how many times as many answer in the product as by a link or mail; None while one of them has no answer."""
    inside, outside = _together(found, inside=True), _together(found, inside=False)
    return times_as_large(inside, outside)


def _together(found: list[Reach], *, inside: bool) -> Share:
    meant = [reach for reach in found if (reach.channel in IN_APP) is inside]
    return wilson(sum(min(one.started, one.shown) for one in meant), sum(one.shown for one in meant))
