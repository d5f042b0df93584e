"""Tell what hearing deals out of a file touched, so that the file can be taken back; and keep what is doubtful in its rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wellheard.foundation import clock, journal
from wellheard.listen.deals.drafts import DealDraft
from wellheard.listen.deals.models import Deal, DealDoubt, DealMissing, DealReason

# What a file says of a deal; the rest follows from it.
_SAID = (
    "title", "company_said", "company_key_said", "company_domain_said", "owner_said", "pipeline_said", "stage_said",
    "outcome_said", "amount_minor", "currency", "industry", "opened_on", "close_said_on", "changed_at", "raw",
)  # fmt: skip

# A row's line in the file, and what is doubtful in it.
Doubted = tuple[int, Sequence[tuple[DealDoubt.Kind, str]]]


class Touching:
    """Deals as they stood before some rows of a file were heard; no two of the rows are of one deal."""

    def __init__(self, drafts: Sequence[DealDraft]) -> None:
        keys = {draft.external_id for draft in drafts}
        rows = Deal.objects.filter(source__in={draft.source for draft in drafts}, external_id__in=keys)
        self._was = {deal.pk: deal for deal in rows.exclude(external_id="")}
        self._reasons = _ids(DealReason.objects.filter(deal__in=self._was))
        self._missing = _ids(DealMissing.objects.filter(deal__in=self._was))

    def tell(self, heard: Mapping[Deal, Doubted]) -> None:
        """Keep the doubts about deals that were heard, and tell the journal what is new and what changed."""
        doubts = _doubt(heard)
        reasons = _by_deal(DealReason.objects.filter(deal__in=heard).exclude(pk__in=self._reasons))
        missing = _by_deal(
            DealMissing.objects.filter(deal__in=heard).exclude(pk__in=self._missing).select_related("feedback")
        )
        for deal in heard:
            self._tell_of(deal)
            journal.added(reasons[deal.pk])
            for one in missing[deal.pk]:
                journal.added([one.feedback, one])
            journal.added(doubts[deal.pk])

    def _tell_of(self, deal: Deal) -> None:
        was = self._was.get(deal.pk)
        if was is None:
            journal.added([deal])
            return
        before: dict[str, Any] = {
            name: getattr(was, name) for name in _SAID if getattr(was, name) != getattr(deal, name)
        }
        journal.changed(deal, before)


def _doubt(heard: Mapping[Deal, Doubted]) -> dict[int, list[DealDoubt]]:
    """Keep what is doubtful in rows; what was doubtful in earlier ones and is not any more goes. Return the new doubts."""
    doubted = {(deal.pk, kind) for deal, (_number, doubts) in heard.items() for kind, _said in doubts}
    there = set()
    resolved = []
    for doubt in DealDoubt.objects.filter(deal__in=heard):
        there.add((doubt.deal_id, doubt.kind))
        if (doubt.deal_id, doubt.kind) not in doubted and doubt.settled_at is None:
            resolved.append(doubt.pk)
    if resolved:
        DealDoubt.objects.filter(pk__in=resolved).update(settled_at=clock.now())
    new = [
        DealDoubt(deal=deal, number=number, kind=kind, said=said)
        for deal, (number, doubts) in heard.items()
        for kind, said in doubts
        if (deal.pk, kind) not in there
    ]
    return _by_deal(DealDoubt.objects.bulk_create(new))


def _by_deal(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.deal_id].append(row)
    return found


def _ids(rows: Any) -> list[int]:
    return list(rows.values_list("pk", flat=True))
