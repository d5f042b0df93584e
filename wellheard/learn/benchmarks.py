"""Keep what others report of their net promoter scores, each with its source, its date and its kind."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.learn.models import Benchmark
from wellheard.workspace.commands.errors import StaleError, WorkspaceError

SAVED = names.declare("benchmark.saved", "What others report of a figure was added or edited.")
REMOVED = names.declare("benchmark.removed", "What others report of a figure was removed.")

_LOWEST, _HIGHEST = -100, 100


class BenchmarkError(WorkspaceError):
    """A band that cannot be; the text says why."""


@transaction.atomic
def save_benchmark(
    *,
    benchmark_id: int | None = None,
    version: int = 0,
    name: str,
    kind: str,
    low: int,
    high: int,
    middle: int | None,
    source: str,
    said_on: date,
    evidence: str,
) -> Benchmark:
    """Add a band of scores that others report, or edit one. Raises BenchmarkError, and StaleError when it changed meanwhile."""
    _require_band(low, high, middle)
    wanted = {
        "name": clean_line(name)[:120],
        "kind": kind,
        "low": low,
        "high": high,
        "middle": middle,
        "source": clean_line(source)[:200],
        "said_on": said_on,
        "evidence": evidence,
    }
    if benchmark_id is None:
        made = Benchmark.objects.create(**wanted)
        ledger.record(SAVED, made)
        return made
    return _edited(_held(benchmark_id), version, wanted)


def _held(benchmark_id: int) -> Benchmark:
    found = Benchmark.objects.select_for_update(no_key=True).filter(pk=benchmark_id).first()
    if found is None:
        raise BenchmarkError(_("Somebody removed this benchmark; add it again."))
    return found


def _edited(benchmark: Benchmark, version: int, wanted: dict[str, Any]) -> Benchmark:
    if benchmark.version != version:
        raise StaleError
    changed = [field for field, value in wanted.items() if getattr(benchmark, field) != value]
    if changed:
        for field in changed:
            setattr(benchmark, field, wanted[field])
        benchmark.version += 1
        benchmark.save(update_fields=[*changed, "version"])
        ledger.record(SAVED, benchmark)
    return benchmark


@transaction.atomic
def remove_benchmark(*, benchmark_id: int) -> None:
    """Forget what others report. Repeating it changes nothing."""
    benchmark = Benchmark.objects.select_for_update(no_key=True).filter(pk=benchmark_id).first()
    if benchmark:
        ledger.record(REMOVED, benchmark)
        benchmark.delete()


def _require_band(low: int, high: int, middle: int | None) -> None:
    if not _LOWEST <= low <= high <= _HIGHEST:
        raise BenchmarkError(_("A band goes from a lower to a higher score, both between −100 and 100."), field="high")
    if middle is not None and not low <= middle <= high:
        raise BenchmarkError(_("The middle lies within the band."), field="middle")
