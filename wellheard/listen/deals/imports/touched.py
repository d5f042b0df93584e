"""Tell what hearing a deal out of a file touched, so that the file can be taken back."""

from collections.abc import Sequence
from typing import Any

from wellheard.foundation import clock, journal
from wellheard.listen.deals.drafts import DealDraft
from wellheard.listen.deals.models import Deal, DealDoubt

# What a file says of a deal; the rest follows from it.
_SAID = (
    "title", "company_said", "company_key_said", "company_domain_said", "owner_said", "pipeline_said", "stage_said",
    "outcome_said", "amount_minor", "currency", "industry", "opened_on", "close_said_on", "changed_at", "raw",
)  # fmt: skip


class Touching:
    """A deal as it stood before a row of a file was heard."""

    def __init__(self, draft: DealDraft) -> None:
        self._was = Deal.objects.filter(source=draft.source, external_id=draft.external_id).first()
        self._reasons = self._ids("reasons")
        self._missing = self._ids("missing")

    def doubt(self, deal: Deal, number: int, doubts: Sequence[tuple[DealDoubt.Kind, str]]) -> list[DealDoubt]:
        """Keep what is doubtful in a row; what was doubtful in an earlier one and is not any more goes. Return the new ones."""
        kinds = [kind for kind, _said in doubts]
        deal.doubts.exclude(kind__in=kinds).filter(settled_at=None).update(settled_at=clock.now())
        there = {doubt.kind: doubt for doubt in deal.doubts.filter(kind__in=kinds)}
        new = [DealDoubt(deal=deal, number=number, kind=kind, said=said) for kind, said in doubts if kind not in there]
        return DealDoubt.objects.bulk_create(new)

    def tell(self, deal: Deal, doubts: Sequence[DealDoubt]) -> None:
        """Tell the journal what is new and what changed."""
        if self._was is None:
            journal.added([deal])
        else:
            before: dict[str, Any] = {
                name: getattr(self._was, name) for name in _SAID if getattr(self._was, name) != getattr(deal, name)
            }
            journal.changed(deal, before)
        journal.added(deal.reasons.exclude(pk__in=self._reasons).order_by("pk"))
        for missing in deal.missing.exclude(pk__in=self._missing).select_related("feedback").order_by("pk"):
            journal.added([missing.feedback, missing])
        journal.added(doubts)

    def _ids(self, name: str) -> list[int]:
        return list(getattr(self._was, name).values_list("pk", flat=True)) if self._was else []
