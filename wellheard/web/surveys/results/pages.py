"""What the pages of results show, each read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wellheard.foundation.money import spoken
from wellheard.foundation.statistics.comparing import Times
from wellheard.foundation.statistics.promoters import Score, answers_needed
from wellheard.listen.surveys.models import QuestionKind
from wellheard.listen.surveys.results.answers import Answer, latest, scored
from wellheard.listen.surveys.results.channels import Reach, multiple, reaches
from wellheard.listen.surveys.results.pairs import Pairs, pairs
from wellheard.listen.surveys.results.people import Base, base_of, days_of_use, people_of
from wellheard.listen.surveys.results.promoting import Counted, ThreeWays, three_ways
from wellheard.listen.surveys.results.questions import Asked, asked
from wellheard.listen.surveys.results.scope import Scope
from wellheard.listen.surveys.results.trend import Stage, by_time, by_wave
from wellheard.listen.surveys.results.weighing import Beside, Heard, beside, heard
from wellheard.web.surveys.results import words
from wellheard.web.surveys.results.charts import Ladder, Line, ladder, line
from wellheard.web.surveys.results.preferring import Column, columns
from wellheard.workspace.installation import installation

# The margin that most want to know: plus or minus ten points.
WANTED = 10


@dataclass(frozen=True)
class Way:
    """One of the scores side by side: what it is called and means, and where its list is."""

    name: str
    meaning: str
    score: Score
    note: str
    shown: str

    @property
    def value(self) -> str:
        return words.points(self.score.value)

    @property
    def between(self) -> str:
        return words.between(self.score.interval)

    @property
    def ladder(self) -> Ladder:
        return ladder(self.score.value, self.score.interval)


@dataclass(frozen=True)
class Found:
    """Everything the page of results shows."""

    scope: Scope
    answers: list[Answer]
    ways: ThreeWays
    questions: list[Asked]
    channels: list[Reach]
    pairs: Pairs | None
    base: Base
    stages: list[Stage]
    waves: list[Stage]
    step: str

    @property
    def is_nps(self) -> bool:
        return self.scope.survey.kind == QuestionKind.NPS

    @property
    def is_empty(self) -> bool:
        """Whether nobody saw it, let alone answered."""
        return not (self.answers or self.pairs or any(reach.shown for reach in self.channels))

    @property
    def main(self) -> Asked | None:
        """The question the survey is about."""
        own = [one for one in self.questions if one.kind == self.scope.survey.kind]
        return next(iter(own or self.questions), None)

    @property
    def finding(self) -> str:
        if self.is_nps:
            return words.score_finding(self.ways.people.score)
        if self.pairs:
            return self.pairs_finding
        return words.asked_finding(self.main)

    @property
    def pairs_finding(self) -> str:
        """Say which is preferred, if it can be said."""
        options = self.pairs.options if self.pairs else []
        first = [option for option in options if option.preferred.tier == 1]
        if len(first) == 1:
            return _("“%(label)s” is preferred over all others") % {"label": first[0].label}
        return _("“%(label)s” leads, but not surely: %(many)s cannot be told apart") % {
            "label": options[0].label,
            "many": len(first),
        }

    @property
    def pair_columns(self) -> list[Column]:
        """The ways to count choices between two, side by side."""
        return columns(self.pairs) if self.pairs else []

    @property
    def line(self) -> Line:
        return line(self.stages, [words.step_name(stage.begins_on, self.step) for stage in self.stages])

    @property
    def latest_change(self) -> str:
        """Say whether the last step differs from the one before."""
        return words.change_sentence(self.stages[-1].change) if self.stages else ""

    @property
    def times(self) -> Times | None:
        return multiple(self.channels)

    @property
    def is_times_noise(self) -> bool:
        """Whether it may be that as many answer outside the product as in it."""
        return self.times is not None and self.times.interval.holds(1)

    @property
    def needed(self) -> int | None:
        """How many answers would make it sure to ten points, where there are fewer."""
        score = self.ways.people.score
        if not score.answers or score.interval.half <= WANTED:
            return None
        effect = score.answers / score.effective
        wanted = answers_needed(WANTED, split=score.split, population=score.population, effect=effect)
        return wanted if wanted > score.answers else None

    @property
    def rows(self) -> list[Way]:
        """The scores side by side."""
        people, companies, money = self.ways.people, self.ways.companies, self.ways.money
        found = [_per_person(people)]
        if companies.companies:
            found.append(_per_company(companies))
        if money:
            found.append(_by_money(money))
        return found


def _per_person(counted: Counted) -> Way:
    population = counted.score.population
    note = _("%(n)s people of %(companies)s companies") % {"n": counted.people, "companies": counted.companies}
    if population:
        note = _("%(n)s of %(population)s people, of %(companies)s companies") % {
            "n": counted.people,
            "population": population,
            "companies": counted.companies,
        }
    meaning = _(
        "Promoters (9 and 10) less detractors (0 to 6), each person once with their last answer. Colleagues are alike, so "
        "their answers widen the interval; when a good part of everybody has answered, it narrows."
    )
    return Way(_("Each person counts the same"), meaning, counted.score, note, "people")


def _per_company(counted: Counted) -> Way:
    note = _("%(n)s companies") % {"n": counted.companies}
    meaning = _("The mean of its people is one voice for each company, however many of them answered.")
    return Way(_("Each company counts the same"), meaning, counted.score, note, "companies")


def _by_money(counted: Counted) -> Way:
    note = _("%(n)s companies that pay") % {"n": counted.companies}
    meaning = _(
        "Each company counts by what it pays a month now. One large customer can decide it; the interval says so."
    )
    return Way(_("By what they pay"), meaning, counted.score, note, "companies")


def found(scope: Scope, *, language: str, step: str) -> Found:
    """Read what a survey found."""
    every = scored(scope)
    answers, base = latest(every), base_of(scope)
    return Found(
        scope,
        answers,
        three_ways(answers, base),
        asked(scope, language),
        reaches(scope),
        pairs(scope) if scope.survey.kind == QuestionKind.PAIR else None,
        base,
        by_time(every, step),
        by_wave(scope.survey, every, _waves(scope)),
        step,
    )


def _waves(scope: Scope) -> dict[int, int]:
    rows: list[tuple[int, int | None]] = list(scope.responses().exclude(wave=None).values_list("pk", "wave_id"))
    return {pk: wave for pk, wave in rows if wave is not None}


@dataclass(frozen=True)
class Listening:
    """Everything the page about who is heard shows."""

    heard: Heard
    plain: Score
    money: Beside | None
    use: Beside | None
    people: int
    shown: int
    # The day everybody is taken as of; None: today.
    of: datetime | None

    @property
    def ladders(self) -> list[tuple[str, Score, Ladder]]:
        """The score as it came and weighted, side by side."""
        pairs = [(_("As it came"), self.plain)]
        if self.heard.score:
            pairs.append((_("Weighted to everybody"), self.heard.score))
        return [(name, score, ladder(score.value, score.interval)) for name, score in pairs]

    @property
    def comparisons(self) -> list[tuple[str, str, str, str]]:
        """What those who answered pay and do beside those who did not: a name, both middles, and whether they differ."""
        found = []
        if self.money:
            paid = [spoken(round(one), installation().currency) for one in (self.money.answered, self.money.silent)]
            found.append((_("Their company pays a month"), paid[0], paid[1], words.beside_sentence(self.money)))
        if self.use:
            days = [words.decimal(one) for one in (self.use.answered, self.use.silent)]
            found.append(
                (_("Days of the last 30 on which they used it"), days[0], days[1], words.beside_sentence(self.use))
            )
        return found


def listening(scope: Scope) -> Listening:
    """Read who is heard and who is not."""
    answers, base = latest(scored(scope)), base_of(scope)
    shown = set(scope.displays().exclude(contact=None).order_by().values_list("contact_id", flat=True).distinct())
    answered = {contact for contact in _answered(scope) if contact is not None}
    known = people_of(scope, shown | answered)
    silent = shown - answered
    paid = [[known[one].mrr for one in group if one in known] for group in (answered, silent)]
    used = days_of_use(shown | answered)
    active = [[used.get(one, 0) for one in group] for group in (answered, silent)] if used else [[], []]
    return Listening(
        heard(answers, known, shown, base),
        three_ways(answers, base).people.score,
        beside(*paid),
        beside(*active),
        len(answered),
        len(shown),
        base.of,
    )


def _answered(scope: Scope) -> list[int | None]:
    rows = scope.responses().exclude(contact=None).order_by().values_list("contact_id", flat=True)
    return list(rows.distinct())
