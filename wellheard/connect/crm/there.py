"""What every system of sales tells, in one shape: its deals, stages, reasons and fields; and what an adapter has to do."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Protocol, runtime_checkable

from django.utils import timezone
from django.utils.functional import Promise

from wellheard.foundation import clock

# What an answer of another shape than described makes of our reading it.
MISSHAPEN = (KeyError, TypeError, ValueError, AttributeError, IndexError)
# From the first up to the last year that a moment may be of.
_YEARS = (1900, 2200)


@dataclass(frozen=True)
class DealThere:
    """One deal as a system tells it at this moment. `amount` is in whole units of `currency`; `outcome` its own flag."""

    external_id: str
    title: str = ""
    company_id: str = ""
    company_name: str = ""
    company_domain: str = ""
    contact_email: str = ""
    owner: str = ""
    pipeline: str = ""
    stage: str = ""
    stage_name: str = ""
    outcome: str = "open"
    amount: Decimal | None = None
    currency: str = ""
    industry: str = ""
    competitor: str = ""
    reason: str = ""
    missing: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    changed_at: datetime | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StageThere:
    """A stage of a pipeline, by its id there; `outcome` is what the system itself takes it for."""

    pipeline: str
    stage: str
    name: str
    outcome: str = ""


@dataclass(frozen=True)
class FieldThere:
    """A field of its deals that can say a reason, a competitor, an industry, or what was missing."""

    key: str
    label: str


@dataclass(frozen=True)
class Change:
    """A deal that changed, and when; some systems give the whole deal at once. `is_gone`: it was deleted there."""

    external_id: str
    at: datetime
    deal: DealThere | None = None
    is_gone: bool = False


class Crm(Protocol):
    """A system of sales, as somebody it knows. Every question raises CrmError."""

    def account(self) -> str:
        """Return what the account calls itself: the question by which we see that we are known."""

    def stages(self) -> Sequence[StageThere]:
        """Return the stages of all pipelines."""

    def reasons(self) -> Sequence[str]:
        """Return the reasons one can choose there for losing; none where they are free text."""

    def fields(self) -> Sequence[FieldThere]:
        """Return the fields of a deal."""

    def deal(self, external_id: str) -> DealThere:
        """Return a deal as it stands now. Raises AbsentError when it was deleted."""

    def changed_since(self, moment: datetime) -> Iterator[Change]:
        """Yield the deals that changed since a moment, the oldest change first; those deleted where the system lists them."""


@runtime_checkable
class TellsWhatIsLeft(Protocol):
    """A system that lists nothing deleted: it is asked which of the deals we know it still has."""

    def still_there(self, external_ids: Sequence[str]) -> Collection[str]:
        """Return those of these deals that it still shows us. Raises CrmError."""


@dataclass(frozen=True)
class Access:
    """How we reach an account, unsealed: where, with which key, and which of its fields says what."""

    url: str
    key: str
    client_id: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    # What the account calls itself in our settings: only a name for what is kept in memory.
    name: str = ""


@dataclass(frozen=True)
class Letter:
    """A message that arrived: to which of our addresses, its headers in small letters, and its bytes."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    at: datetime


class Proof(Enum):
    """By what we know that a message is a system's own: a secret it made, one we made, that it knows our address; or nothing."""

    THEIRS = "theirs"
    OURS = "ours"
    ADDRESS = "address"
    NONE = "none"


@dataclass(frozen=True)
class Adapter:
    """What differs from system to system.

    `proves` tells whether a letter was sent by somebody who knows the secret; `hints` which deals it speaks of, by their ids,
    and raises ValueError for what it cannot read; `key` gives a name that the same letter has when it comes twice.
    """

    name: str
    opened: Callable[[Access], Crm]
    proves: Callable[[Letter, str], bool]
    hints: Callable[[bytes], Sequence[str]]
    key: Callable[[bytes], str]
    # Where it is asked when everybody's account is at one address; else an example of an address.
    url: str = ""
    example: str = ""
    # Which of its fields says what when nobody says otherwise.
    fields: Mapping[str, str] = field(default_factory=dict)
    proof: Proof = Proof.OURS
    asks_client_id: bool = False
    # Whether its amounts may come without a currency, so that somebody says once which one it is.
    asks_currency: bool = False
    # What its fields are called there, where that differs: by the names of our form.
    labels: Mapping[str, "str | Promise"] = field(default_factory=dict)
    # What a person does there so that it sends us its messages, in sentences; empty where it sends none.
    how_to_send: "str | Promise" = ""


def key_of_bytes(body: bytes) -> str:
    """Return the name of a message that has none of its own."""
    return hashlib.sha256(body).hexdigest()[:64]


def moment_of(said: Any) -> datetime | None:
    """Return a moment as these systems write it: ISO 8601, or seconds or thousandths of them since 1970; None for nothing.

    A year nobody lives in says nothing either: beyond them zones cannot be reckoned.
    """
    try:
        if isinstance(said, bool) or said in {None, "", 0, "0"}:
            return None
        if isinstance(said, int | float) or str(said).isdecimal():
            number = float(said)
            found = datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)  # noqa: PLR2004 - of 1973 or 5138
        else:
            found = datetime.fromisoformat(str(said).replace(" ", "T", 1))
    except (ValueError, OverflowError, OSError):
        return None
    if not _YEARS[0] <= found.year < _YEARS[1]:
        return None
    return found if timezone.is_aware(found) else found.replace(tzinfo=UTC)


def day_of(said: Any) -> date | None:
    """Return the day of a moment in the installation's zone; a day without a time is that day."""
    if isinstance(said, str) and len(said) == 10:  # noqa: PLR2004 - 2026-03-31
        try:
            return date.fromisoformat(said)
        except ValueError:
            return None
    moment = moment_of(said)
    return clock.day_of(moment) if moment else None


def amount_of(said: Any) -> Decimal | None:
    """Return an amount; None where there is none or it is no number."""
    if said is None or said == "" or isinstance(said, bool):
        return None
    try:
        found = Decimal(str(said))
    except InvalidOperation:
        return None
    return found if found.is_finite() and found >= 0 else None


def text_of(said: Any) -> str:
    """Return a value of any kind as one text; of lists their parts."""
    if said is None or isinstance(said, bool):
        return ""
    if isinstance(said, list):
        return ", ".join(filter(None, map(text_of, said)))
    if isinstance(said, dict):
        return text_of(said.get("label") or said.get("name") or said.get("value"))
    return str(said)
