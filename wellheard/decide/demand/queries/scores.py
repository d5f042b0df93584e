"""What was scored, by which formula, and whether it still comes out the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from wellheard.decide.demand.models import Estimate, Formula, Score, Scoring
from wellheard.decide.demand.scores.arithmetic import parse
from wellheard.decide.demand.scores.drawing import Range
from wellheard.decide.demand.scores.ranking import Room, Scored, as_inputs, scored
from wellheard.decide.demand.scores.standard import KNOWN
from wellheard.decide.models import Idea
from wellheard.foundation.money import to_major
from wellheard.workspace.installation import installation

_EXACT = 1e-9


def newest_formulas() -> QuerySet[Formula]:
    """Return the newest version of every formula."""
    newest = Formula.objects.values("key").annotate(newest=Max("number"))
    pairs = {(row["key"], row["newest"]) for row in newest}
    ids = [one.pk for one in Formula.objects.all() if (one.key, one.number) in pairs]
    return Formula.objects.filter(pk__in=ids).order_by("name", "key")


def inputs_of(ideas: Iterable[Idea], formula: Formula) -> dict[int, dict[str, Range]]:
    """Return what goes into a formula for each idea; what nobody has estimated is missing. Counters are certain."""
    wanted, currency = list(ideas), installation().currency
    names = parse(formula.text).names
    found: dict[int, dict[str, Range]] = {idea.pk: {} for idea in wanted}
    for idea in wanted:
        for name in names:
            if name in KNOWN:
                value = getattr(idea, KNOWN[name])
                value = float(to_major(value, currency)) if KNOWN[name].endswith("_minor") else float(value)
                found[idea.pk][name] = Range(value, value, value)
    for one in Estimate.objects.filter(idea__in=wanted, name__in=names):
        found[one.idea_id].setdefault(one.name, Range(one.low, one.likely, one.high))
    return found


def is_whole(formula: Formula, inputs: dict[str, Range]) -> bool:
    """Tell whether everything that a formula needs is known of an idea."""
    return set(parse(formula.text).names) <= set(inputs)


def last_that_fits(scoring: Scoring) -> int | None:
    """Return the last place that fits by the likely values, 0 where none does; None where no limit was set.

    A place fits while it is among as many as are chosen, and its effort with that of all before it is within the capacity.
    """
    effort = scoring.formula.effort
    capacity = scoring.capacity if effort else None
    if scoring.places is None and capacity is None:
        return None
    last, spent = 0, 0.0
    for place, inputs in scoring.scores.order_by("place").values_list("place", "inputs"):
        spent += float(inputs[effort][1]) if effort else 0
        if (scoring.places is not None and place > scoring.places) or (capacity is not None and spent > capacity):
            break
        last = place
    return last


@dataclass(frozen=True)
class Replayed:
    """Whether a scoring comes out as it was stored, and which ideas do not."""

    scoring: Scoring
    differing: list[int]

    @property
    def is_same(self) -> bool:
        return not self.differing


def replay(scoring: Scoring) -> Replayed:
    """Count a scoring again from its stored formula version, inputs and seed, and compare it with what was stored."""
    kept = {score.idea_id: score for score in scoring.scores.all()}
    again = {one.idea_id: one for one in _again(scoring, kept)}
    return Replayed(scoring, [idea_id for idea_id, score in kept.items() if not _is_same(score, again[idea_id])])


def _again(scoring: Scoring, kept: dict[int, Score]) -> list[Scored]:
    return scored(
        parse(scoring.formula.text),
        {idea_id: as_inputs(score.inputs) for idea_id, score in kept.items()},
        seed=scoring.seed,
        draws=scoring.draws,
        room=Room(scoring.places, scoring.capacity),
        effort=scoring.formula.effort,
    )


def _is_same(score: Score, again: Scored) -> bool:
    exact = ("place", "place_best", "place_worst")
    near = ("likely", "low", "high", "chance")
    return all(getattr(score, name) == getattr(again, name) for name in exact) and all(
        abs(getattr(score, name) - getattr(again, name)) <= _EXACT * max(1.0, abs(getattr(score, name)))
        for name in near
    )
