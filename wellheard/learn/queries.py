"""Figures about the loop itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from wellheard.answer.models import Answer
from wellheard.decide.models import Idea
from wellheard.decide.reviews.queries.rounds import waiting_for
from wellheard.deliver.models import Release
from wellheard.foundation import clock
from wellheard.foundation.counts import each_up_to, up_to
from wellheard.learn.figures import FIGURES
from wellheard.learn.models import Target
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.models import Feedback
from wellheard.understand.trends.models import Spike
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Permission

# The rail stands on every page: beyond this it only says that there is more.
MOST_WAITING = 999


def waiting_counts(viewer: Staff | None = None) -> Mapping[str, int]:
    """Return how much waits in each stage.

    Unanswered conversations, unfiled feedback, spikes, ideas under review, draft releases, outstanding answers, overdue tasks;
    for a viewer the ideas they have to rate, and their own tasks only where they do no others.

    Counted up to 999, in one statement.
    """
    waiting: dict[str, QuerySet[Any]] = {
        "unanswered": Conversation.objects.waiting_on_us(),
        "unfiled": Feedback.objects.unfiled(),
        "under_review": Idea.objects.unmerged().filter(status=Idea.Status.UNDER_REVIEW),
        "drafts": Release.objects.filter(published_at=None),
        "outstanding": Answer.objects.outstanding(),
        "spikes": Spike.objects.filter(state=Spike.State.OPEN),
        "overdue_tasks": Task.objects.open().filter(due_on__lt=clock.today()),
    }
    if viewer and not viewer.may(Permission.ANSWER):
        waiting["overdue_tasks"] = waiting["overdue_tasks"].filter(assignee=viewer)
    if viewer:
        waiting["to_rate"] = waiting_for(viewer)
    return each_up_to(waiting, most=MOST_WAITING)


@dataclass(frozen=True)
class Waiting:
    """Who is waiting to hear from us: how many people, since when the longest, and how many answers failed."""

    people: int
    answers: int
    failed: int
    needs_person: int
    longest_since: datetime | None


def who_waits() -> Waiting:
    """Return who is still waiting to hear from us, in one statement."""
    failed = [Answer.State.FAILED, Answer.State.BOUNCED]
    row = Answer.objects.outstanding().aggregate(
        people=Count("contact_id", distinct=True),
        answers=Count("pk"),
        failed=Count("pk", filter=Q(state__in=failed)),
        needs_person=Count("pk", filter=Q(state=Answer.State.OWED)),
        longest_since=Min("waiting_since"),
    )
    return Waiting(**row)


@dataclass(frozen=True)
class Crowd:
    """The idea about which most people wait: one answer reaches them all."""

    idea_id: int
    title: str
    people: int


def largest_crowd() -> Crowd | None:
    """Return the idea about which most people wait for news, when more than one does."""
    row = (
        Answer.objects.filter(state__in=[Answer.State.OWED, Answer.State.HELD])
        .exclude(idea=None)
        .values("idea_id", "idea__title")
        .annotate(people=Count("contact_id", distinct=True))
        .filter(people__gt=1)
        .order_by("-people", "idea_id")
        .first()
    )
    return Crowd(row["idea_id"], row["idea__title"], row["people"]) if row else None


@dataclass(frozen=True)
class SolvedFigure:
    """What those who were told say: how many said anything, and how many that it helped."""

    said: int
    helped: int


def solved_figure(begin: datetime, end: datetime) -> SolvedFigure:
    """Return what people said within a period about whether it solved their problem."""
    row = Answer.objects.filter(solved_at__gte=begin, solved_at__lt=end).aggregate(
        said=Count("pk"), helped=Count("pk", filter=~Q(solved=Answer.Solved.NO))
    )
    return SolvedFigure(**row)


def in_progress() -> int:
    """Return how many ideas are planned, being built or in beta."""
    busy = [Idea.Status.PLANNED, Idea.Status.BUILDING, Idea.Status.BETA]
    return up_to(Idea.objects.unmerged().filter(status__in=busy), most=MOST_WAITING)


def targets() -> dict[str, float]:
    """Return the targets that are set, by figure, in seconds or shares of one."""
    rows = Target.objects.exclude(value=None).filter(figure__in=FIGURES)
    return {row.figure: (row.value or 0) * FIGURES[row.figure].unit.size for row in rows}
