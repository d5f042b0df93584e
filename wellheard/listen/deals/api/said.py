"""What programs say of deals, and the drafts it becomes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Field
from pydantic import ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from wellheard.foundation.money import to_major
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.commands import MOST_CHARACTERS
from wellheard.listen.deals.commands import DealDraft, DealError, SaidReason
from wellheard.listen.deals.models import DealReason
from wellheard.listen.deals.reading import MOST_SAID
from wellheard.workspace.api import Day, Id, Minor, Moment, Said
from wellheard.workspace.api.fields import sentence_of
from wellheard.workspace.installation import installation

MOST_AT_ONCE = 500
_SAME = (
    "title", "company_name", "company_domain", "contact_email", "owner", "pipeline", "stage", "stage_name", "currency",
    "industry", "competitor", "opened_on", "closed_on", "changed_at",
)  # fmt: skip

_Words = Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)]


class ReasonSaid(Said):
    """A reason in your system's own words, and who says so. What the words mean is decided once."""

    said: Annotated[str, Field(min_length=1, max_length=MOST_SAID)]
    said_by: DealReason.SaidBy = DealReason.SaidBy.SELLER


class DealSaid(Said):
    """What your system says of one deal. What is left out or empty stays as it was."""

    title: Annotated[str, Field(max_length=300)] = ""
    company_id: Annotated[Id | None, Field(description="Our own number of the company; it holds before all else")] = (
        None
    )
    company_external_id: Annotated[str, Field(max_length=100, description="The company's id in your system")] = ""
    company_name: Annotated[str, Field(max_length=200)] = ""
    company_domain: Annotated[str, Field(max_length=253, description="Its domain or web site")] = ""
    contact_email: Annotated[str, Field(max_length=320)] = ""
    owner: Annotated[str, Field(max_length=200, description="A colleague's mail or name")] = ""
    pipeline: Annotated[str, Field(max_length=100)] = ""
    stage: Annotated[str, Field(max_length=100, description="The stage's id in your system, which stays")] = ""
    stage_name: Annotated[str, Field(max_length=100, description="What people call the stage")] = ""
    outcome: Annotated[
        Literal["open", "won", "lost", "lost_competitor", "lost_no_decision", "lost_unknown"] | None,
        Field(description="How it ended, where your system says it itself; else the meaning of its stage tells"),
    ] = None
    amount_minor: Annotated[Minor | None, Field(description="In minor units of `currency`")] = None
    currency: Annotated[str, Field(max_length=3, description="ISO 4217; the reporting currency when left out")] = ""
    industry: Annotated[str, Field(max_length=80)] = ""
    competitor: Annotated[str, Field(max_length=120, description="Its name or a spelling; a new one is added")] = ""
    reasons: Annotated[
        list[ReasonSaid], Field(max_length=20, description="All that your system gives; others it gave before go")
    ] = []
    missing: Annotated[
        list[_Words], Field(max_length=20, description="Functions that were missing; each becomes feedback")
    ] = []
    opened_on: Day | None = None
    closed_on: Annotated[Day | None, Field(description="The day it ended, or is hoped to end")] = None
    changed_at: Annotated[
        Moment | None, Field(description="When it changed last in your system: older news never wins")
    ] = None


class DealInBatch(DealSaid):
    """What your system says of one of many deals."""

    source: Annotated[str, Field(min_length=1, max_length=40, description="Your system's name, such as crm")]
    external_id: Annotated[str, Field(min_length=1, max_length=100, description="Your own id of this deal")]


def _as_it_came(row: Any, reads: ValidatorFunctionWrapHandler) -> Any:  # noqa: ARG001 - each is read by itself
    return row


class DealsSaid(Said):
    """Many deals at once. Each is read by itself, so that one that cannot be kept holds up no other."""

    deals: Annotated[
        list[Annotated[DealInBatch, WrapValidator(_as_it_came)]], Field(min_length=1, max_length=MOST_AT_ONCE)
    ]


class ReasonNoted(Said):
    """One more reason, and who said it; it stays beside what the deal's own source says."""

    reason_id: Annotated[Id, Field(description="One of our reasons for deals")]
    said_by: DealReason.SaidBy
    said: Annotated[str, Field(max_length=MOST_SAID, description="What they said")] = ""


class WithdrawalSaid(Said):
    """That your system deleted a deal."""

    deleted_at: Annotated[Moment | None, Field(description="When; a deal that changed there later stands")] = None


def draft_of(said: DealSaid, *, source: str, external_id: str) -> DealDraft:
    """Return what a program says of a deal as a draft; its own words are kept beside it. Raises DealError for no id."""
    return DealDraft(
        source=source,
        external_id=key_of(external_id),
        company_id=said.company_id,
        company_key=said.company_external_id,
        outcome=said.outcome or "",
        amount=_amount(said),
        reasons=tuple(SaidReason(one.said, one.said_by) for one in said.reasons),
        missing=tuple(said.missing),
        raw=said.model_dump(mode="json", exclude_unset=True),
        **{name: getattr(said, name) for name in _SAME},
    )


def draft_in_batch(row: Any) -> DealDraft | DealError:
    """Return one deal of a batch as a draft, or why it cannot be read."""
    try:
        said = DealInBatch.model_validate(row)
    except ValidationError as problem:
        return DealError(" ".join(sentence_of(error) for error in problem.errors()[:5]))
    try:
        return draft_of(said, source=said.source, external_id=said.external_id)
    except DealError as refusal:
        return refusal


def key_of(external_id: str) -> str:
    """Return a program's own id of a deal as we keep it: without one, the same told twice would be two. Raises DealError."""
    key = clean_line(external_id)
    if not key:
        raise DealError(_("Say your own id of this deal; by it we know it again."), field="external_id")
    return key


def said_in(row: Any, name: str) -> str:
    """Return how a row of a batch names itself, as far as it does, so that its answer can be told from others."""
    value = row.get(name) if isinstance(row, Mapping) else None
    return clean_line(value)[:100] if isinstance(value, str) else ""


def _amount(said: DealSaid) -> Decimal | None:
    code = clean_line(said.currency).upper() or installation().currency
    return None if said.amount_minor is None else to_major(said.amount_minor, code)
