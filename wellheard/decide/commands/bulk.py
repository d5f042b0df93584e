"""Change many ideas at once, and take it back. Each idea goes through the command it would go through alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.commands.ideas import IdeaError, change_status, changeable, edit_idea, hide_idea, publish_idea
from wellheard.decide.commands.merging import merge_ideas, unmerge_ideas
from wellheard.decide.models import BulkEdit, Idea
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.workspace.models import Area, Staff

EDITED = names.declare("ideas.bulk_edited", "Somebody changed many ideas at once.")
RESTORED = names.declare("ideas.bulk_undone", "A change of many ideas was taken back.")

MOST = 500


class BulkError(IdeaError):
    """Many ideas cannot be changed so."""


@dataclass
class Outcome:
    """What became of a change of many ideas: the record for undoing it, and why some were left as they are."""

    edit: BulkEdit | None = None
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def changed(self) -> int:
        return len(self.edit.before) if self.edit else 0


@transaction.atomic
def bulk_edit_ideas(*, idea_ids: Iterable[int], change: str, value: str, by: Staff | None) -> Outcome:
    """Change these ideas: `change` is status, area, owner, publish, hide or merge; `value` a status or a key, empty for none.

    What cannot be changed so (a status that needs a decision) is left and said. Raises BulkError when nothing can be tried.
    """
    step = _step(change, value, by)
    outcome, before = Outcome(), []
    for idea in Idea.objects.unmerged().filter(pk__in=_few(idea_ids)).order_by("pk"):
        try:
            with transaction.atomic():
                former = step(idea)
        except IdeaError as problem:
            outcome.refused.append((idea.title, str(problem)))
            continue
        if former is not None:
            before.append(former)
    if before:
        outcome.edit = BulkEdit.objects.create(
            change=change, before=before, after=value, made_by=by, made_at=clock.now()
        )
        ledger.record(EDITED, outcome.edit, change=change, ideas=len(before))
    return outcome


@transaction.atomic
def undo_bulk_edit(*, edit_id: int, by: Staff | None) -> int:
    """Give every idea back what it had, unless it was changed again since; return how many. Undoing again changes nothing."""
    edit = BulkEdit.objects.select_for_update(no_key=True).filter(pk=edit_id).first()
    if edit is None or edit.undone_at:
        return 0
    restored = sum(_restore(edit, pk, former, by) for pk, former in reversed(edit.before))
    edit.undone_at = clock.now()
    edit.save(update_fields=["undone_at"])
    ledger.record(RESTORED, edit, change=edit.change, ideas=restored)
    return restored


Former = list[int | str | None]


def _step(change: str, value: str, by: Staff | None) -> Callable[[Idea], Former | None]:
    """Return what changes one idea and says what it was before; None when there was nothing to change."""
    if change == "status":
        return lambda idea: _if_changed(idea, "status", value, lambda: change_status(idea_id=idea.pk, status=value))
    if change in {"publish", "hide"}:
        show = publish_idea if change == "publish" else hide_idea
        return lambda idea: _if_changed(idea, "is_public", change == "publish", lambda: show(idea_id=idea.pk))
    if change in {"area", "owner"}:
        row = _row(change, value)
        return lambda idea: _if_changed(
            idea, f"{change}_id", row.pk if row else None, lambda: _place(idea.pk, change, row)
        )
    if change == "merge":
        target = int(value) if is_whole_number(value) else 0
        if not Idea.objects.filter(pk=target).exists():
            raise BulkError(_("Choose the idea the others become part of."))
        return lambda idea: _merged(idea, target, by)
    raise BulkError(_("Choose what to change."))


def _if_changed(idea: Idea, column: str, value: object, work: Callable[[], object]) -> Former | None:
    former = getattr(idea, column)
    if former == value:
        return None
    work()
    return [idea.pk, former]


def _merged(idea: Idea, target: int, by: Staff | None) -> Former | None:
    if idea.pk == target:
        return None
    return [idea.pk, merge_ideas(source_id=idea.pk, target_id=target, by=by).pk]


def _place(idea_id: int, column: str, row: Area | Staff | None) -> None:
    """Set an idea's area or owner as it stands now: other fields somebody edits meanwhile are left alone."""
    idea = changeable(idea_id)
    area = row if column == "area" and not isinstance(row, Staff) else idea.area
    owner = row if column == "owner" and not isinstance(row, Area) else idea.owner
    edit_idea(idea_id=idea.pk, version=idea.version, title=idea.title, area=area, owner=owner)


def _row(column: str, value: str) -> Area | Staff | None:
    if not value:
        return None
    key = int(value) if is_whole_number(value) else 0
    row: Area | Staff | None = (
        Area.objects.filter(pk=key).first()
        if column == "area"
        else Staff.objects.filter(pk=key, is_active=True).first()
    )
    if row is None:
        raise BulkError(_("What you chose does not exist any more; choose again."))
    return row


def _restore(edit: BulkEdit, pk: int, former: int | str | None, by: Staff | None) -> int:
    """Give one idea back what it had; what cannot be given back any more stays and is not counted."""
    if edit.change == "merge":
        return _try(lambda: unmerge_ideas(merge_id=int(former or 0), by=by))
    idea = Idea.objects.filter(pk=pk, merged_into=None).first()
    if idea is None:
        return 0
    if edit.change == "status":
        return _try(lambda: change_status(idea_id=pk, status=str(former))) if idea.status == edit.after else 0
    if edit.change in {"publish", "hide"}:
        back = hide_idea if edit.change == "publish" else publish_idea
        return _try(lambda: back(idea_id=pk))
    if str(getattr(idea, f"{edit.change}_id") or "") != edit.after:
        return 0
    return _try(lambda: _place(pk, edit.change, _row(edit.change, str(former or ""))))


def _try(work: Callable[[], object]) -> int:
    try:
        with transaction.atomic():
            work()
    except IdeaError:
        return 0
    return 1


def _few(idea_ids: Iterable[int]) -> list[int]:
    wanted = sorted(set(idea_ids))
    if not wanted:
        raise BulkError(_("Choose at least one idea."))
    if len(wanted) > MOST:
        raise BulkError(_("Choose at most %(most)d ideas at once.") % {"most": MOST})
    return wanted
