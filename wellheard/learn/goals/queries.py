"""How goals stand: the objectives of a time, their key results with the last that was said, and their course."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from wellheard.decide.models import Decision
from wellheard.foundation import clock
from wellheard.learn.figures import Stretch
from wellheard.learn.figures.scope import MONTHS
from wellheard.learn.goals.measuring import progress
from wellheard.learn.goals.models import CheckIn, KeyResult, KeyResultDecision, KeyResultIdea, Objective

# An objective that runs wants a word every so many days.
EVERY_DAYS = 14


@dataclass(frozen=True)
class Standing:
    """A key result as it stands: the last value that was read or entered, the last word about it, and how far it is."""

    result: KeyResult
    last: CheckIn | None
    said: CheckIn | None

    @property
    def progress(self) -> float | None:
        """From 0 to 1; None while nothing is known."""
        return progress(self.result, self.last.value) if self.last else None

    @property
    def is_outside(self) -> bool:
        """Whether the value is worse than where it began, or better than the aim: the measure ends there."""
        if self.last is None or self.last.value is None:
            return False
        low, high = sorted((self.result.begins_at, self.result.aims_at))
        return not low <= self.last.value <= high


@dataclass(frozen=True)
class Held:
    """An objective and its key results."""

    objective: Objective
    standings: list[Standing]

    @property
    def progress(self) -> float | None:
        """The mean of its key results, those of which nothing is known counted as 0; None when nothing is known of any."""
        known = [one.progress for one in self.standings]
        if not any(one is not None for one in known):
            return None
        return sum(one or 0.0 for one in known) / len(known)

    @property
    def unknown(self) -> int:
        """Of how many key results nothing is known yet."""
        return sum(1 for one in self.standings if one.progress is None)

    @property
    def worst(self) -> str:
        """The least confident word about any of them; empty when nobody said anything."""
        order = CheckIn.Confidence
        said = {one.said.confidence for one in self.standings if one.said}
        return next((word for word in (order.OFF_TRACK, order.AT_RISK, order.ON_TRACK) if word in said), "")

    @property
    def is_overdue(self) -> bool:
        return _is_running(self.objective) and any(_is_old(one) for one in self.standings)


def held_together(objectives: Iterable[Objective]) -> list[Held]:
    """Return objectives with how they stand, in a fixed number of statements."""
    kept = list(objectives)
    results = list(
        KeyResult.objects.filter(objective__in=kept)
        .order_by("objective", "position", "pk")
        .prefetch_related(
            Prefetch("ideas", KeyResultIdea.objects.select_related("idea").order_by("pk"), to_attr="linked"),
            Prefetch("decisions", _bound_rows(), to_attr="bound"),
        )
    )
    last, said = _lasts(CheckIn.objects.all(), results), _lasts(CheckIn.objects.said(), results)
    by: dict[int, list[Standing]] = {}
    objects = {one.pk: one for one in kept}
    for result in results:
        result.objective = objects[result.objective_id]
        by.setdefault(result.objective_id, []).append(Standing(result, last.get(result.pk), said.get(result.pk)))
    return [Held(objective, by.get(objective.pk, [])) for objective in kept]


def whole(period: str) -> Stretch:
    """Return all days of the present month, quarter or year."""
    months = MONTHS.get(period, MONTHS["quarter"])
    today = clock.today()
    first = today.replace(month=(today.month - 1) // months * months + 1, day=1)
    count = first.year * 12 + first.month - 1 + months
    return Stretch(first, date(count // 12, count % 12 + 1, 1))


def in_period(begins_on: date, last_on: date) -> QuerySet[Objective]:
    """Return the objectives that run on any of these days."""
    found = Objective.objects.filter(begins_on__lte=last_on, last_on__gte=begins_on)
    return found.select_related("owner", "team", "area").latest_first()


def decisions_for(result: KeyResult) -> QuerySet[Decision]:
    """Return what was decided for a key result, and about the ideas that are to move it, the latest first.

    `is_bound` says which were made for it, as whoever decided said.
    """
    of_ideas = Q(idea__in=result.ideas.values("idea"), idea__merged_into=None)
    bound = result.decisions.values("decision")
    rows = Decision.objects.filter(of_ideas | Q(pk__in=bound)).annotate(
        is_bound=Exists(result.decisions.filter(decision=OuterRef("pk")))
    )
    return rows.select_related("idea", "decided_by").order_by("-decided_at", "-pk")


def choosable() -> QuerySet[KeyResult]:
    """Return the key results for which something may be decided: of open objectives, those that end first at the beginning."""
    rows = KeyResult.objects.filter(objective__closed_at=None).select_related("objective")
    return rows.order_by("objective__last_on", "objective", "position", "pk")


def course(result: KeyResult) -> list[CheckIn]:
    """Return all that was said and noted of a key result, oldest first."""
    return list(result.check_ins.select_related("by").order_by("at", "pk"))


def waits_for_check_in(objective: Objective) -> bool:
    """Tell whether nobody said for long how some key result of a running objective goes."""
    return _is_running(objective) and _unsaid(objective.results.all()).exists()


def overdue() -> QuerySet[Objective]:
    """Return the objectives that run and whose owners owe a word."""
    today = clock.today()
    waiting = _unsaid(KeyResult.objects.filter(objective=OuterRef("pk")))
    running = Objective.objects.open().filter(begins_on__lte=today - timedelta(days=EVERY_DAYS), owner__is_active=True)
    return running.filter(Exists(waiting)).order_by("pk")


def to_note() -> QuerySet[KeyResult]:
    """Return the key results whose figure is noted each week: of objectives that are open and have begun."""
    today = clock.today()
    running = {"objective__closed_at": None, "objective__begins_on__lte": today, "objective__last_on__gte": today}
    return KeyResult.objects.exclude(figure="").filter(**running).order_by("pk")


def _bound_rows() -> QuerySet[KeyResultDecision]:
    rows = KeyResultDecision.objects.select_related("decision__idea")
    return rows.order_by("-decision__decided_at", "-decision")


def _lasts(rows: QuerySet[CheckIn], results: Sequence[KeyResult]) -> dict[int, CheckIn]:
    newest = rows.filter(key_result__in=results).select_related("by").order_by("key_result", "-at", "-pk")
    return {one.key_result_id: one for one in newest.distinct("key_result")}


def _unsaid(results: QuerySet[KeyResult]) -> QuerySet[KeyResult]:
    since = clock.now() - timedelta(days=EVERY_DAYS)
    said = CheckIn.objects.exclude(confidence="").filter(key_result=OuterRef("pk"), at__gt=since)
    return results.filter(~Exists(said), made_at__lte=since)


def _is_running(objective: Objective) -> bool:
    return objective.is_open and objective.begins_on <= clock.today() - timedelta(days=EVERY_DAYS)


def _is_old(standing: Standing) -> bool:
    since = clock.now() - timedelta(days=EVERY_DAYS)
    return standing.result.made_at <= since and (standing.said is None or standing.said.at <= since)
