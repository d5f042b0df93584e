"""Score ideas by one formula and say how sure their places are.

A score is the formula's value and depends on nothing but the idea's own inputs. Places, and the chance of being among the
chosen, come from drawing all inputs many times (Monte Carlo): a place is an interval, not a number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from wellheard.decide.demand.scores.arithmetic import FormulaError, Parsed, evaluate
from wellheard.decide.demand.scores.drawing import DRAWS, Range, draws_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

# One draw in ten lies below, one above: an 80 % interval.
LOW, HIGH = 10, 90

Inputs = Mapping[str, Range]


@dataclass(frozen=True)
class Room:
    """How many are chosen at most, and how much effort there is in all; None where it does not matter."""

    places: int | None = None
    capacity: float | None = None


@dataclass(frozen=True)
class Scored:
    """What came out for one idea."""

    idea_id: int
    likely: float
    low: float
    high: float
    place: int
    place_best: int
    place_worst: int
    chance: float


def scored(
    formula: Parsed,
    inputs: Mapping[int, Inputs],
    *,
    seed: int,
    draws: int = DRAWS,
    room: Room | None = None,
    effort: str = "",
) -> list[Scored]:
    """Return what these ideas score, best first. Raises FormulaError where the formula has no value for an idea.

    Among the chosen is who stands in the first places and whose effort, with that of all before it, still fits the capacity.
    """
    import numpy as np

    if not inputs:
        return []
    ids = sorted(inputs)
    drawn = [_drawn(inputs[idea_id], seed=seed, idea_id=idea_id, draws=draws) for idea_id in ids]
    with np.errstate(all="ignore"):
        likely = np.array([float(evaluate(formula, _likely(inputs[idea_id]))) for idea_id in ids])
        values = np.stack([np.broadcast_to(evaluate(formula, one), draws) for one in drawn])
    if not (np.isfinite(likely).all() and np.isfinite(values).all()):
        raise FormulaError(
            _("The formula divides by nothing for one of these ideas. Give what it divides by a least value.")
        )
    efforts = np.stack([one[effort] for one in drawn]) if effort else None
    places, chosen = _places(values, efforts, room or Room())
    return _rows(ids, likely, values, places, chosen)


def _rows(ids: list[int], likely: "Numbers", values: "Numbers", places: Any, chosen: Any) -> list[Scored]:
    """Return what came out for each idea, best first by the likely values."""
    import numpy as np

    edges = np.percentile(values, [LOW, HIGH], axis=1)
    ranks = np.percentile(places, [LOW, HIGH], axis=1, method="nearest")
    order = {at: place for place, at in enumerate(np.lexsort((np.array(ids), -likely)), start=1)}
    rows = [
        Scored(
            ids[at],
            float(likely[at]),
            float(edges[0, at]),
            float(edges[1, at]),
            order[at],
            int(ranks[0, at]),
            int(ranks[1, at]),
            float(chosen[at].mean()),
        )
        for at in range(len(ids))
    ]
    return sorted(rows, key=lambda row: row.place)


def _drawn(inputs: Inputs, *, seed: int, idea_id: int, draws: int) -> dict[str, "Numbers"]:
    return {name: draws_of(found, seed=seed, idea_id=idea_id, name=name, draws=draws) for name, found in inputs.items()}


def _likely(inputs: Inputs) -> dict[str, Any]:
    import numpy as np

    return {name: np.float64(found.likely) for name, found in inputs.items()}


def _places(values: "Numbers", efforts: "Numbers | None", room: Room) -> tuple[Any, Any]:
    """Return the place of each idea in each draw, and whether it is among the chosen; ideas by rows."""
    import numpy as np

    order = np.argsort(-values, axis=0, kind="stable")
    counted = np.arange(1, len(values) + 1)[:, None]
    places = np.empty(values.shape, int)
    np.put_along_axis(places, order, np.broadcast_to(counted, values.shape), axis=0)
    chosen = np.ones(values.shape, bool) if room.places is None else places <= room.places
    if room.capacity is not None and efforts is not None:
        spent = np.cumsum(np.take_along_axis(efforts, order, axis=0), axis=0)
        fits = np.empty(values.shape, bool)
        np.put_along_axis(fits, order, spent <= room.capacity, axis=0)
        chosen &= fits
    return places, chosen


def as_inputs(kept: Mapping[str, Sequence[float]]) -> dict[str, Range]:
    """Return inputs as they were kept with a score."""
    return {name: Range(*map(float, found)) for name, found in kept.items()}
