"""Reactions that failed: why, when they are tried again, and how they are run by hand."""

from typing import Any

from django.db import transaction
from django.db.models import F
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job

from wellheard.foundation import clock
from wellheard.foundation.facts.models import ReactionFailure

# Eight tries over a day: at once, then after these many seconds; then it is failed, visible, and re-run by hand.
WAITS = (10, 60, 300, 1_800, 7_200, 21_600, 54_000)


class UntilDone(BaseRetryStrategy):
    """Try a job eight times over a day."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002
        if job.attempts >= len(WAITS):
            return None
        return RetryDecision(retry_in={"seconds": WAITS[job.attempts]})


def note_failure(context: JobContext, fact_id: int | None, problem: Exception) -> None:
    """Keep the error of a failed try where an operator sees it, outside the transaction that just failed."""
    job = context.job
    with transaction.atomic():
        ReactionFailure.objects.update_or_create(
            job_id=_number(job),
            defaults=_failure(job, fact_id, problem) | {"tries": F("tries") + 1},
            create_defaults=_failure(job, fact_id, problem) | {"tries": 1},
        )


def note_success(context: JobContext) -> None:
    """Forget the errors of a job that went through in the end."""
    if context.job.attempts:
        ReactionFailure.objects.filter(job_id=_number(context.job)).delete()


def _number(job: Job) -> int:
    """Return the number of a job that a worker runs: it always has one."""
    return job.id or 0


def _failure(job: Job, fact_id: int | None, problem: Exception) -> dict[str, Any]:
    return {
        "reaction": job.task_name,
        "fact_id": fact_id,
        "error": f"{type(problem).__name__}: {problem}".replace("\x00", "")[:2000],
        "failed_at": clock.now(),
    }
