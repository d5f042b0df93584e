"""Why deals are won and lost and why companies leave: the lists people choose from."""

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands.errors import NameTakenError, WorkspaceError
from wellheard.workspace.commands.locking import lock_workspace, name_of, require_version
from wellheard.workspace.models import STANDARD_REASONS, Reason

ADDED = names.declare("reason.added", "A reason for winning, losing or leaving was added.")
EDITED = names.declare("reason.edited", "A reason was renamed, moved, or asks something else further.")
RETIRED = names.declare("reason.retired", "A reason is not offered any more; what was said with it keeps it.")


@transaction.atomic
def add_standard_reasons() -> None:
    """Add the reasons every vendor starts with, on two levels. Those there already stay as they are."""
    lock_workspace()
    for kind, standard in STANDARD_REASONS.items():
        there = {reason.key: reason for reason in Reason.objects.filter(kind=kind)}
        for position, one in enumerate(standard):
            if one.key in there:
                continue
            reason = Reason.objects.create(
                kind=kind, key=one.key, name=one.name, asks=one.asks, parent=there.get(one.under), position=position
            )
            there[one.key] = reason
            ledger.record(ADDED, reason, key=one.key)


@transaction.atomic
def add_reason(*, kind: str, name: str, parent: Reason | None = None, asks: str = "") -> Reason:
    """Add a reason at the end of its list. Raises NameTakenError, or WorkspaceError for a third level."""
    lock_workspace()
    reason = Reason(kind=kind, name=name_of(name)[:80], parent=parent, asks=asks)
    _require_fit(reason)
    last = Reason.objects.filter(kind=kind).aggregate(last=Max("position"))["last"]
    reason.position = 0 if last is None else last + 1
    reason.key = _free_key(reason)
    reason.save(force_insert=True)
    ledger.record(ADDED, reason, key=reason.key)
    return reason


@transaction.atomic
def edit_reason(*, reason_id: int, version: int, name: str, parent: Reason | None, asks: str, position: int) -> Reason:
    """Rename or move a reason, or let it ask something else; its key stays, so that imports and the API still find it.

    Raises NameTakenError, StaleError after another's edit, or WorkspaceError for a third level.
    """
    lock_workspace()
    reason = Reason.objects.select_for_update(no_key=True).get(pk=reason_id)
    require_version(reason, version)
    if name_of(name) != reason.label:
        reason.name = name_of(name)[:80]
    reason.parent, reason.asks, reason.position = parent, asks, position
    _require_fit(reason)
    reason.save(update_fields=["name", "parent", "asks", "position", "version"])
    ledger.record(EDITED, reason)
    return reason


@transaction.atomic
def retire_reason(*, reason_id: int) -> None:
    """Offer a reason, and what stands below it, no longer; a second click changes nothing."""
    lock_workspace()
    for reason in Reason.objects.select_for_update(no_key=True).offered().filter(pk=reason_id):
        reason.retired_at = clock.now()
        reason.save(update_fields=["retired_at"])
        ledger.record(RETIRED, reason, key=reason.key)
        for part in reason.parts.offered():
            retire_reason(reason_id=part.pk)


def _require_fit(reason: Reason) -> None:
    parent = reason.parent
    if parent and (parent.kind != reason.kind or parent.parent_id or parent.pk == reason.pk):
        raise WorkspaceError(_("Choose a reason of the first level of the same list."), field="parent")
    if parent and reason.pk and reason.parts.exists():
        raise WorkspaceError(_("Other reasons stand below this one, so it stays on the first level."), field="parent")
    others = Reason.objects.filter(kind=reason.kind, parent=parent).exclude(pk=reason.pk)
    if any(reason.name.casefold() in {other.name.casefold(), other.label.casefold()} for other in others):
        raise NameTakenError(reason.name)


def _free_key(reason: Reason) -> str:
    """Return a key of the name's letters; a name without any, such as Chinese, is numbered."""
    stem = slugify(reason.name)[:30].strip("-") or "reason"
    taken = set(Reason.objects.filter(kind=reason.kind, key__startswith=stem).values_list("key", flat=True))
    number = 1
    while (key := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return key
