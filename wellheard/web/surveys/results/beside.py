"""A survey's own score beside what others report."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wellheard.foundation.statistics.intervals import Interval
from wellheard.foundation.statistics.promoters import Score
from wellheard.learn.models import Benchmark
from wellheard.listen.surveys.models import Survey
from wellheard.web.surveys.results.charts import Ladder, ladder

# So many bands stand beside a score, the latest first.
MOST = 12


@dataclass(frozen=True)
class Beside:
    """A band of others, and where our interval lies to it."""

    benchmark: Benchmark
    ladder: Ladder
    sentence: str


def beside(survey: Survey, score: Score) -> list[Beside]:
    """Return the bands of a survey's own kind beside its score, in one query; none before anybody has answered."""
    if not score.answers:
        return []
    kinds = Benchmark.Kind
    kind = kinds.TRANSACTIONAL if survey.is_transactional else kinds.RELATIONAL
    return [_beside(one, score) for one in Benchmark.objects.filter(kind=kind).order_by("-said_on", "pk")[:MOST]]


def _beside(benchmark: Benchmark, score: Score) -> Beside:
    band = Interval(benchmark.low, benchmark.high)
    middle = (benchmark.low + benchmark.high) / 2 if benchmark.middle is None else benchmark.middle
    return Beside(benchmark, ladder(middle, band), _where(score.interval, band))


def _where(ours: Interval, band: Interval) -> str:
    if ours.overlaps(band):
        return _("No difference that could be told: our interval reaches into it.")
    return _("We lie surely above it.") if ours.low > band.high else _("We lie surely below it.")
