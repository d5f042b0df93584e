"""Running reactions again by hand, after what stopped them was put right."""

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from wellheard.foundation.facts import ledger, names
from wellheard.foundation.facts.ledger import About

RERUN = names.declare("reaction.rerun", "Somebody ran a failed or waiting reaction again by hand.")


class NothingToRunError(ValueError):
    """A reaction cannot be run again: it went through, is running, or never was."""


@transaction.atomic
def rerun_reaction(*, job_id: int) -> None:
    """Run a failed or waiting reaction now. Raises NothingToRunError when there is nothing left to run."""
    status = _locked_status(job_id)
    if status == "failed":
        _retry(job_id)
    elif status == "todo":
        _execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE id = %s", job_id)
    else:
        raise NothingToRunError(_("This reaction is running or went through meanwhile. There is nothing to run again."))
    ledger.record(RERUN, About("job", job_id))


@transaction.atomic
def rerun_failed_reactions() -> int:
    """Run everything that failed again; return how many reactions that were."""
    failed = _execute("SELECT id FROM procrastinate_jobs WHERE status = 'failed' ORDER BY id FOR UPDATE SKIP LOCKED")
    for job_id in failed:
        _retry(job_id)
    ledger.record_many(RERUN, [About("job", job_id) for job_id in failed])
    return len(failed)


def _locked_status(job_id: int) -> str | None:
    found = _execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s FOR UPDATE", job_id)
    return str(found[0]) if found else None


def _retry(job_id: int) -> None:
    try:
        with transaction.atomic():
            _execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", job_id)
    except IntegrityError:
        # Its like waits already, and only one of them may: it will do the same work.
        _execute("UPDATE procrastinate_jobs SET status = 'aborted' WHERE id = %s", job_id)


def _execute(query: str, *values: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [row[0] for row in cursor.fetchall()] if cursor.description else []
