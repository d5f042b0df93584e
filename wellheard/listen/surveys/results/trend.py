"""How a score went, month by month or quarter by quarter, and whether anything has really changed."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.utils.timezone import localtime

from wellheard.foundation import clock
from wellheard.foundation.statistics.moving import Change
from wellheard.foundation.statistics.promoters import Score
from wellheard.listen.surveys.models import Survey, Wave
from wellheard.listen.surveys.results.answers import Answer, latest
from wellheard.listen.surveys.results.promoting import change, counted

MONTHS = {"month": 1, "quarter": 3}
# Of more, only the last are drawn.
MOST_STEPS = 12

Step = TypeVar("Step", bound=Hashable)


@dataclass(frozen=True)
class Stage:
    """One month, quarter or wave: who answered in it, the score, and what changed since the one before."""

    begins_on: date
    name: str
    answers: list[Answer]
    score: Score
    change: Change | None


def by_time(answers: Sequence[Answer], step: str) -> list[Stage]:
    """Return the months or quarters in which anybody answered, the last twelve of them."""
    zone, months = clock.zone(), MONTHS[step]

    def begins(moment: datetime) -> date:
        day = localtime(moment, zone).date()
        return day.replace(month=(day.month - 1) // months * months + 1, day=1)

    parts = _parted(answers, lambda answer: begins(answer.at))
    return _stages([(day, "", parts[day]) for day in sorted(parts)])


def by_wave(survey: Survey, answers: Sequence[Answer], waves_of: dict[int, int]) -> list[Stage]:
    """Return each wave of a survey that anybody answered; `waves_of` says to which wave an answer belongs."""
    parts = _parted([one for one in answers if one.key in waves_of], lambda answer: waves_of[answer.key])
    known = Wave.objects.filter(survey=survey, pk__in=parts).order_by("number")
    zone = clock.zone()
    return _stages([(localtime(wave.begins_at, zone).date(), str(wave.number), parts[wave.pk]) for wave in known])


def _parted(answers: Sequence[Answer], of: Callable[[Answer], Step]) -> dict[Step, list[Answer]]:
    parts: dict[Step, list[Answer]] = defaultdict(list)
    for answer in answers:
        parts[of(answer)].append(answer)
    return parts


def _stages(parts: Sequence[tuple[date, str, list[Answer]]]) -> list[Stage]:
    found: list[Stage] = []
    for begins_on, name, answers in parts[-MOST_STEPS:]:
        once = latest(answers)
        since = change(found[-1].answers, once) if found else None
        found.append(Stage(begins_on, name, once, counted(once).score, since))
    return found
