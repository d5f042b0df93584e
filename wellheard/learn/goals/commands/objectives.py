"""Set an objective, change it, close it with a grade, open it again."""

from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.learn.goals.drafts import ObjectiveDraft
from wellheard.learn.goals.errors import GoalError
from wellheard.learn.goals.models import Objective
from wellheard.workspace.commands import StaleError
from wellheard.workspace.commands.tasks import Subject, drop_tasks_about
from wellheard.workspace.models import Staff

ADDED = names.declare("objective.added", "An objective was set.")
EDITED = names.declare("objective.edited", "An objective got other words, days, an owner, a team or an area.")
CLOSED = names.declare("objective.closed", "An objective was closed; `grade` is from 0 to 1.")
REOPENED = names.declare("objective.reopened", "An objective that was closed is open again; its grade is taken back.")

CHECK_IN = "goal_check_in"
# Ten years: an objective is no vision.
LONGEST_DAYS = 3660
MOST_WORDS = 2000


@transaction.atomic
def add_objective(*, draft: ObjectiveDraft, by: Staff | None) -> Objective:
    """Set an objective. The same one sent twice by the same person is one. Raises GoalError."""
    values = _clean(draft)
    if by:
        # Two clicks wait for each other here, so that the second finds what the first made.
        Staff.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
        found = Objective.objects.open().filter(made_by=by, **values).first()
        if found:
            return found
    made = Objective.objects.create(made_by=by, made_at=clock.now(), **values)
    ledger.record(ADDED, made)
    return made


@transaction.atomic
def edit_objective(*, objective_id: int, version: int, draft: ObjectiveDraft) -> Objective:
    """Change an objective that is open. Raises GoalError, and StaleError when somebody else changed it meanwhile."""
    objective = held(objective_id)
    values = _clean(draft)
    changed = [name for name, value in values.items() if getattr(objective, name) != value]
    if not changed:
        return objective
    if objective.version != version:
        raise StaleError
    for name in changed:
        setattr(objective, name, values[name])
    objective.version += 1
    objective.save(update_fields=[*changed, "version"])
    ledger.record(EDITED, objective)
    return objective


@transaction.atomic
def close_objective(*, objective_id: int, version: int, grade: Decimal, learnt: str, by: Staff | None) -> Objective:
    """Close an objective with a grade from 0 to 1, and what we learnt. A second click changes nothing."""
    objective = _locked(objective_id)
    wanted, words = _grade(grade), clean_words(learnt)[:MOST_WORDS]
    if not objective.is_open:
        if (objective.grade, objective.learnt) == (wanted, words):
            return objective
        raise GoalError(_("This objective is closed already. Open it again to grade it anew."))
    if objective.version != version:
        raise StaleError
    objective.closed_at, objective.closed_by = clock.now(), by
    objective.grade, objective.learnt, objective.version = wanted, words, objective.version + 1
    objective.save(update_fields=["closed_at", "closed_by", "grade", "learnt", "version"])
    drop_tasks_about(kind=CHECK_IN, about=Subject("objective", objective.pk))
    ledger.record(CLOSED, objective, grade=float(wanted))
    return objective


@transaction.atomic
def reopen_objective(*, objective_id: int) -> Objective:
    """Open an objective again; its grade is taken back, what we learnt stays. Repeating it changes nothing."""
    objective = _locked(objective_id)
    if objective.is_open:
        return objective
    objective.closed_at = objective.closed_by = objective.grade = None
    objective.version += 1
    objective.save(update_fields=["closed_at", "closed_by", "grade", "version"])
    ledger.record(REOPENED, objective)
    return objective


def held(objective_id: int) -> Objective:
    """Return an open objective and hold it until the transaction ends. Raises GoalError when it is gone or closed."""
    objective = _locked(objective_id)
    if not objective.is_open:
        raise GoalError(_("This objective is closed. Open it again to change it."))
    return objective


def _locked(objective_id: int) -> Objective:
    found = Objective.objects.select_for_update(of=("self",), no_key=True).filter(pk=objective_id).first()
    if found is None:
        raise GoalError(_("This objective is gone. Go back to the list of goals."))
    return found


def _clean(draft: ObjectiveDraft) -> dict[str, object]:
    title = clean_line(draft.title)[:200]
    if not title:
        raise GoalError(_("Write what is to be reached."), field="title")
    if draft.last_on < draft.begins_on:
        raise GoalError(_("The last day comes before the first; turn them round."), field="last_on")
    if (draft.last_on - draft.begins_on).days > LONGEST_DAYS:
        raise GoalError(_("Choose a last day within ten years of the first."), field="last_on")
    return {
        "title": title,
        "why": clean_words(draft.why)[:MOST_WORDS],
        "owner": draft.owner,
        "team": draft.team,
        "area": draft.area,
        "begins_on": draft.begins_on,
        "last_on": draft.last_on,
    }


def _grade(grade: Decimal) -> Decimal:
    try:
        rounded = Decimal(grade).quantize(Decimal("0.01"))
    except InvalidOperation:
        rounded = Decimal(-1)
    if not 0 <= rounded <= 1:
        raise GoalError(_("A grade is a number from 0, nothing was reached, to 1, all of it."), field="grade")
    return rounded
