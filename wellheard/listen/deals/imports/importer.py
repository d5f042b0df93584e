"""Import deals: every row that says anything is a deal, and what is doubtful in it is kept for a person to decide."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.text import slugify
from django.utils.translation import gettext as _

from wellheard.listen.deals.commands import DealDraft, DealError, SaidReason, hear_deals
from wellheard.listen.deals.commands.meanings import decide_reason_said, decide_stage_said
from wellheard.listen.deals.imports.touched import Doubted, Touching
from wellheard.listen.deals.models import Deal, DealDoubt, ReasonMeaning, StageMeaning
from wellheard.listen.deals.reading import outcome_of
from wellheard.listen.imports.columns import Column
from wellheard.listen.imports.errors import RowError
from wellheard.listen.imports.importers import Cells, Draft, Importer, Options, Result, digest, said_in
from wellheard.listen.imports.running import IMPORTERS
from wellheard.listen.imports.values import day, decimal_number, moment, text
from wellheard.listen.models import Import
from wellheard.workspace.installation import installation, known_currencies
from wellheard.workspace.models import Competitor, Reason

Kind = DealDoubt.Kind
SOURCE = "import"
_COMPETITOR = "competitor:"
_WON, _LOST = frozenset(["won", "closedwon"]), frozenset(["lost", "closedlost"])
_OPEN = frozenset(["open", "new", "inprogress"])


@dataclass(frozen=True)
class Doubtful:
    """One row: the deal as it is heard, and what is doubtful in it."""

    draft: DealDraft
    doubts: tuple[tuple[Kind, str], ...] = ()


@dataclass
class Doubts:
    """What is doubtful in the row in hand."""

    found: dict[Kind, str] = field(default_factory=dict)

    def add(self, kind: Kind, said: str = "") -> None:
        self.found[kind] = said[:200]


class DealImporter(Importer):
    """Deals, known by their id there; where a file has none, by title, company and first day."""

    later_counts = True
    columns: Sequence[Column] = (
        Column("id", "dealid opportunityid leadid recordid externalid hsobjectid wellhearddealid"),
        Column("title", "name dealname dealtitle opportunityname opportunity propertydealname deal"),
        Column(
            "company",
            "account accountname companyname customer customername organization organisation orgname organizationname "
            "associatedcompany client",
        ),
        Column("company_id", "accountid companyid orgid organizationid customerid associatedcompanyid"),
        Column("domain", "website companydomain companydomainname"),
        Column("contact_email", "email contactemail personemail primarycontactemail"),
        Column("owner", "ownername owneremail dealowner opportunityowner responsible salesperson"),
        Column("pipeline", "pipelinename pipelineid propertypipeline"),
        Column("stage", "dealstage stagename status statusname stageid propertydealstage state"),
        Column("deal_amount", "amount value dealvalue dealamount price opportunityamount propertyamount total acv"),
        Column("currency", "currencycode currencyisocode dealcurrencycode propertydealcurrencycode currencyid"),
        Column("industry", "sector vertical"),
        Column("deal_competitor", "competitor lostto competitorname maincompetitor primarycompetitor"),
        Column(
            "deal_reason",
            "reason lossreason lostreason losereason reasonlost closedlostreason propertyclosedlostreason",
        ),
        Column("missing", "missingfeature missingfeatures missingfunction missingfunctionality gap"),
        Column("opened_on", "createdate createddate created addtime createdat opened propertycreatedate datecreate"),
        Column("closed_on", "closedate closeddate closed closedat closetime losttime wontime propertyclosedate"),
        Column(
            "changed_at",
            "lastmodifieddate systemmodstamp updatetime updatedat modified hslastmodifieddate propertyhslastmodifieddate",
        ),
    )

    def __init__(self, options: Options) -> None:
        self._habits = options.habits
        self._source = source_of(options.source)
        self._currency = options.currency.upper() or installation().currency
        self._known = known_currencies()
        self._stages, self._reasons = options.values.get("stage", {}), options.values.get("deal_reason", {})
        reasons = Reason.objects.offered().filter(kind=Reason.Kind.DEAL).select_related("parent").in_order()
        rivals = [
            (f"{_COMPETITOR}{one.pk}", _("Lost to %(name)s") % {"name": one.name})
            for one in Competitor.objects.order_by("name")
        ]
        self.choices = {
            "stage": Deal.Outcome.choices,
            "deal_reason": [*((str(one.pk), one.full_label) for one in reasons), *rivals],
        }

    def understood(self, name: str, value: str) -> str:
        """Return what a stage is taken for by its name."""
        outcome = _outcome_by_name(value) if name == "stage" else ""
        return str(_("Lost") if outcome == "lost" else Deal.Outcome(outcome).label) if outcome else ""

    def draft(self, cells: Cells) -> Draft:
        """Understand one row. Raises RowError only for a row that says nothing at all."""
        doubts = Doubts()
        title, company = text(cells.get("title")), text(cells.get("company"))
        key = text(cells.get("id"))
        if not (title or company or key):
            raise RowError(_("It has neither an id, nor a name, nor a company."))
        draft = DealDraft(
            source=self._source,
            title=title,
            company_name=company,
            company_key=text(cells.get("company_id")),
            company_domain=text(cells.get("domain")),
            contact_email=text(cells.get("contact_email")),
            owner=text(cells.get("owner")),
            pipeline=text(cells.get("pipeline")),
            industry=text(cells.get("industry")),
            competitor=text(cells.get("deal_competitor")),
            missing=tuple(filter(None, [text(cells.get("missing"))])),
            opened_on=self._day(cells, "opened_on", doubts),
            closed_on=self._day(cells, "closed_on", doubts),
            changed_at=self._moment(cells, doubts),
        )
        if not (draft.company_name or draft.company_key or draft.company_domain):
            doubts.add(Kind.NO_COMPANY)
        draft = self._with_end(self._with_money(draft, cells, doubts), cells, doubts)
        draft = replace(draft, external_id=_key(key, draft), raw=cells.everything())
        content = digest(*sorted(draft.raw.items()))
        return Draft(cells.number, draft.external_id, content, Doubtful(draft, tuple(doubts.found.items())))

    def save(self, drafts: Sequence[Draft]) -> list[Result]:
        """Hear many deals, after what was said of their stages and reasons is decided."""
        self._decide([draft.saved.draft for draft in drafts])
        return [result for part in _each_deal_once(drafts) for result in self._save(part)]

    def finish(self) -> list[str]:
        """Add nothing: what follows from deals follows from each."""
        return []

    def _save(self, rows: Sequence[Draft]) -> list[Result]:
        touching = Touching([row.saved.draft for row in rows])
        came = hear_deals(drafts=[row.saved.draft for row in rows])
        doubted: dict[Deal, Doubted] = {}
        results = []
        for row, heard in zip(rows, came, strict=True):
            if isinstance(heard, DealError):
                results.append(Result("refused", str(heard)))
                continue
            doubts = _standing(heard.deal, row.saved.doubts)
            doubted[heard.deal] = row.number, doubts
            outcome = {"new": "new", "changed": "updated"}.get(heard.news.value, "unchanged")
            notes = [_("It waits for a decision: %(why)s.") % {"why": kind.label} for kind, _said in doubts]
            results.append(Result(outcome, "", notes))
        touching.tell(doubted)
        return results

    def _decide(self, drafts: Sequence[DealDraft]) -> None:
        """Decide what the user said that the words of these rows mean, where that is not decided already."""
        rows = StageMeaning.objects.filter(source=self._source).values_list("pipeline", "stage", "outcome")
        decided = {(pipeline, stage): outcome for pipeline, stage, outcome in rows}
        for pipeline, stage in sorted({(one.pipeline, one.stage) for one in drafts if one.stage}):
            known = decided.get((pipeline, stage), "")
            # A name that says how it ended is believed until somebody says otherwise.
            outcome = self._stages.get(said_in(stage), "") or known or outcome_of(_outcome_by_name(stage))
            if outcome != known:
                decide_stage_said(source=self._source, pipeline=pipeline, stage=stage, outcome=outcome)
        self._decide_reasons({one.said for draft in drafts for one in draft.reasons})

    def _decide_reasons(self, said: Collection[str]) -> None:
        wanted = {one: meant for one in said if (meant := self._reasons.get(said_in(one), ""))}
        rows = ReasonMeaning.objects.filter(source=self._source).exclude(decided_at=None) if wanted else []
        decided = {row.said.casefold(): (row.reason_id, row.competitor_id) for row in rows}
        for one, meant in sorted(wanted.items()):
            rival = int(meant.removeprefix(_COMPETITOR)) if meant.startswith(_COMPETITOR) else None
            reason = None if rival else int(meant)
            if decided.get(one.casefold()) != (reason, rival):
                decide_reason_said(source=self._source, said=one, reason_id=reason, competitor_id=rival)

    def _with_end(self, draft: DealDraft, cells: Cells, doubts: Doubts) -> DealDraft:
        """Add how it ended, as far as the stage's name or the user says it, and why."""
        stage, reason = text(cells.said("stage")), text(cells.said("deal_reason"))
        outcome = _outcome_by_name(stage)
        if not (outcome or self._stages.get(said_in(stage))):
            doubts.add(Kind.STAGE, stage)
        reasons = (SaidReason(reason),) if reason else ()
        return replace(draft, stage=stage, stage_name=stage, outcome=outcome, reasons=reasons)

    def _with_money(self, draft: DealDraft, cells: Cells, doubts: Doubts) -> DealDraft:
        written, code = text(cells.get("deal_amount")), text(cells.get("currency")).upper() or self._currency
        if not written:
            doubts.add(Kind.NO_AMOUNT)
            return draft
        amount: Decimal | None = None
        try:
            amount = decimal_number(cells.get("deal_amount"), self._habits)
        except RowError:
            doubts.add(Kind.AMOUNT, written)
        if amount is not None and amount < 0:
            doubts.add(Kind.AMOUNT, written)
            amount = None
        if code not in self._known:
            doubts.add(Kind.CURRENCY, f"{written} {code}")
            return draft
        return replace(draft, amount=amount, currency=code if amount is not None else "")

    def _day(self, cells: Cells, name: str, doubts: Doubts) -> date | None:
        try:
            return day(cells.get(name), self._habits)
        except RowError:
            doubts.add(Kind.DAY, text(cells.get(name)))
            return None

    def _moment(self, cells: Cells, doubts: Doubts) -> datetime | None:
        try:
            return moment(cells.get("changed_at"), self._habits)
        except RowError:
            doubts.add(Kind.DAY, text(cells.get("changed_at")))
            return None


