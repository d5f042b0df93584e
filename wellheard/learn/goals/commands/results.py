"""Give an objective its key results: what is measured, from where, and to what."""

from math import isfinite

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.learn.commands import MOST
from wellheard.learn.figures import FIGURES
from wellheard.learn.figures.figure import Unit
from wellheard.learn.goals.commands.objectives import held
from wellheard.learn.goals.drafts import ResultDraft
from wellheard.learn.goals.errors import GoalError
from wellheard.learn.goals.measuring import NARROWS
from wellheard.learn.goals.models import CheckIn, KeyResult, KeyResultIdea, Objective
from wellheard.workspace.commands import StaleError

ADDED = names.declare("key_result.added", "An objective got a key result; `figure` is the figure it is read from.")
EDITED = names.declare("key_result.edited", "A key result got other words, another figure, beginning or aim.")
REMOVED = names.declare("key_result.removed", "A key result of which nobody had said anything was taken away.")

MOST_RESULTS = 20
MOST_BY_HAND = 1e15


@transaction.atomic
def add_key_result(*, objective_id: int, draft: ResultDraft) -> KeyResult:
    """Add a key result to an open objective. The same one sent twice is one. Raises GoalError."""
    objective = held(objective_id)
    values = _clean(draft)
    found = objective.results.filter(**values).first()
    if found:
        return found
    if objective.results.count() >= MOST_RESULTS:
        raise GoalError(_("An objective has at most %(most)d key results.") % {"most": MOST_RESULTS})
    last = objective.results.aggregate(last=Max("position"))["last"]
    made = KeyResult.objects.create(objective=objective, position=(last or 0) + 1, made_at=clock.now(), **values)
    _link(made, draft.idea_ids)
    ledger.record(ADDED, made, objective=objective.pk, figure=made.figure)
    return made


@transaction.atomic
def edit_key_result(*, result_id: int, version: int, draft: ResultDraft) -> KeyResult:
    """Change a key result. What is measured stays once somebody has said how it goes. Raises GoalError and StaleError."""
    result = held_result(result_id)
    values = _clean(draft)
    changed = [name for name, value in values.items() if getattr(result, name) != value]
    is_linked = set(result.ideas.values_list("idea_id", flat=True)) != set(draft.idea_ids)
    if not changed and not is_linked:
        return result
    if result.version != version:
        raise StaleError
    if {"figure", "scope", "unit"} & set(changed) and result.check_ins.exists():
        raise GoalError(_("Its course was noted in what it measures now. Add another key result for something else."))
    for name in changed:
        setattr(result, name, values[name])
    result.version += 1
    result.save(update_fields=[*changed, "version"])
    _link(result, draft.idea_ids)
    ledger.record(EDITED, result, objective=result.objective_id)
    return result


@transaction.atomic
def remove_key_result(*, result_id: int) -> Objective | None:
    """Take a key result away of which nobody said how it goes. Repeating it changes nothing. Raises GoalError."""
    found = KeyResult.objects.filter(pk=result_id).values_list("objective_id", flat=True).first()
    if found is None:
        return None
    objective = held(found)
    result = objective.results.select_for_update(no_key=True).filter(pk=result_id).first()
    if result is None:
        return objective
    if CheckIn.objects.said().filter(key_result=result).exists():
        raise GoalError(_("Somebody said how it goes, so it stays. Close the objective when it is over."))
    ledger.record(REMOVED, result, objective=objective.pk)
    result.delete()
    return objective


def held_result(result_id: int) -> KeyResult:
    """Return a key result of an open objective, both held: the objective before it. Raises GoalError."""
    objective_id = KeyResult.objects.filter(pk=result_id).values_list("objective_id", flat=True).first()
    if objective_id is None:
        raise GoalError(_("This key result is gone. Go back to its objective."))
    objective = held(objective_id)
    result = objective.results.select_for_update(no_key=True).filter(pk=result_id).first()
    if result is None:
        raise GoalError(_("This key result is gone. Go back to its objective."))
    result.objective = objective
    return result


def _link(result: KeyResult, idea_ids: tuple[int, ...]) -> None:
    """Let just these ideas be meant to move the key result."""
    KeyResultIdea.objects.filter(key_result=result).exclude(idea_id__in=idea_ids).delete()
    there = Idea.objects.unmerged().filter(pk__in=idea_ids).order_by("pk").values_list("pk", flat=True)
    links = [KeyResultIdea(key_result=result, idea_id=idea_id) for idea_id in there]
    KeyResultIdea.objects.bulk_create(links, ignore_conflicts=True)


def _clean(draft: ResultDraft) -> dict[str, object]:
    title = clean_line(draft.title)[:200]
    if not title:
        raise GoalError(_("Write what is measured."), field="title")
    if draft.figure:
        _require_figure(draft)
    for name, value in (("begins_at", draft.begins_at), ("aims_at", draft.aims_at)):
        _require_fit(draft.figure, name, value)
    if draft.begins_at == draft.aims_at:
        raise GoalError(_("The aim is where it begins: choose another one."), field="aims_at")
    return {
        "title": title,
        "figure": draft.figure,
        "scope": {name: key for name, key in sorted(draft.scope.items()) if draft.figure},
        "unit": "" if draft.figure else clean_line(draft.unit)[:30],
        "begins_at": draft.begins_at,
        "aims_at": draft.aims_at,
    }


def _require_figure(draft: ResultDraft) -> None:
    figure = FIGURES.get(draft.figure)
    if figure is None:
        raise GoalError(_("There is no such figure; choose one of the list."), field="figure")
    if {"segment", "tier"} & set(draft.scope) and not figure.of_companies:
        raise GoalError(_("This figure cannot be told of a segment or a tier."), field="figure")
    if "area" in draft.scope and not figure.tells_areas:
        raise GoalError(_("This figure cannot be told of an area."), field="figure")
    if "team" in draft.scope and not figure.tells_teams:
        raise GoalError(_("This figure cannot be told of a team."), field="figure")
    for name, key in draft.scope.items():
        if not NARROWS[name].objects.filter(pk=key).exists():
            raise GoalError(_("It is not there any more; choose another."), field=name)


def _require_fit(figure: str, name: str, value: float) -> None:
    most = MOST[FIGURES[figure].unit] if figure else MOST_BY_HAND
    least = (-100.0 if FIGURES[figure].unit is Unit.POINTS else 0.0) if figure else -MOST_BY_HAND
    if not isfinite(value) or not least <= value <= most:
        limits = {"least": f"{least:g}", "most": f"{most:g}"}
        raise GoalError(_("Use a number from %(least)s to %(most)s.") % limits, field=name)
