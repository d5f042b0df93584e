"""What somebody said, was asked and was answered, and the talks they took part in, in one order of time, page by page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from wellheard.answer.models import Answer
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.foundation.paging import Page
from wellheard.listen.interviews.models import Interview
from wellheard.listen.models import Feedback
from wellheard.listen.surveys.models import Display
from wellheard.web.feedback.queries import ideas_of

SIZE = 30
SHOWN = ("both", "said", "answered", "asked", "talked")
# At the same moment, what we answered stands above what it answers.
ANSWERED, SAID, ASKED, TALKED = 0, 1, 2, 3


@dataclass(frozen=True)
class Sources:
    """Everything the timeline of a company or a person is made of."""

    said: QuerySet[Feedback]
    answers: QuerySet[Answer]
    asked: QuerySet[Display]
    talks: QuerySet[Interview]


@dataclass(frozen=True)
class Moment:
    """Something they said, a survey they were asked, a talk, or answers of ours about one thing, at a point in time."""

    at: datetime
    kind: int
    pk: int
    feedback: Feedback | None = None
    display: Display | None = None
    talk: Interview | None = None
    answers: tuple[Answer, ...] = ()
    ideas: list[Idea] = field(default_factory=list)

    @property
    def answer(self) -> Answer:
        """Return the first of the answers, which stands for all of them."""
        return self.answers[0]


def timeline(sources: Sources, *, shown: str, cursor: str) -> Page[Moment]:
    """Return a page of what was said, asked, answered and talked about, newest first, in a fixed number of queries."""
    after = _read(cursor)
    moments: list[Moment] = []
    if shown in {"both", "answered"}:
        moments += _answered(sources.answers, after)
    if shown in {"both", "said"}:
        moments += _said(sources.said, after)
    if shown in {"both", "asked"}:
        moments += _asked(sources.asked, after)
    if shown in {"both", "talked"}:
        moments += _talked(sources.talks, after)
    moments.sort(key=lambda moment: (moment.at, -moment.kind, moment.pk), reverse=True)
    page = moments[:SIZE]
    following = _written(page[-1]) if len(moments) > SIZE else ""
    return Page(_together(_with_ideas(page)), following, is_first=after is None)


def _said(said: QuerySet[Feedback], after: "_Place | None") -> list[Moment]:
    rows = said.select_related("contact", "company", "area", "category", "logged_by")
    found = rows.filter(_beyond(after, "heard_at", SAID)).order_by("-heard_at", "-pk")[: SIZE + 1]
    return [Moment(one.heard_at, SAID, one.pk, feedback=one) for one in found]


def _asked(asked: QuerySet[Display], after: "_Place | None") -> list[Moment]:
    rows = asked.select_related("survey", "contact", "response")
    found = rows.filter(_beyond(after, "shown_at", ASKED)).order_by("-shown_at", "-pk")[: SIZE + 1]
    return [Moment(one.shown_at, ASKED, one.pk, display=one) for one in found]


def _talked(talks: QuerySet[Interview], after: "_Place | None") -> list[Moment]:
    """Return talks that took place, were missed, or are to come; one that was called off is no part of what happened."""
    rows = talks.exclude(state=Interview.State.CANCELLED).select_related("host").prefetch_related("guests__contact")
    found = rows.defer("notes").filter(_beyond(after, "planned_at", TALKED)).order_by("-planned_at", "-pk")[: SIZE + 1]
    return [Moment(one.planned_at, TALKED, one.pk, talk=one) for one in found]


def _answered(answers: QuerySet[Answer], after: "_Place | None") -> list[Moment]:
    """Return the answers that carry news: that we have heard them is no answer yet."""
    news = answers.exclude(occasion=Answer.Occasion.ACKNOWLEDGED).exclude(state=Answer.State.DROPPED)
    dated = news.annotate(at=Coalesce("told_at", "owed_at")).select_related("contact", "idea", "told_by", "edited_by")
    found = dated.filter(_beyond(after, "at", ANSWERED)).order_by("-at", "-pk")[: SIZE + 1]
    return [Moment(one.at, ANSWERED, one.pk, answers=(one,)) for one in found]


@dataclass(frozen=True)
class _Place:
    """The last moment of the page before."""

    at: datetime
    kind: int
    pk: int


def _beyond(after: _Place | None, column: str, kind: int) -> Q:
    if after is None:
        return Q()
    earlier, same = Q(**{f"{column}__lt": after.at}), Q(**{column: after.at})
    if kind > after.kind:
        return earlier | same
    return earlier | (same & Q(pk__lt=after.pk)) if kind == after.kind else earlier


def _written(moment: Moment) -> str:
    return f"{moment.at.isoformat()}~{moment.kind}~{moment.pk}"


def _read(cursor: str) -> _Place | None:
    """Return the place a cursor names; none, the beginning, when somebody typed one that cannot be read."""
    try:
        at, kind, pk = cursor.split("~")
        place = _Place(datetime.fromisoformat(at), int(kind), int(pk))
    except ValueError:
        return None
    return (
        place if place.at.tzinfo and place.kind in {ANSWERED, SAID, ASKED, TALKED} and 0 <= place.pk < 2**63 else None
    )


def _with_ideas(moments: Sequence[Moment]) -> list[Moment]:
    ideas = ideas_of(moment.pk for moment in moments if moment.feedback)
    return [replace(moment, ideas=ideas[moment.pk]) if moment.feedback else moment for moment in moments]


def _together(moments: Iterable[Moment]) -> list[Moment]:
    """Tell answers to several people about the same thing as one."""
    joined: list[Moment] = []
    for moment in moments:
        if joined and _is_same_news(joined[-1], moment):
            joined[-1] = replace(joined[-1], answers=(*joined[-1].answers, *moment.answers))
        else:
            joined.append(moment)
    return joined


def _is_same_news(one: Moment, other: Moment) -> bool:
    if not (one.answers and other.answers):
        return False
    mine, theirs = one.answer, other.answer
    return (
        mine.idea_id is not None
        and (mine.idea_id, mine.occasion, mine.is_outstanding)
        == (theirs.idea_id, theirs.occasion, theirs.is_outstanding)
        and clock.day_of(one.at) == clock.day_of(other.at)
    )
