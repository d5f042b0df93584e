"""What sources tell of deals, compared with what we have: read once for many deals, and written in a few statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from django.db.models import Q
from django.utils.translation import gettext as _

from wellheard.customers.models import Company, Contact
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.deals.commands.meanings import heard_meanings, note_stages
from wellheard.listen.deals.commands.missing import keep_missing_news, missing_news, missing_there
from wellheard.listen.deals.commands.placing import placed_by_source, tell_of_places
from wellheard.listen.deals.commands.reasons import ReasonNews, keep_reason_news, reason_news, reasons_there
from wellheard.listen.deals.commands.settling import save_columns, settled, take_over, tell_of_ends
from wellheard.listen.deals.commands.withdrawing import restored, tell_of_restored
from wellheard.listen.deals.drafts import DealDraft, SaidReason
from wellheard.listen.deals.errors import DealError
from wellheard.listen.deals.models import Deal, DealReason, ReasonMeaning
from wellheard.listen.deals.queries.matching import colleagues_called, contacts_of
from wellheard.listen.deals.reading import changed_at_of, reasons_of, said_values, source_of
from wellheard.workspace.commands import competitors_called
from wellheard.workspace.models import Competitor, Staff

HEARD = names.declare("deal.heard", "A source told us of a deal, or of a change to one.")

_OF_OUTCOME = frozenset({"pipeline_said", "stage_said", "outcome_said"})
_OF_COMPANY = frozenset({"company_said", "company_key_said", "company_domain_said"})
# These are kept in rows of their own.
_ELSEWHERE = frozenset({"reasons", "missing"})


class News(StrEnum):
    """What hearing a deal came to."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    OLDER = "older"


@dataclass(frozen=True)
class HeardDeal:
    """A deal as it stands now, and what hearing it came to. Without a company, it waits for a person to say whose it is."""

    deal: Deal
    news: News


@dataclass(frozen=True)
class Told:
    """What a source tells of one deal, as it can be kept."""

    draft: DealDraft
    source: str
    key: str
    values: dict[str, Any]
    reasons: list[SaidReason]
    changed_at: datetime | None

    @classmethod
    def read(cls, draft: DealDraft) -> Self:
        """Understand a draft. Raises DealError for what cannot be kept."""
        source, key = source_of(draft)
        values = said_values(draft)
        if not (key or _title(values, key)):
            raise DealError(_("Say what this deal is called, or whose it is."), field="title")
        return cls(draft, source, key, values, reasons_of(draft), changed_at_of(draft.changed_at))

    @property
    def stage(self) -> tuple[str, str, str]:
        """Where its stage is found: by source, pipeline and id there."""
        return self.source, self.values.get("pipeline_said", ""), self.values.get("stage_said", "")


@dataclass
class _InHand:
    """A deal while it is heard: what changed of it, and the reasons and missing functions that its source now names."""

    told: Told
    deal: Deal
    is_new: bool
    is_older: bool
    changed: set[str] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)
    was: str = ""
    reasons: ReasonNews = field(default_factory=lambda: ReasonNews(kept=[]))
    missing: list[str] = field(default_factory=list)
    is_placed: bool = False

    def change(self, changed: set[str]) -> None:
        """Note what changed of it."""
        self.changed |= changed
        self.columns |= changed - _ELSEWHERE

    @property
    def names_ours(self) -> bool:
        """Whether the source names its company by our own number."""
        return self.told.draft.company_id is not None

    @property
    def news(self) -> News:
        """What hearing it came to."""
        if self.is_older:
            return News.OLDER
        return News.NEW if self.is_new else News.CHANGED if self.changed else News.SAME


class Part:
    """Deals that are heard together, none of them twice."""

    def __init__(self, told: Sequence[Told]) -> None:
        # Meanings are held before deals, everywhere: whoever decides one then waits for us, and reads these deals again.
        note_stages(_stage_names(told))
        self._meanings = _meanings(told)
        self._competitors = competitors_called([one.draft.competitor for one in told])
        self._contacts = contacts_of({one.draft.contact_email for one in told})
        self._colleagues = colleagues_called({one.draft.owner for one in told})
        there = _held(told)
        self._hands = [_in_hand(one, there.get((one.source, one.key)) if one.key else None) for one in told]
        known = list(there.values())
        self._reasons = reasons_there(known)
        self._missing = missing_there(known)

    def hear(self) -> list[HeardDeal]:
        """Bring all of them up to date, and record what came of it. Raises DealError when one of them cannot be kept."""
        current = [one for one in self._hands if not one.is_older]
        for one in current:
            self._take_in(one)
        _place(current)
        changed = settled([one.deal for one in current], [one.reasons.keys() for one in current])
        for one, columns in zip(current, changed, strict=True):
            one.change(columns)
        _write(current)
        return [HeardDeal(one.deal, one.news) for one in self._hands]

    def _take_in(self, one: _InHand) -> None:
        """Let a deal say what its source now says. What a person decided about its end gives way to news about its end."""
        deal, meanings = one.deal, self._meanings[one.told.source]
        changed = restored(deal) | take_over(deal, one.told.values | self._matched(one, meanings))
        if changed & _OF_OUTCOME and deal.outcome_by == Deal.By.PERSON:
            changed |= take_over(deal, {"outcome_by": Deal.By.SOURCE})
        one.change(changed)
        if one.told.changed_at:
            # The same told at a later time is no news.
            one.columns |= take_over(deal, {"changed_at": one.told.changed_at})
        there: list[DealReason] = [] if one.is_new else self._reasons[deal.pk]
        one.reasons = reason_news(deal, there, one.told.reasons, meanings)
        one.missing = missing_news({} if one.is_new else self._missing[deal.pk], one.told.draft.missing)
        one.change({"reasons"} if one.reasons.has_changed else set())
        one.change({"missing"} if one.missing else set())

    def _matched(self, one: _InHand, meanings: dict[str, ReasonMeaning]) -> dict[str, int]:
        """Return the numbers of the rows a draft's words name, where they name one without doubt."""
        draft = one.told.draft
        meant = None if one.deal.competitor_id else _competitor_meant(one.told, meanings)
        found: dict[str, Contact | Staff | Competitor | None] = {
            "contact": self._contacts.get(draft.contact_email),
            "owner": self._colleagues.get(draft.owner),
            "competitor": self._competitors.get(draft.competitor) or meant,
        }
        # By their numbers, so that comparing asks nothing.
        return {f"{name}_id": row.pk for name, row in found.items() if row}


