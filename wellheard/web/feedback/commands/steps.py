"""Steps of triage and how they are taken back: what stood before a step stands again, or nothing changes at all."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from wellheard.answer.commands import drop_about
from wellheard.answer.models import Answer
from wellheard.decide.commands import discard_idea, link_feedback, unlink_feedback
from wellheard.decide.models import EvidenceItem
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.commands import COLUMNS, join_feedback, restore_feedback
from wellheard.listen.models import UNDO_FOR, Feedback, TriageBatch, TriageStep
from wellheard.workspace.models import Staff

UNDONE = names.declare("triage.undone", "Somebody took back a step of triage; what stood before it stands again.")

# A snapshot holds ids, codes and moments; `ideas` are the links of the feedback with who made them and when.
State = dict[str, Any]
States = dict[str, State]


class UndoError(ValueError):
    """A step cannot be taken back (any more); nothing was changed."""


@dataclass
class Taken:
    """What a step made besides changing feedback, and the row that remembers it once it is over."""

    idea_id: int | None = None
    quotes: list[int] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)
    row: TriageStep | None = None

    @property
    def made(self) -> dict[str, Any]:
        made = {"idea": self.idea_id, "quotes": self.quotes, "answered": self.answered}
        return {name: value for name, value in made.items() if value}


@contextmanager
def step(*, kind: str, feedback_ids: Iterable[int], by: Staff, batch: TriageBatch | None = None) -> Iterator[Taken]:
    """Remember what stands before and after the commands inside, so that they can be taken back together.

    The feedback is locked meanwhile. Commands that changed nothing leave no step behind.
    """
    with transaction.atomic():
        ids = sorted(set(feedback_ids))
        before = snapshot(ids)
        taken = Taken()
        yield taken
        after = snapshot(ids)
        if before != after or taken.made:
            taken.row = TriageStep.objects.create(
                kind=kind, made_by=by, made_at=clock.now(), batch=batch, before=before, after=after, made=taken.made
            )


@transaction.atomic
def take_back(*, step_id: int, by: Staff) -> TriageStep:
    """Take a step back: filing, links, an idea written in it, quotes and answers that have not gone out.

    Pressed twice it changes nothing more. Raises UndoError, and leaves everything, when somebody has changed one of them since.
    """
    row = TriageStep.objects.select_for_update(no_key=True).filter(pk=step_id, made_by=by).first()
    if row is None:
        raise UndoError(_("There is nothing to take back."))
    if row.undone_at:
        return row
    _require_recent(row)
    _require_unchanged(row)
    _undo(row)
    row.undone_at = clock.now()
    row.save(update_fields=["undone_at"])
    ledger.record(UNDONE, row, kind=row.kind, feedback=len(row.before))
    return row


def snapshot(feedback_ids: list[int]) -> States:
    """Lock feedback and return how each piece stands."""
    rows = Feedback.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=feedback_ids).order_by("pk")
    states: States = {
        str(row.pk): {name: _plain(getattr(row, name)) for name in COLUMNS} | {"ideas": {}} for row in rows
    }
    for item in EvidenceItem.objects.filter(feedback_id__in=feedback_ids).order_by("pk"):
        states[str(item.feedback_id)]["ideas"][str(item.idea_id)] = [item.linked_by_id, item.linked_at.isoformat()]
    return states


def _require_recent(row: TriageStep) -> None:
    if clock.now() - row.made_at > UNDO_FOR:
        raise UndoError(_("This was done more than 12 hours ago; open the feedback and change it there."))


def _require_unchanged(row: TriageStep) -> None:
    now = snapshot([int(pk) for pk in row.after])
    for pk, state in row.after.items():
        if _essence(now.get(pk, {})) != _essence(state):
            raise UndoError(_("Somebody has changed this since. Nothing was taken back; open it to see how it stands."))


def _essence(state: Mapping[str, Any]) -> State:
    """Return what two people can disagree about: which ideas, not who linked them when."""
    # A step of before the column was there says nothing about it.
    return {"hidden_at": None, **state, "ideas": sorted(state.get("ideas", {}))}


def _undo(row: TriageStep) -> None:
    for pk in map(int, row.before):
        if row.made.get("quotes"):
            join_feedback(feedback_id=pk)
        _unlink(pk, row.after[str(pk)]["ideas"], row.before[str(pk)]["ideas"])
        restore_feedback(feedback_id=pk, columns=_columns(row.before[str(pk)]))
        _relink(pk, row.before[str(pk)]["ideas"], row.after[str(pk)]["ideas"])
    for feedback in Feedback.objects.filter(pk__in=row.made.get("answered", [])):
        if not drop_about(feedback=feedback, occasion=Answer.Occasion.ALREADY_POSSIBLE):
            raise UndoError(_("The answer has gone out already, so this stays as it is."))
    if idea_id := row.made.get("idea"):
        discard_idea(idea_id=idea_id)


def _unlink(feedback_id: int, after: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    for idea_id in sorted(after.keys() - before.keys(), key=int):
        unlink_feedback(feedback_id=feedback_id, idea_id=int(idea_id))


def _relink(feedback_id: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    for idea_id in sorted(before.keys() - after.keys(), key=int):
        by, at = before[idea_id]
        item = link_feedback(feedback_id=feedback_id, idea_id=int(idea_id), by=Staff.objects.filter(pk=by).first())
        # The link is the one that was there: by whom, and since when.
        item.linked_at = _moment(at) or item.linked_at
        item.save(update_fields=["linked_at"])


def _columns(state: Mapping[str, Any]) -> dict[str, Any]:
    columns = {name: state[name] for name in COLUMNS if name in state}
    return {name: _moment(value) if name.endswith("_at") else value for name, value in columns.items()}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _moment(written: str | None) -> datetime | None:
    return parse_datetime(written) if written else None
