"""Why a deal ended as it did, and who says so."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
    """Say why a deal ended and against whom. Replaces what our people and programs noted before.

    What the source says stays beside it. Raises DealError.
    """
    deal = locked_deal(deal_id)
    wanted = {(one.reason.pk, one.said_by): one for one in reasons}
    for one in wanted.values():
        _require_of_deals(one)
    has_changed = _bring_up_to_date(deal, wanted, by)
    if deal.competitor != competitor:
        deal.competitor, has_changed = competitor, True
        deal.save(update_fields=["competitor"])
    return _told(deal) if has_changed else deal


@transaction.atomic
def note_reason(*, deal_id: int, given: GivenReason, by: Staff | None = None) -> Deal:
    """Add one more reason that one of us learned, or a program of ours (`by` nobody), beside all that was said before.

    The same reason of the same speaker again adds none; other words for it give way, those of a person only to a person's.
    Raises DealError.
    """
    deal = locked_deal(deal_id)
    _require_of_deals(given)
    note = clean_line(given.note)[:MOST_SAID]
    there = deal.reasons.noted().filter(reason=given.reason, said_by=given.said_by).first()
    if there and (there.said == note or (by is None and not there.by_program)):
        return deal
    if there:
        there.said, there.recorded_by, there.by_program = note, by, by is None
        there.save(update_fields=["said", "recorded_by", "by_program"])
    else:
        DealReason.objects.create(
            deal=deal,
            reason=given.reason,
            said=note,
            said_by=given.said_by,
            recorded_by=by,
            by_program=by is None,
            recorded_at=clock.now(),
        )
    return _told(deal)


@transaction.atomic
def take_back_reason(*, deal_id: int, given_id: int) -> Deal:
    """Take back one reason that one of us or a program noted; what the source says stays. Twice changes nothing."""
    deal = locked_deal(deal_id)
    taken_back, _of_each = deal.reasons.noted().filter(pk=given_id).delete()
    return _told(deal) if taken_back else deal


@transaction.atomic
def set_competitor(*, deal_id: int, competitor: Competitor | None) -> Deal:
    """Say against whom a deal went, or that it was nobody we know. The same again changes nothing."""
    deal = locked_deal(deal_id)
    if deal.competitor == competitor:
        return deal
    deal.competitor = competitor
    deal.save(update_fields=["competitor"])
    return _told(deal)


def _require_of_deals(given: GivenReason) -> None:
    if given.reason.kind != Reason.Kind.DEAL or given.said_by not in DealReason.SaidBy.values:
        raise DealError(_("Choose one of the reasons for deals, and who said it."), field="reasons")


def _told(deal: Deal) -> Deal:
    deal.version += 1
    deal.save(update_fields=["version"])
    ledger.record(REASONS_SET, deal)
    settle(deal)
    return deal


def _bring_up_to_date(deal: Deal, wanted: dict[tuple[int, str], GivenReason], by: Staff) -> bool:
    has_changed = False
    for row in deal.reasons.noted():
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


@dataclass
class ReasonNews:
    """The reasons of a deal as they are now, those the source does not give any more, and those it gives for the first time."""

    kept: list[DealReason]
    gone: list[DealReason] = field(default_factory=list)
    new: list[DealReason] = field(default_factory=list)

    @property
    def has_changed(self) -> bool:
        """Tell whether the source gives other reasons than before."""
        return bool(self.gone or self.new)

    def keys(self) -> set[str]:
        """Return the keys of the reasons, with those of the reasons above them."""
        reasons = [row.reason for row in [*self.kept, *self.new] if row.reason]
        return {one.key for reason in reasons for one in (reason, reason.parent) if one}


def reasons_there(deals: Sequence[Deal]) -> dict[int, list[DealReason]]:
    """Return the reasons of some deals, by the deal."""
    found: dict[int, list[DealReason]] = defaultdict(list)
    for row in DealReason.objects.filter(deal__in=deals).select_related("reason__parent").order_by("pk"):
        found[row.deal_id].append(row)
    return found


def reason_news(
    deal: Deal, there: Sequence[DealReason], said: Sequence[SaidReason], meanings: Mapping[str, ReasonMeaning]
) -> ReasonNews:
    """Compare the reasons a source gives, with what they mean, with those that are there. Giving none changes nothing."""
    news = ReasonNews(kept=[])
    wanted = {(one.said.casefold(), one.said_by): one for one in said}
    for row in there:
        is_told = bool(
            row.recorded_by_id or row.by_program or not said or wanted.pop((row.said.casefold(), row.said_by), None)
        )
        (news.kept if is_told else news.gone).append(row)
    for (folded, said_by), one in wanted.items():
        reason = meanings[folded].reason if folded in meanings else None
        row = DealReason(deal=deal, reason=reason, said=one.said, said_by=said_by, recorded_at=clock.now())
        news.new.append(row)
    return news


def keep_reason_news(news: Sequence[tuple[Deal, ReasonNews]], *, beside: str) -> None:
    """Keep what sources now say of the reasons of deals that are saved, and record whose changed, `beside` another fact."""
    DealReason.objects.filter(pk__in=[row.pk for _deal, one in news for row in one.gone]).delete()
    DealReason.objects.bulk_create([row for _deal, one in news for row in one.new])
    if changed := [deal for deal, one in news if one.has_changed]:
        ledger.record_beside(beside, REASONS_SET, changed)