def source_of(origin: str) -> str:
    """Return where deals of a file come from, as they carry it: the system it is said to be of."""
    return slugify(origin)[:40] or SOURCE


def register() -> None:
    """Let files of deals come in; called once at start-up."""
    IMPORTERS[Import.Kind.DEALS] = DealImporter


def _each_deal_once(rows: Sequence[Draft]) -> Iterator[list[Draft]]:
    """Yield rows in parts that name no deal twice: the later row is heard after the earlier."""
    part: dict[str, Draft] = {}
    for row in rows:
        if row.key in part:
            yield list(part.values())
            part = {}
        part[row.key] = row
    yield list(part.values())


def _key(key: str, draft: DealDraft) -> str:
    """Return a deal's id there, else a name for what it says, so that the same file twice makes each deal once."""
    if not key:
        return f"row:{digest(draft.title, draft.company_name, draft.company_key, draft.opened_on)}"
    return key if len(key) <= 100 else digest(key)  # noqa: PLR2004 - its column


def _outcome_by_name(said: str) -> str:
    """Return how a deal ended where the stage's name alone says so: won, lost, open; else nothing."""
    plain = "".join(letter for letter in said.casefold() if letter.isalnum())
    return "won" if plain in _WON else "lost" if plain in _LOST else "open" if plain in _OPEN else ""


def _standing(deal: Deal, doubts: Sequence[tuple[Kind, str]]) -> list[tuple[Kind, str]]:
    """Return the doubts about a deal as it is now known, with that about whose it is."""
    found = [(kind, said) for kind, said in doubts if kind is not Kind.NO_COMPANY or deal.company_id is None]
    if deal.company_id is None and all(kind is not Kind.NO_COMPANY for kind, _said in found):
        found.append((Kind.COMPANY, deal.company_said or deal.company_key_said or deal.company_domain_said))
    return found
