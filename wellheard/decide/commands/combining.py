"""Bring the evidence of two ideas together, and apart again: one row per company, with everything behind it.

What the target has already (a second vote of one contact, the same feedback linked to both) waits at the source, so that
nothing counts twice and nothing is lost.
"""

from collections.abc import Iterable
from typing import Any

from wellheard.decide.commands.evidence import row_for, settle
from wellheard.decide.models import Evidence, EvidenceItem, Idea, Vote

Place = tuple[int | None, int | None]

# What a row of the target gets from the source's, and gets back as it was unless somebody changed it meanwhile.
_KEPT = (
    "importance",
    "importance_set_by",
    "needed_by",
    "grade",
    "first_at",
    "last_at",
    "reaffirmed_at",
    "withdrawn_at",
    "withdrawn_reason",
)
_AUTHORITY = {"": 0, Evidence.SetBy.GUESS: 1, Evidence.SetBy.STAFF: 2, Evidence.SetBy.CUSTOMER: 3}


def combine(source: Idea, target: Idea) -> dict[str, Any]:
    """Move the source's evidence to the target and return what went, for `part`."""
    items = _movable(source, target)
    stays = set(source.items.exclude(pk__in=[item.pk for item in items]).values_list("evidence_id", flat=True))
    theirs = {_place(row): row for row in target.evidence.select_for_update(no_key=True)}
    rows: list[int] = []
    made: list[int] = []
    kept: dict[str, list[dict[str, Any]]] = {}
    for row in source.evidence.select_for_update(no_key=True).order_by("pk"):
        mine = [item for item in items if item.evidence_id == row.pk]
        there = theirs.get(_place(row))
        if there is None and row.pk not in stays:
            rows.append(row.pk)
            continue
        if there is None:
            there = _like(row, target)
            made.append(there.pk)
        elif row.withdrawn_at and not there.withdrawn_at:
            # They said they no longer need it; the other row speaks for them now.
            items = [item for item in items if item.evidence_id != row.pk]
            continue
        kept[str(there.pk)] = _join(row, there, mine)
    Evidence.objects.filter(pk__in=rows).update(idea=target)
    _send(items, target)
    return {"rows": rows, "made": made, "kept": kept, "items": [item.pk for item in items]}


def part(source: Idea, target: Idea, moved: dict[str, Any], *, chosen: Iterable[int]) -> list[int]:
    """Bring back to the source what `combine` moved, and of what came since the chosen items; the rest stays.

    Return the rows made for what stays: when that goes too, they were there for a merge alone.
    """
    chosen = set(chosen)
    items = list(EvidenceItem.objects.filter(idea=target, pk__in={*moved["items"], *chosen}).select_related("evidence"))
    left = {item.evidence_id for item in items}
    made = _rows_back(source, target, moved["rows"], going={item.pk for item in items})
    left |= made
    _send(items, source)
    arrived: set[int] = set()
    for item in EvidenceItem.objects.filter(pk__in=[item.pk for item in items]).select_related("evidence"):
        if item.evidence.idea_id != source.pk:
            item.evidence = _home(source, item.evidence, is_new=item.pk in chosen)
            item.save(update_fields=["evidence"])
        arrived.add(item.evidence_id)
    # Without a reason a row was withdrawn only because nothing stood behind it.
    Evidence.objects.filter(pk__in=arrived, withdrawn_reason="").update(withdrawn_at=None)
    _restore(moved["kept"])
    for row in Evidence.objects.filter(pk__in=left | arrived).order_by("pk"):
        settle(row)
    Evidence.objects.filter(pk__in=moved["made"], items=None).delete()
    return sorted(made)


def give_back(moved: dict[str, Any], *, rows_of: Idea) -> None:
    """Take from rows that went home what a merge that still stands had put onto them."""
    homes = set(rows_of.evidence.filter(pk__in=moved["kept"]).values_list("pk", flat=True))
    _restore({key: states for key, states in moved["kept"].items() if int(key) in homes})


def _movable(source: Idea, target: Idea) -> list[EvidenceItem]:
    """Return the items the target does not have already."""
    linked = set(target.items.exclude(feedback=None).values_list("feedback_id", flat=True))
    voted = set(target.votes.values_list("contact_id", flat=True))
    items = source.items.select_related("vote").order_by("pk")
    return [item for item in items if not (item.vote.contact_id in voted if item.vote else item.feedback_id in linked)]


def _send(items: list[EvidenceItem], idea: Idea) -> None:
    Vote.objects.filter(pk__in=[item.vote_id for item in items if item.vote_id]).update(idea=idea)
    EvidenceItem.objects.filter(pk__in=[item.pk for item in items]).update(idea=idea)


def _join(row: Evidence, there: Evidence, items: list[EvidenceItem]) -> list[dict[str, Any]]:
    """Put one row's items and weight onto another; return what that one said before and after."""
    before = _state(there)
    EvidenceItem.objects.filter(pk__in=[item.pk for item in items]).update(evidence=there)
    if _weight(row) > _weight(there):
        there.importance, there.importance_set_by = row.importance, row.importance_set_by
    if not row.withdrawn_at:
        there.withdrawn_at, there.withdrawn_reason = None, ""
    there.reaffirmed_at = max(filter(None, [there.reaffirmed_at, row.reaffirmed_at]), default=None)
    there.needed_by = min(filter(None, [there.needed_by, row.needed_by]), default=None)
    there.save(update_fields=list(_KEPT))
    settle(there)
    return [before, _state(there)]


def _rows_back(source: Idea, target: Idea, keys: list[int], *, going: set[int]) -> set[int]:
    """Send rows that came whole back whole; what was said since stays in a row like them. Return the rows it stays in."""
    stayed: set[int] = set()
    homes = {_place(row) for row in source.evidence.all()}
    for row in Evidence.objects.filter(pk__in=keys, idea=target).order_by("pk"):
        if _place(row) in homes:
            continue
        Evidence.objects.filter(pk=row.pk).update(idea=source)
        staying = list(row.items.exclude(pk__in=going).values_list("pk", flat=True))
        if staying:
            new = _like(row, target)
            EvidenceItem.objects.filter(pk__in=staying).update(evidence=new)
            stayed.add(new.pk)
    return stayed


def _home(source: Idea, row: Evidence, *, is_new: bool) -> Evidence:
    there = source.evidence.filter(company=row.company_id, contact=row.contact_id).first()
    if there and not is_new:
        return there
    return row_for(source, _place(row), said_at=row.last_at)


def _like(row: Evidence, idea: Idea) -> Evidence:
    fields = {name: getattr(row, name) for name in _KEPT}
    return Evidence.objects.create(idea=idea, company_id=row.company_id, contact_id=row.contact_id, **fields)


def _restore(kept: dict[str, list[dict[str, Any]]]) -> None:
    for row in Evidence.objects.select_for_update(no_key=True).filter(pk__in=kept).order_by("pk"):
        before, after = kept[str(row.pk)]
        now = _state(row)
        unchanged = [name for name in _KEPT if now[name] == after[name]]
        for name in unchanged:
            setattr(row, name, _read(name, before[name]))
        row.save(update_fields=unchanged)


def _state(row: Evidence) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _KEPT}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def _read(name: str, value: Any) -> Any:
    field: Any = Evidence._meta.get_field(name)  # noqa: SLF001 - documented, in spite of its name
    return field.to_python(value)


def _weight(row: Evidence) -> tuple[int, int]:
    return (row.importance or 0, _AUTHORITY.get(row.importance_set_by, 0))


def _place(row: Evidence) -> Place:
    return row.company_id, row.contact_id
