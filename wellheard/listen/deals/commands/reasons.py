"""Why a deal ended as it did, and who says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.deals.commands.settling import locked_deal, settle
from wellheard.listen.deals.drafts import SaidReason
from wellheard.listen.deals.errors import DealError
from wellheard.listen.deals.models import Deal, DealReason, ReasonMeaning
from wellheard.listen.deals.reading import MOST_SAID
from wellheard.workspace.models import Competitor, Reason, Staff

REASONS_SET = names.declare("deal.reasons_set", "Why a deal ended as it did, or against whom, was said or changed.")


@dataclass(frozen=True)
class GivenReason:
    """A reason one of us writes down, and who said it; `note` is what they said, if anything."""

    reason: Reason
    said_by: str = DealReason.SaidBy.SELLER
    note: str = ""


@transaction.atomic
def set_reasons(*, deal_id: int, reasons: Sequence[GivenReason], competitor: Competitor | None, by: Staff) -> Deal:
    """Say why a deal ended and against whom. Replaces what our people said before; what the source says stays beside it.

    Raises DealError.
    """
    deal = locked_deal(deal_id)
    wanted = {(one.reason.pk, one.said_by): one for one in reasons}
    for one in wanted.values():
        if one.reason.kind != Reason.Kind.DEAL or one.said_by not in DealReason.SaidBy.values:
            raise DealError(_("Choose one of the reasons for deals, and who said it."), field="reasons")
    has_changed = _bring_up_to_date(deal, wanted, by)
    if deal.competitor != competitor:
        deal.competitor, has_changed = competitor, True
        deal.save(update_fields=["competitor"])
    if has_changed:
        deal.version += 1
        deal.save(update_fields=["version"])
        ledger.record(REASONS_SET, deal)
        settle(deal)
    return deal


def _bring_up_to_date(deal: Deal, wanted: dict[tuple[int, str], GivenReason], by: Staff) -> bool:
    has_changed = False
    for row in deal.reasons.exclude(recorded_by=None):
        one = wanted.pop((row.reason_id or 0, row.said_by), None)
        if one is None:
            row.delete()
            has_changed = True
        elif row.said != (note := clean_line(one.note)[:MOST_SAID]):
            row.said, has_changed = note, True
            row.save(update_fields=["said"])
    for one in wanted.values():
        DealReason.objects.create(
            deal=deal,
            reason=one.reason,
            said=clean_line(one.note)[:MOST_SAID],
            said_by=one.said_by,
            recorded_by=by,
            recorded_at=clock.now(),
        )
    return has_changed or bool(wanted)


def hear_reasons(deal: Deal, said: Sequence[SaidReason], meanings: dict[str, ReasonMeaning]) -> set[str]:
    """Keep the reasons a source gives, with what they mean; return the columns that changed. Saying none changes nothing."""
    if not said:
        return set()
    wanted = {(one.said.casefold(), one.said_by): one for one in said}
    has_changed = False
    for row in deal.reasons.filter(recorded_by=None):
        one = wanted.pop((row.said.casefold(), row.said_by), None)
        if one is None:
            row.delete()
            has_changed = True
    for (folded, _said_by), one in wanted.items():
        meaning = meanings.get(folded)
        DealReason.objects.create(
            deal=deal,
            reason=meaning.reason if meaning else None,
            said=one.said,
            said_by=one.said_by,
            recorded_at=clock.now(),
        )
    if not (has_changed or wanted):
        return set()
    ledger.record(REASONS_SET, deal)
    return {"reasons"}
