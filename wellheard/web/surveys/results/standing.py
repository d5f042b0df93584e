"""How the surveys about recommending us stand in a period and for a segment, for pages that show all figures at a glance."""

from dataclasses import dataclass

from wellheard.foundation.statistics.promoters import Score
from wellheard.learn.figures import Scope as Period
from wellheard.listen.surveys.models import QuestionKind, Survey
from wellheard.listen.surveys.results.answers import latest, scored
from wellheard.listen.surveys.results.people import base_of
from wellheard.listen.surveys.results.promoting import counted
from wellheard.listen.surveys.results.scope import Scope
from wellheard.web.surveys.results import words
from wellheard.web.surveys.results.charts import Ladder, ladder

# The newest; older ones are in the list of surveys.
MOST = 2


@dataclass(frozen=True)
class Standing:
    """One survey's score: `query` is what its own page is asked for to show the same."""

    survey: Survey
    score: Score
    people: int
    query: str

    @property
    def finding(self) -> str:
        return words.score_finding(self.score)

    @property
    def ladder(self) -> Ladder:
        return ladder(self.score.value, self.score.interval)


def standing(period: Period) -> list[Standing]:
    """Return the scores of the newest surveys that ask for one, three queries each at most."""
    surveys = Survey.objects.filter(kind=QuestionKind.NPS).exclude(state=Survey.State.DRAFT).newest_first()
    return [_standing(survey, period) for survey in surveys.select_related("segment")[:MOST]]


def _standing(survey: Survey, period: Period) -> Standing:
    begins, last = period.stretch.begins_on, period.stretch.last_on
    scope = Scope(survey, segment=period.segment, begins_on=begins, last_on=last)
    answers = latest(scored(scope))
    found = counted(answers, population=base_of(scope).people if answers else None)
    segment = f"&segment={period.segment.pk}" if period.segment else ""
    return Standing(survey, found.score, found.people, f"?begin={begins}&end={last}{segment}")
