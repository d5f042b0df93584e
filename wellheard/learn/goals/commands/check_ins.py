"""Say how a key result goes, and note its value once a week."""

from datetime import date, timedelta
from math import isfinite

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.learn.goals.commands.objectives import CHECK_IN
from wellheard.learn.goals.commands.results import MOST_BY_HAND, held_result
from wellheard.learn.goals.errors import GoalError
from wellheard.learn.goals.measuring import GoneError, Measured, measured
from wellheard.learn.goals.models import CheckIn, KeyResult, Objective
from wellheard.learn.goals.queries import waits_for_check_in
from wellheard.workspace.commands.tasks import Subject, add_task, finish_tasks_about
from wellheard.workspace.models import Staff

SAID = names.declare("check_in.said", "Somebody said how a key result goes; `confidence` is how sure they are of it.")
NOTED = names.declare("check_in.noted", "The value of a key result was noted by itself, once a week.")

MOST_WORDS = 2000


@transaction.atomic
def check_in(*, result_id: int, confidence: str, words: str, by: Staff | None, value: float | None = None) -> CheckIn:
    """Say how a key result goes: its value as of now, how sure it is to be reached, and why.

    Where it is read from a figure, the figure is read now and the number kept; `value` is then not looked at. Saying the same
    again on the same day changes nothing. Raises GoalError.
    """
    result = held_result(result_id)
    if confidence not in CheckIn.Confidence.values:
        raise GoalError(_("Choose how sure you are of it."), field="confidence")
    found = _read(result) if result.is_bound else _entered(value)
    said = {"value": found.value, "confidence": confidence, "words": clean_words(words)[:MOST_WORDS], "by": by}
    last = CheckIn.objects.said().filter(key_result=result).latest_first().first()
    if last and clock.day_of(last.at) == clock.today() and all(getattr(last, name) == said[name] for name in said):
        return last
    made = CheckIn.objects.create(
        key_result=result, low=found.low, high=found.high, cases=found.cases, at=clock.now(), **said
    )
    ledger.record(SAID, made, key_result=result.pk, confidence=confidence)
    if not waits_for_check_in(result.objective):
        finish_tasks_about(kind=CHECK_IN, about=Subject("objective", result.objective_id), by=by)
    return made


@transaction.atomic
def note_value(*, result_id: int) -> CheckIn | None:
    """Note how a key result stands in its figure, once a week; None when it is noted, closed or cannot be read any more."""
    try:
        result = held_result(result_id)
        monday = _monday()
        if result.check_ins.filter(week=monday).exists():
            return None
        found = measured(result, result.objective)
    except (GoalError, GoneError):
        return None
    made = CheckIn.objects.create(
        key_result=result,
        value=found.value,
        low=found.low,
        high=found.high,
        cases=found.cases,
        at=clock.now(),
        week=monday,
    )
    ledger.record(NOTED, made, key_result=result.pk)
    return made


@transaction.atomic
def remind(*, objective_id: int) -> None:
    """Give the owner of an objective the task to say how it goes. It is given once, until it is done."""
    objective = Objective.objects.open().select_related("owner").filter(pk=objective_id).first()
    if objective is None or objective.owner is None or not waits_for_check_in(objective):
        return
    title = _("Say how it goes: %(title)s") % {"title": objective.title}
    add_task(
        title=title,
        assignee=objective.owner,
        due_on=clock.today(),
        by=None,
        kind=CHECK_IN,
        about=Subject("objective", objective.pk),
    )


def _read(result: KeyResult) -> Measured:
    try:
        return measured(result, result.objective)
    except GoneError as problem:
        raise GoalError(
            _("What this key result is read from is gone. Edit the key result, or add another one.")
        ) from problem


def _entered(value: float | None) -> Measured:
    if value is None or not isfinite(value) or abs(value) > MOST_BY_HAND:
        raise GoalError(_("Write the number as it stands now."), field="value")
    return Measured(value)


def _monday() -> date:
    today = clock.today()
    return today - timedelta(days=today.weekday())
