"""What an owner sets for the whole installation, while it runs."""

from datetime import date
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation.business_hours import HoursError, Opening
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_email, clean_line
from wellheard.workspace import installation
from wellheard.workspace.commands.errors import WorkspaceError
from wellheard.workspace.commands.locking import lock_workspace, name_of, require_version
from wellheard.workspace.commands.vendor import RENAMED
from wellheard.workspace.models import Vendor

CHANGED = names.declare("installation.changed", "The owner changed settings of the installation: which, not what to.")

MOST_HOLIDAYS = 400
MOST_HOLD_MINUTES = 14 * 24 * 60
MOST_ANSWER_HOURS = 30 * 24


class InstallationFields(TypedDict, total=False):
    """What may be set; what is left out stays, and what is empty follows the operator's settings."""

    name: str
    language: str
    languages: list[str]
    time_zone: str
    currency: str
    business_hours: list[list[str] | None]
    holidays: list[str]
    hold_minutes: int | None
    answer_within_hours: int | None
    first_answer_minutes: int | None
    next_answer_minutes: int | None
    mail_from_name: str
    mail_from_address: str
    notes_opened_mail: bool
    accent: str
    logo: str
    portal_host: str
    voices: str
    counts: str
    trusted_after: int | None
    most_links: int


@transaction.atomic
def change_installation(*, version: int, **wanted: Unpack[InstallationFields]) -> Vendor:
    """Change what the owner sets. Raises StaleError when somebody else did meanwhile, WorkspaceError naming the field."""
    vendor = lock_workspace()
    require_version(vendor, version)
    checked = {column: _CHECKS.get(column, _as_it_is)(value) for column, value in wanted.items()}
    changed = sorted(column for column, value in checked.items() if getattr(vendor, column) != value)
    if not changed:
        vendor.version = version
        return vendor
    for column in changed:
        setattr(vendor, column, checked[column])
    vendor.save(update_fields=[*changed, "version"])
    installation.forget_after_change()
    ledger.record(CHANGED, vendor, columns=changed)
    if "name" in changed:
        ledger.record(RENAMED, vendor)
    return vendor


def _as_it_is(value: Any) -> Any:
    return value


def _time_zone(name: str) -> str:
    if name and name not in installation.known_zones():
        raise WorkspaceError(_("There is no time zone of this name. Choose one of the list."), field="time_zone")
    return name


def _currency(code: str) -> str:
    code = clean_line(code).upper()
    if code and code not in installation.known_currencies():
        raise WorkspaceError(_("There is no such currency. Write a code such as EUR."), field="currency")
    return code


def _hours(week: list[list[str] | None]) -> list[list[str] | None]:
    try:
        return [Opening.read(*day).written() if day else None for day in week]
    except HoursError as problem:
        raise WorkspaceError(str(problem), field="business_hours") from problem


def _holidays(days: list[str]) -> list[str]:
    try:
        found = sorted({date.fromisoformat(day).isoformat() for day in days})
    except ValueError as problem:
        raise WorkspaceError(_("Write each day as 2026-12-25, one a line."), field="holidays") from problem
    if len(found) > MOST_HOLIDAYS:
        raise WorkspaceError(
            _("Keep at most %(most)d days; take out those that have passed.") % {"most": MOST_HOLIDAYS},
            field="holidays",
        )
    return found


def _at_most(most: int, field: str) -> Any:
    def check(value: int | None) -> int | None:
        if value is not None and not 0 <= value <= most:
            raise WorkspaceError(_("Use a number from 0 to %(most)d.") % {"most": most}, field=field)
        return value

    return check


def _address(address: str) -> str:
    address = clean_email(address)
    try:
        if address:
            validate_email(address)
    except ValidationError as problem:
        raise WorkspaceError(
            _("Write a whole mail address, such as feedback@example.com."), field="mail_from_address"
        ) from problem
    return address


_CHECKS: dict[str, Any] = {
    "name": name_of,
    "time_zone": _time_zone,
    "currency": _currency,
    "business_hours": _hours,
    "holidays": _holidays,
    "hold_minutes": _at_most(MOST_HOLD_MINUTES, "hold_minutes"),
    "answer_within_hours": _at_most(MOST_ANSWER_HOURS, "answer_within_hours"),
    "mail_from_name": clean_line,
    "mail_from_address": _address,
}
