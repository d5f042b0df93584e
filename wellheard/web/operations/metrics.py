"""What a monitor reads at /metrics, in Prometheus' text format: requests of all page processes, and what waits or failed."""

import shutil
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import connection
from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob
from prometheus_client import CollectorRegistry, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from wellheard.answer.models import Answer
from wellheard.foundation import clock, jobs
from wellheard.foundation.backups import last_backup
from wellheard.foundation.facts.queries import waits_since
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.models import Feedback

_here = CollectorRegistry()
REQUESTS = Histogram(
    "wellheard_request_seconds",
    "Time to answer a request, by page and by the first digit of its status.",
    ["page", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=_here,
)


def note_request(*, page: str, status: int, seconds: float) -> None:
    """Count a request; `page` is the name of its address, of which there are a few hundred, never the address itself."""
    REQUESTS.labels(page or "none", f"{status // 100}xx").observe(seconds)


def exposition() -> bytes:
    """Return everything a monitor may know; numbers only, nothing of customers."""
    registry = CollectorRegistry()
    registry.register(_Installation())
    if settings.METRICS_FOLDER:
        multiprocess.MultiProcessCollector(registry, path=settings.METRICS_FOLDER)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(registry) + generate_latest(_here)


class _Installation(Collector):
    """What the database and the data folder say at this moment."""

    def collect(self) -> Iterable[Metric]:
        yield from self._jobs()
        yield _by_label("wellheard_mails", "Outgoing mails by state.", "state", OutgoingMail)
        yield _by_label("wellheard_answers", "Answers by state.", "state", Answer)
        yield _gauge("wellheard_feedback_unfiled", "Feedback nobody has filed yet.", Feedback.objects.unfiled().count())
        yield from self._resources()

    def _jobs(self) -> Iterator[Metric]:
        yield _by_label("wellheard_jobs", "Jobs by status; failed ones wait for a person.", "status", ProcrastinateJob)
        since = waits_since()
        wait = (clock.now() - since).total_seconds() if since else 0
        yield _gauge("wellheard_job_wait_seconds", "How long the longest waiting job could have run already.", wait)
        yield _gauge("wellheard_worker_up", "Whether a worker reported lately.", int(jobs.is_somebody_working()))

    def _resources(self) -> Iterator[Metric]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            yield _gauge("wellheard_database_bytes", "Size of the database.", cursor.fetchone()[0])
        free = shutil.disk_usage(settings.DATA).free
        yield _gauge("wellheard_disk_free_bytes", "Space left where the data folder is.", free)
        if made_at := last_backup():
            seconds = made_at.timestamp()
            yield _gauge("wellheard_last_backup_timestamp_seconds", "When the last backup was made.", seconds)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)


def _by_label(name: str, meaning: str, column: str, model: type) -> Metric:
    family = GaugeMetricFamily(name, meaning, labels=[column])
    for value, count in model.objects.order_by().values_list(column).annotate(Count("pk")):  # type: ignore[attr-defined]
        family.add_metric([value], count)
    return family
