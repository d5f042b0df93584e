"""How much asking is too much, and who is not asked at all."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.surveys.errors import SurveyError
from wellheard.listen.surveys.models import FatigueRules, Quiet
from wellheard.workspace.commands.locking import require_version
from wellheard.workspace.models import Staff

RULES = names.declare("fatigue_rules.changed", "How often people may be asked was changed.")
KEPT = names.declare("quiet.kept", "A person or a company is not asked anything any more, or for a while.")
ENDED = names.declare("quiet.ended", "A person or a company may be asked again.")

_LIMITS = {"stop_after": 20, "global_hours": 8760, "urgent_hours": 8760, "company_most": 10_000}
_MOST_DAYS, _MOST_HOLIDAYS = 1000, 200


class RuleFields(TypedDict, total=False):
    """What may be set; see the model for each."""

    contact_days: int
    nps_days: int
    company_days: int
    company_most: int
    global_hours: int
    first_days: int
    stop_after: int
    urgent_hours: int
    holidays: list[str]
    stopped_until: datetime | None


@transaction.atomic
def change_rules(*, version: int, **fields: Unpack[RuleFields]) -> FatigueRules:
    """Change how often people may be asked, from the next question on. Raises SurveyError and StaleError."""
    FatigueRules.objects.get_or_create(pk=1)
    rules = FatigueRules.objects.select_for_update(no_key=True).get(pk=1)
    require_version(rules, version)
    for name, value in fields.items():
        most = _LIMITS.get(name, _MOST_DAYS)
        if isinstance(value, int) and not 0 <= value <= most:
            raise SurveyError(_("This is a whole number from 0 to %(most)d.") % {"most": most}, field=name)
        setattr(rules, name, value)
    rules.holidays, rules.changed_at = _days(rules.holidays), clock.now()
    rules.save(update_fields=[*fields, "holidays", "changed_at", "version"])
    ledger.record(RULES, rules, changed=sorted(fields))
    return rules


def _days(written: list[str]) -> list[str]:
    kept = [str(one).replace(" ", "") for one in written if str(one).strip()][:_MOST_HOLIDAYS]
    for one in kept:
        first, _slash, last = one.partition("/")
        try:
            is_turned = date.fromisoformat(last or first) < date.fromisoformat(first)
        except ValueError as problem:
            raise SurveyError(
                _("Write a day as 2026-12-24, or days as 2026-12-24/2026-12-31."), field="holidays"
            ) from problem
        if is_turned:
            raise SurveyError(_("%(days)s ends before it begins.") % {"days": one}, field="holidays")
    return sorted(kept)


@transaction.atomic
def keep_quiet(
    *,
    contact_id: int | None = None,
    company_id: int | None = None,
    device: str = "",
    reason: str = Quiet.Reason.STAFF,
    until: datetime | None = None,
    by: Staff | None = None,
) -> Quiet:
    """Ask a person, a device or a whole company nothing any more, or until a moment. Raises SurveyError."""
    whose = {"contact_id": contact_id, "company_id": company_id, "device": device[:320] or None}
    named: dict[str, Any] = {name: value for name, value in whose.items() if value}
    if len(named) != 1:
        raise SurveyError(_("Choose a person or a company."))
    defaults = {"reason": Quiet.Reason(reason), "until": until, "since": clock.now(), "by": by}
    quiet, is_new = Quiet.objects.update_or_create(**named, defaults=defaults)
    if is_new:
        ledger.record(KEPT, quiet, reason=reason)
    return quiet


@transaction.atomic
def end_quiet(*, quiet_id: int) -> None:
    """Let somebody be asked again; once more changes nothing."""
    quiet = Quiet.objects.select_for_update(of=("self",), no_key=True).filter(pk=quiet_id).first()
    if quiet is not None:
        ledger.record(ENDED, quiet)
        quiet.delete()
