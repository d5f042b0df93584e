"""How what somebody did follows a company or a contact that turns out to be another one.

While two are one, what is done counts on rows of either. So the counts at the time of joining are remembered: parting gives each
row back as it was, and what came since stays with the kept one.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wellheard.customers.merging import Kind, Pair, Part, Remembered, moves, register, stays
from wellheard.listen.usage.models import CompanySeen, ContactSeen, DailyUse, Deletion, OwedErasure, RecentEvent

if TYPE_CHECKING:
    from django.db.models import QuerySet


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(Kind.COMPANY, _sums("company"), covers=[(DailyUse, "company")])
    register(Kind.CONTACT, _sums("contact"), covers=[(DailyUse, "contact")])
    register(Kind.COMPANY, _seen(CompanySeen, "company"), covers=[(CompanySeen, "company")])
    register(Kind.CONTACT, _seen(ContactSeen, "contact"), covers=[(ContactSeen, "contact")])
    moves(Kind.COMPANY, RecentEvent, "company")
    moves(Kind.CONTACT, RecentEvent, "contact")
    # Of whoever was erased: nobody is joined to them any more.
    stays(Deletion, "contact")
    stays(OwedErasure, "contact")


def _sums(column: str) -> Part:
    def join(pair: Pair) -> Remembered:
        rows = DailyUse.objects.filter(**{column: pair.gone})
        counts = dict(rows.order_by("pk").values_list("pk", "count"))
        rows.filter(pk__in=counts).update(**{column: pair.kept})
        return {"ids": list(counts), "counts": list(counts.values())} if counts else {}

    def part(pair: Pair, remembered: Remembered) -> None:
        rows = list(_still_joined(DailyUse.objects.all(), column, pair, remembered["ids"]))
        # A merge of an earlier version remembers no counts: its rows go back as they are.
        before = dict(zip(remembered["ids"], remembered.get("counts", ()), strict=False))
        since = [_more(row, row.count - before[row.pk]) for row in rows if row.count > before.get(row.pk, row.count)]
        for row in rows:
            row.count = min(row.count, before.get(row.pk, row.count))
            setattr(row, f"{column}_id", pair.gone)
        DailyUse.objects.bulk_update(rows, ["count", column], batch_size=1000)
        DailyUse.objects.bulk_create(since)

    return Part(f"{DailyUse._meta.label_lower}.{column}", join, part)  # noqa: SLF001 - documented


def _more(row: DailyUse, count: int) -> DailyUse:
    return DailyUse(
        day=row.day,
        company_id=row.company_id,
        contact_id=row.contact_id,
        known_as=row.known_as,
        event_id=row.event_id,
        count=count,
    )


def _seen(model: type[CompanySeen] | type[ContactSeen], column: str) -> Part:
    rows: Any = model._default_manager  # noqa: SLF001 - documented

    def join(pair: Pair) -> Remembered:
        seen = dict(rows.filter(**{column: pair.gone}).order_by("pk").values_list("pk", "seen_at"))
        rows.filter(pk__in=seen).update(**{column: pair.kept})
        return {"ids": list(seen), "seen": [at.isoformat() for at in seen.values()]} if seen else {}

    def part(pair: Pair, remembered: Remembered) -> None:
        before = dict(zip(remembered["ids"], remembered.get("seen", ()), strict=False))
        for row in list(_still_joined(rows.all(), column, pair, remembered["ids"])):
            then = datetime.fromisoformat(before[row.pk]) if row.pk in before else row.seen_at
            if row.seen_at > then and not rows.filter(**{column: pair.kept}).exclude(pk=row.pk).exists():
                # Seen for the first time while the two were one.
                rows.create(**{f"{column}_id": pair.kept}, seen_at=row.seen_at)
            rows.filter(pk=row.pk).update(**{column: pair.gone}, seen_at=then)

    return Part(f"{model._meta.label_lower}.{column}", join, part)  # noqa: SLF001


def _still_joined(rows: "QuerySet[Any]", column: str, pair: Pair, ids: Iterable[int]) -> "QuerySet[Any]":
    return rows.filter(pk__in=ids, **{column: pair.kept}).select_for_update(no_key=True).order_by("pk")
