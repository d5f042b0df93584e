"""Reactions that wait or failed, for whoever operates Wellheard."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact, ReactionFailure
from wellheard.foundation.paging import Page, page_of

FAILED = "failed"
WAITING = "waiting"
_STATUSES = {FAILED: ["failed"], WAITING: ["todo", "doing"]}


@dataclass(frozen=True)
class Owed:
    """One reaction that did not go through yet: what it does, what it reacts to, and how the last try ended."""

    job_id: int
    reaction: str
    is_running: bool
    tries: int
    next_try_at: datetime | None
    fact: Fact | None
    failure: ReactionFailure | None


def owed_page(kind: str, *, cursor: str = "") -> Page[Owed]:
    """Return a page of failed or waiting reactions, newest first."""
    page = page_of(_jobs(kind), order=("-pk",), cursor=cursor)
    return Page(_owed(page.items), page.next, page.is_first)


def owed_counts() -> dict[str, int]:
    """Return how many reactions failed for good and how many wait."""
    return {kind: _jobs(kind).count() for kind in _STATUSES}


def waits_since() -> datetime | None:
    """Return since when the longest waiting job could have run; none waits when all is well."""
    due = _jobs(WAITING).filter(status="todo").filter(Q(scheduled_at=None) | Q(scheduled_at__lte=clock.now()))
    return due.order_by("pk").values_list("procrastinateevent__at", flat=True).first()


def _jobs(kind: str) -> "QuerySet[ProcrastinateJob]":
    jobs: QuerySet[ProcrastinateJob] = ProcrastinateJob.objects.filter(status__in=_STATUSES[kind])
    return jobs


def _owed(jobs: list[ProcrastinateJob]) -> list[Owed]:
    failures = {
        failure.job_id: failure for failure in ReactionFailure.objects.filter(job_id__in=[job.pk for job in jobs])
    }
    facts = Fact.objects.in_bulk([job.args["fact_id"] for job in jobs if "fact_id" in job.args])
    return [
        Owed(
            job_id=job.pk,
            reaction=job.task_name,
            is_running=job.status == "doing",
            tries=job.attempts,
            next_try_at=job.scheduled_at,
            fact=facts.get(job.args.get("fact_id")),
            failure=failures.get(job.pk),
        )
        for job in jobs
    ]
