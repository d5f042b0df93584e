"""Questions of the pages about surveys."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from wellheard.foundation.paging import Page, page_of
from wellheard.listen.surveys.models import Question, Survey
from wellheard.web.surveys.words import KINDS, LOOKS, channels_of

SIZE = 50


@dataclass(frozen=True)
class Row:
    """A survey in the list: what it measures, where it is asked, and how many of those who saw it answered."""

    survey: Survey
    kind: str
    channels: str
    tone: str
    icon: str

    @property
    def rate(self) -> float | None:
        """The share of those who were shown it who answered it to the end; none before anybody was."""
        shown = self.survey.shown_count
        return min(self.survey.completed_count / shown, 1.0) if shown else None


def counts() -> dict[str, int]:
    """Count surveys by state, and all of them."""
    found = dict(Survey.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in Survey.State.values} | {"all": sum(found.values())}


def page_of_surveys(*, state: str, cursor: str) -> Page[Row]:
    """Return a page of surveys, newest first, in one query."""
    surveys: QuerySet[Survey] = Survey.objects.filter(state=state) if state else Survey.objects.all()
    page = page_of(surveys, order=("-made_at", "-pk"), cursor=cursor, size=SIZE)
    return Page(_rows(page.items), page.next, page.is_first)


def row_of(survey: Survey) -> Row:
    """Return one survey as the list shows it."""
    return Row(survey, str(KINDS[survey.kind]), channels_of(survey), *LOOKS[Survey.State(survey.state)])


def _rows(surveys: Sequence[Survey]) -> list[Row]:
    return [row_of(survey) for survey in surveys]


def asked(survey: Survey) -> list[Question]:
    """Return the questions that are asked, in order."""
    return list(survey.questions.asked())
