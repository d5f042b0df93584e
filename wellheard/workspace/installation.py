"""What the owner set for this installation, in one place: read `installation()`, never the settings or the row.

An environment variable that was set wins, as the operator's word; then comes what the owner wrote on the settings pages;
then the default. The row is read at most every few seconds in each process, and at once after a change in this one.
"""

import time
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parseaddr
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from babel.numbers import list_currencies
from django.conf import settings
from django.db import transaction

from wellheard.environment import is_set
from wellheard.foundation import clock
from wellheard.foundation.business_hours import BusinessHours, Opening
from wellheard.foundation.mail import sender
from wellheard.workspace.models import Vendor

# Another process sees a change within this long.
FRESH_SECONDS = 5.0
# Within how many business minutes conversations are answered until the owner says otherwise: the first time, and later ones.
FIRST_ANSWER_MINUTES, NEXT_ANSWER_MINUTES = 15, 60
# The operator's variable for each column: while it is set, the owner's value waits.
VARIABLES = {
    "language": "WELLHEARD_LANGUAGE",
    "time_zone": "WELLHEARD_TIME_ZONE",
    "currency": "WELLHEARD_CURRENCY",
    "hold_minutes": "WELLHEARD_HOLD_MINUTES",
    "answer_within_hours": "WELLHEARD_ANSWER_WITHIN_HOURS",
    "mail_from_name": "WELLHEARD_MAIL_FROM",
    "mail_from_address": "WELLHEARD_MAIL_FROM",
}


@dataclass(frozen=True)
class Installation:
    """What holds for the whole installation now. Amounts of time in their units; `languages` empty means any language."""

    vendor_name: str
    language: str
    languages: tuple[str, ...]
    time_zone: str
    currency: str
    business_hours: BusinessHours
    hold_minutes: int
    answer_within_hours: int
    first_answer_minutes: int
    next_answer_minutes: int
    mail_from: str
    notes_opened_mail: bool
    logo: str
    accent: str
    portal_host: str
    voices: Vendor.Voices
    counts: Vendor.Counts
    trusted_after: int | None
    most_links: int

    @property
    def zone(self) -> ZoneInfo:
        """Days, weeks and quarters begin in this zone."""
        return self.business_hours.zone


class _Kept:
    row: Vendor | None = None
    until = 0.0


def installation() -> Installation:
    """Return what holds now."""
    return _read(_row())


def portal_address(path: str) -> str:
    """Return the whole address of a portal page, under the portal's own host where it has one: for mails and feeds."""
    base = urlsplit(settings.BASE_URL)
    host = installation().portal_host
    return (f"{base.scheme}://{host}" if host else settings.BASE_URL.rstrip("/")) + path


def forget() -> None:
    """Read the row again when somebody asks next: it was changed."""
    _Kept.row = None


def forget_after_change() -> None:
    """Forget now, for the rest of this transaction, and once more when others can see the change."""
    forget()
    transaction.on_commit(forget)


def remember(row: Vendor, *, seconds: float = FRESH_SECONDS) -> None:
    """Take this row for the present one for a while."""
    _Kept.row, _Kept.until = row, time.monotonic() + seconds


def business_seconds(since: datetime, until: datetime) -> int:
    """Return how many seconds of our business hours lie between two moments."""
    return installation().business_hours.seconds(since, until)


def held_by_operator() -> dict[str, str]:
    """Return the columns that follow an environment variable, each with its name: the page shows them as they are."""
    return {column: name for column, name in VARIABLES.items() if is_set(name)}


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """Return the names of all time zones."""
    return frozenset(available_timezones())


@lru_cache(maxsize=1)
def known_currencies() -> frozenset[str]:
    """Return the codes of all currencies."""
    return frozenset(list_currencies())


def _row() -> Vendor:
    row = _Kept.row
    if row is None or time.monotonic() > _Kept.until:
        row = Vendor.objects.first() or Vendor()
        remember(row)
    return row


def _read(row: Vendor) -> Installation:
    time_zone = _chosen(row, "time_zone", settings.TIME_ZONE)
    return Installation(
        vendor_name=row.name,
        language=_chosen(row, "language", settings.LANGUAGE_CODE),
        languages=tuple(row.languages),
        time_zone=time_zone,
        currency=_chosen(row, "currency", settings.CURRENCY),
        business_hours=_hours(time_zone, _frozen(row.business_hours), tuple(row.holidays)),
        hold_minutes=_chosen(row, "hold_minutes", settings.HOLD_MINUTES),
        answer_within_hours=_chosen(row, "answer_within_hours", settings.ANSWER_WITHIN_HOURS),
        first_answer_minutes=row.first_answer_minutes or FIRST_ANSWER_MINUTES,
        next_answer_minutes=row.next_answer_minutes or NEXT_ANSWER_MINUTES,
        mail_from=_mail_from(
            _chosen(row, "mail_from_name", ""), _chosen(row, "mail_from_address", ""), settings.MAIL_FROM
        ),
        notes_opened_mail=row.notes_opened_mail,
        logo=row.logo,
        accent=row.accent,
        portal_host=row.portal_host,
        voices=Vendor.Voices(row.voices),
        counts=Vendor.Counts(row.counts),
        trusted_after=row.trusted_after,
        most_links=row.most_links,
    )


def _chosen(row: Vendor, column: str, default: Any) -> Any:
    value = getattr(row, column)
    is_ours = value not in {"", None} and not is_set(VARIABLES[column])
    return value if is_ours else default


@lru_cache(maxsize=8)
def _mail_from(name: str, address: str, default: str) -> str:
    """Return the sender's line; a name may hold letters that mail headers carry only encoded, which is done when it goes out."""
    usual_name, usual_address = parseaddr(default)
    name, address = name or usual_name, address or usual_address
    return f'"{_unquotable(name)}" <{address}>' if name else address


def _unquotable(name: str) -> str:
    return name.replace("\\", "").replace('"', "")


def _frozen(week: list[list[str] | None]) -> tuple[tuple[str, ...] | None, ...]:
    return tuple(tuple(day) if day else None for day in week)


@lru_cache(maxsize=8)
def _hours(time_zone: str, week: tuple[tuple[str, ...] | None, ...], holidays: tuple[str, ...]) -> BusinessHours:
    return BusinessHours(
        ZoneInfo(time_zone),
        tuple(Opening.read(*day) if day else None for day in week),
        frozenset(date.fromisoformat(day) for day in holidays),
    )


clock.ask_zone_of(lambda: installation().zone)
sender.ask_sender_of(lambda: installation().mail_from)
