"""Questions about playbooks: which facts begin any, and how each time went."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wellheard.customers.models import Company, SegmentMember
from wellheard.foundation import clock
from wellheard.learn.playbooks.models import Playbook, PlaybookRun, RunStep
from wellheard.workspace.models import Staff, Task

# Another process knows that one was switched on or off after so long.
FRESH_SECONDS = 10.0
# More than anybody does in a day.
MOST_SHOWN = 40


class _Kept:
    names: frozenset[str] = frozenset()
    until = 0.0


def beginning_names() -> frozenset[str]:
    """Return the facts that begin any playbook. Every fact asks, so it is known without the database for some seconds."""
    if time.monotonic() >= _Kept.until:
        remember(Playbook.objects.switched_on().order_by().values_list("begins_on", flat=True))
    return _Kept.names


def remember(names: Iterable[str], *, seconds: float = FRESH_SECONDS) -> None:
    """Take these for all facts that begin any, for a while."""
    _Kept.names = frozenset(names)
    _Kept.until = time.monotonic() + seconds


def forget_names() -> None:
    """Ask the database the next time: a playbook was changed."""
    _Kept.until = 0.0


def fits(playbook: Playbook, company: Company) -> bool:
    """Tell whether a playbook is for a company. One whose segment is gone is for none."""
    if playbook.wants_segment and playbook.segment_id is None:
        return False
    if playbook.tier_id and playbook.tier_id != company.tier_id:
        return False
    members = SegmentMember.objects.filter(segment=playbook.segment_id, company=company)
    return not playbook.segment_id or members.exists()


def least_busy(role: str) -> Staff | None:
    """Return who of this role has the fewest open tasks, the one longest here first; None where nobody has the role."""
    open_tasks = Count("tasks", filter=Q(tasks__done_at=None, tasks__dropped_at=None))
    people = Staff.objects.at_work().filter(role=role, away_since=None).annotate(busy=open_tasks)
    return people.order_by("busy", "pk").first()


@dataclass(frozen=True)
class RunRow:
    """A run with its tasks in order."""

    run: PlaybookRun
    tasks: list[Task]

    @property
    def done(self) -> int:
        return sum(task.done_at is not None for task in self.tasks)

    @property
    def next(self) -> Task | None:
        """What is next: the first step that is neither done nor dropped."""
        return next((task for task in self.tasks if task.done_at is None and task.dropped_at is None), None)

    @property
    def is_late(self) -> bool:
        return bool(self.next and self.next.due_on and self.next.due_on < clock.today())


def listed_playbooks() -> QuerySet[Playbook]:
    """Return playbooks by name, with how many steps each has and how often it began and runs."""
    return (
        Playbook.objects.by_name()
        .select_related("segment", "tier")
        .annotate(
            step_count=Count("steps", distinct=True),
            run_count=Count("runs", distinct=True),
            running_count=Count("runs", filter=Q(runs__state="running"), distinct=True),
        )
    )


def running_for(company: Company) -> list[RunRow]:
    """Return what runs for a company, what began first first, in two queries."""
    runs = PlaybookRun.objects.running().filter(company=company).select_related("playbook", "company")
    return rows_of(list(runs.order_by("began_at", "pk")[:MOST_SHOWN]))


def next_by(staff: Staff) -> list[RunRow]:
    """Return the runs whose next step is somebody's, those due first first, in two queries."""
    open_steps = RunStep.objects.filter(task__done_at=None, task__dropped_at=None)
    earlier = open_steps.filter(run=OuterRef("run"), position__lt=OuterRef("position"))
    mine = open_steps.filter(run__state=PlaybookRun.State.RUNNING, task__assignee=staff).exclude(Exists(earlier))
    steps = mine.select_related("run__playbook", "run__company").order_by("task__due_on", "run")
    return rows_of([step.run for step in steps[:MOST_SHOWN]])


def rows_of(runs: list[PlaybookRun]) -> list[RunRow]:
    """Return runs with their tasks in order, in one query however many there are."""
    found: dict[int, list[Task]] = {}
    steps = RunStep.objects.filter(run__in=[run.pk for run in runs]).select_related("task__assignee")
    for step in steps.order_by("run", "position"):
        found.setdefault(step.run_id, []).append(step.task)
    return [RunRow(run, found.get(run.pk, [])) for run in runs]