def _stage_names(told: Sequence[Told]) -> dict[tuple[str, str, str], str]:
    named: dict[tuple[str, str, str], str] = {}
    for one in told:
        named[one.stage] = one.draft.stage_name or named.get(one.stage, "")
    return named


def _meanings(told: Sequence[Told]) -> dict[str, dict[str, ReasonMeaning]]:
    words: dict[str, list[str]] = defaultdict(list)
    for one in told:
        words[one.source] += [reason.said for reason in one.reasons]
    return {source: heard_meanings(source, words[source]) for source in sorted(words)}


def _competitor_meant(told: Told, meanings: dict[str, ReasonMeaning]) -> Competitor | None:
    """Return the competitor that the reasons name."""
    meant = (meanings.get(one.said.casefold()) for one in told.reasons)
    return next((meaning.competitor for meaning in meant if meaning and meaning.competitor), None)


def _held(told: Sequence[Told]) -> dict[tuple[str, str], Deal]:
    """Hold the deals that are there; two who tell of one at once come one after the other."""
    keys: dict[str, list[str]] = defaultdict(list)
    for one in told:
        if one.key:
            keys[one.source].append(one.key)
    if not keys:
        return {}
    wanted = Q()
    for source, theirs in keys.items():
        wanted |= Q(source=source, external_id__in=theirs)
    rows = Deal.objects.select_for_update(no_key=True).filter(wanted).order_by("pk")
    return {(deal.source, deal.external_id): deal for deal in rows}


def _in_hand(told: Told, deal: Deal | None) -> _InHand:
    if deal is None:
        fresh = Deal(
            source=told.source,
            external_id=told.key,
            title=_title(told.values, told.key),
            created_at=clock.now(),
            day=clock.today(),
        )
        return _InHand(told, fresh, is_new=True, is_older=False, was=fresh.outcome)
    is_older = bool(told.changed_at and deal.changed_at and told.changed_at < deal.changed_at)
    return _InHand(told, deal, is_new=False, is_older=is_older, was=deal.outcome)


def _title(values: dict[str, Any], key: str) -> str:
    return str(values.get("title") or values.get("company_said") or values.get("company_domain_said") or key)


def _place(hands: Sequence[_InHand]) -> None:
    """Find out whose those are that are new, or of which the source names a company, or of which nobody knew."""
    ours = _companies_named(hands)
    open_ = [
        one for one in hands if one.is_new or one.changed & _OF_COMPANY or one.names_ours or not one.deal.company_id
    ]
    placed = placed_by_source([one.deal for one in open_], [ours.get(one.told.draft.company_id) for one in open_])
    for one, columns in zip(open_, placed, strict=True):
        one.is_placed = bool(columns)
        one.change(columns)


def _companies_named(hands: Sequence[_InHand]) -> dict[int | None, Company]:
    """Return the companies that sources name by our own numbers. Raises DealError for a number that none has."""
    wanted = {one.told.draft.company_id for one in hands if one.names_ours}
    found: dict[int | None, Company] = {}
    if wanted:
        found.update(Company.objects.filter(merged_into=None).in_bulk(wanted))
    if wanted - found.keys():
        sentence = _("%(name)s: there is nothing with this id; check the number.") % {"name": "company_id"}
        raise DealError(sentence, field="company_id")
    return found


def _write(hands: Sequence[_InHand]) -> None:
    for one in hands:
        if one.news is not News.SAME:
            one.deal.version += 1
            one.columns.add("version")
    new = [one.deal for one in hands if one.is_new]
    # In one order, so that two who tell of the same new deals do not wait for each other.
    Deal.objects.bulk_create(sorted(new, key=lambda deal: (deal.source, deal.external_id)))
    old = [one for one in hands if not one.is_new]
    save_columns([one.deal for one in old], [one.columns for one in old])
    keep_reason_news([(one.deal, one.reasons) for one in hands], beside=HEARD)
    tell_of_places([one.deal for one in hands if one.is_placed], by=Deal.By.SOURCE, beside=HEARD)
    for one in hands:
        keep_missing_news(one.deal, one.missing, beside=HEARD)
    tell_of_restored([one.deal for one in hands if "withdrawn_at" in one.changed], beside=HEARD)
    tell_of_ends([one.deal for one in hands], [one.was for one in hands], beside=HEARD)
    _tell(hands)


def _tell(hands: Sequence[_InHand]) -> None:
    told: dict[tuple[str, News], list[Deal]] = defaultdict(list)
    for one in hands:
        if one.news is not News.SAME:
            told[one.told.source, one.news].append(one.deal)
    for (source, news), deals in told.items():
        ledger.record_each(HEARD, deals, source=source, change=news.value)
