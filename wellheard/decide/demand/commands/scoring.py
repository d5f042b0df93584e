"""Write formulas, estimate what goes into them, and score ideas. A version of a formula, once written, never changes."""

import secrets
from collections.abc import Iterable, Sequence
from math import isfinite

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wellheard.decide.demand.models import Estimate, Formula, Score, Scoring
from wellheard.decide.demand.queries.scores import inputs_of, is_whole
from wellheard.decide.demand.scores.arithmetic import FormulaError, parse
from wellheard.decide.demand.scores.drawing import DRAWS
from wellheard.decide.demand.scores.ranking import Room, scored
from wellheard.decide.demand.scores.standard import KNOWN, LIMITS, MOST, STANDARD
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.commands.locking import lock_workspace
from wellheard.workspace.models import Staff

SAVED = names.declare("formula.saved", "A formula to score ideas by was written, or got a new version.")
ESTIMATED = names.declare("idea.estimated", "What goes into the score of an idea was estimated.")
SCORED = names.declare("ideas.scored", "Ideas were scored together by one version of a formula.")

MOST_AT_ONCE = 500
_SEEDS = 2**31


class ScoreError(ValueError):
    """Ideas cannot be estimated or scored so; the text says what to do."""


@transaction.atomic
def add_standard_formulas() -> None:
    """Add RICE and WSJF where they are not there yet; safe to repeat."""
    lock_workspace()
    for one in STANDARD:
        if not Formula.objects.filter(key=one.key).exists():
            limits = [{"name": part.name, "lowest": part.lowest, "highest": part.highest} for part in one.inputs]
            _save(key=one.key, kind=one.kind, name=one.name, text=one.text, inputs=limits, effort=one.effort, by=None)


@transaction.atomic
def save_formula(*, name: str, text: str, effort: str = "", key: str = "", by: Staff | None) -> Formula:
    """Write a formula of one's own, or a new version of it; the same again returns what is there.

    `effort` names the input that uses up capacity. Raises FormulaError for what cannot be read.
    """
    lock_workspace()
    name, text, effort = clean_line(name)[:80], clean_line(text), clean_line(effort)
    inputs = [part for part in parse(text).names if part not in KNOWN]
    if not name:
        raise FormulaError(_("Give the formula a name."))
    if effort and effort not in inputs:
        raise FormulaError(
            _("“%(name)s” does not stand in the formula. Name one of its inputs, or none.") % {"name": effort}
        )
    key = key or slugify(name)[:40] or "formula"
    newest = Formula.objects.filter(key=key).order_by("-number").first()
    if newest and (newest.name, newest.text, newest.effort) == (name, text, effort):
        return newest
    kind = newest.kind if newest else Formula.Kind.OWN
    parts: list[dict[str, object]] = [{"name": part} for part in inputs]
    return _save(key=key, kind=kind, name=name, text=text, inputs=parts, effort=effort, by=by)


def _save(
    *, key: str, kind: str, name: str, text: str, inputs: Sequence[dict[str, object]], effort: str, by: Staff | None
) -> Formula:
    number = Formula.objects.filter(key=key).count() + 1
    formula = Formula.objects.create(
        key=key,
        number=number,
        kind=kind,
        name=name,
        text=text,
        inputs=list(inputs),
        effort=effort,
        made_by=by,
        made_at=clock.now(),
    )
    ledger.record(SAVED, formula, key=key, number=number)
    return formula


@transaction.atomic
def estimate(*, idea_id: int, name: str, low: float, likely: float, high: float, by: Staff | None) -> Estimate:
    """Say what an input of an idea comes to: at least, likely, at most. Raises ScoreError when these are out of order."""
    if not all(isfinite(value) for value in (low, likely, high)) or not low <= likely <= high:
        raise ScoreError(_("Give three numbers in order: at least, likely, at most."))
    lowest, highest = LIMITS.get(name, (-MOST, MOST))
    if low < lowest or high > highest:
        limits = {"lowest": f"{lowest:g}", "highest": f"{highest:g}"}
        raise ScoreError(_("Stay between %(lowest)s and %(highest)s.") % limits)
    if not Idea.objects.unmerged().filter(pk=idea_id).exists():
        raise ScoreError(_("This idea does not exist any more. Go back to the list of ideas."))
    values = {"low": low, "likely": likely, "high": high, "made_by": by, "made_at": clock.now()}
    there = Estimate.objects.filter(idea=idea_id, name=name).first()
    if there and (there.low, there.likely, there.high) == (low, likely, high):
        return there
    made, _is_new = Estimate.objects.update_or_create(idea_id=idea_id, name=name, defaults=values)
    ledger.record(ESTIMATED, made.idea, input=made.pk)
    return made


@transaction.atomic
def score_ideas(
    *, formula_id: int, idea_ids: Iterable[int], room: Room | None = None, by: Staff | None, seed: int | None = None
) -> Scoring:
    """Score ideas together and keep all that went in, so that it can be counted again for ever.

    Ideas of which something is not estimated are left out. Raises ScoreError when none is left, FormulaError for a division
    by nothing.
    """
    formula = Formula.objects.get(pk=formula_id)
    ideas = Idea.objects.unmerged().filter(pk__in=list(idea_ids)[:MOST_AT_ONCE])
    inputs = {pk: found for pk, found in inputs_of(ideas, formula).items() if is_whole(formula, found)}
    if not inputs:
        raise ScoreError(_("None of these ideas has all that the formula needs. Estimate what is missing first."))
    room = room or Room()
    seed = secrets.randbelow(_SEEDS) if seed is None else seed
    rows = scored(parse(formula.text), inputs, seed=seed, room=room, effort=formula.effort)
    scoring = Scoring.objects.create(
        formula=formula,
        seed=seed,
        draws=DRAWS,
        places=room.places,
        capacity=room.capacity,
        made_by=by,
        made_at=clock.now(),
    )
    Score.objects.bulk_create(
        Score(
            scoring=scoring,
            idea_id=row.idea_id,
            inputs={name: [one.low, one.likely, one.high] for name, one in inputs[row.idea_id].items()},
            **{name: getattr(row, name) for name in _KEPT},
        )
        for row in rows
    )
    ledger.record(SCORED, scoring, formula=formula.pk, ideas=len(rows))
    return scoring


_KEPT = ("likely", "low", "high", "place", "place_best", "place_worst", "chance")
