"""Questions about playbooks: which facts begin any, and how each time went."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from wellheard.customers.models import Company, SegmentMember
from wellheard.learn.playbooks.models import Playbook, PlaybookRun, RunStep
from wellheard.workspace.models import Staff, Task

# Another process knows that one was switched on or off after so long.
FRESH_SECONDS = 10.0


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


def rows_of(runs: list[PlaybookRun]) -> list[RunRow]:
    """Return runs with their tasks in order, in one query however many there are."""
    found: dict[int, list[Task]] = {}
    steps = RunStep.objects.filter(run__in=[run.pk for run in runs]).select_related("task__assignee")
    for step in steps.order_by("run", "position"):
        found.setdefault(step.run_id, []).append(step.task)
    return [RunRow(run, found.get(run.pk, [])) for run in runs]
