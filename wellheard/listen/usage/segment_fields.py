"""What segments may ask about what companies do in the product."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.customers.segments.fields import register
from wellheard.customers.segments.kinds import Field, RuleError, clean_text, companies_of, day, pick, words_said
from wellheard.foundation import clock
from wellheard.listen.usage.models import CompanySeen, DailyUse, EventName
from wellheard.listen.usage.queries import USED_WITHIN_DAYS, first_day_of_use
from wellheard.workspace.models import Area

USES = _("What they do in the product")
MOST_OFFERED = 200
# A rule looks back over one of these: a week, four, or about three months.
STRETCHES = (7, USED_WITHIN_DAYS, 90)


def _seen(first: date | None, last: date | None) -> Q:
    # Where two companies became one there are two rows; the later one counts.
    seen = CompanySeen.objects.values("company").annotate(at=Max("seen_at"))
    if first:
        seen = seen.filter(at__gte=_midnight(first))
    if last and last < date.max:
        seen = seen.filter(at__lt=_midnight(last + timedelta(days=1)))
    return Q(pk__in=seen.values("company"))


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), tzinfo=clock.zone())


def _areas() -> list[tuple[int, str]]:
    return list(Area.objects.by_name().values_list("pk", "name"))


def _use() -> QuerySet[DailyUse]:
    return DailyUse.objects.filter(event__is_ignored=False).exclude(company=None)


def _lately_in(days: int, area_ids: list[int]) -> Any:
    return _use().filter(event__area__in=area_ids, day__gte=first_day_of_use(days=days)).values("company")


def _ever_in(area_ids: list[int]) -> Any:
    return _use().filter(event__area__in=area_ids).values("company")


def _events() -> list[tuple[str, str]]:
    names = EventName.objects.counted().newest_first().values_list("name", flat=True)[:MOST_OFFERED]
    return [(name, name) for name in sorted(set(names)) if name]


def _clean_event(_op: str, value: Any) -> str:
    name = clean_text(value)
    if not name:
        raise RuleError(_now("Name an event of your product."))
    return name


def _lately_done(days: int, names: list[str]) -> Any:
    done = DailyUse.objects.filter(event__name__in=names, day__gte=first_day_of_use(days=days))
    return done.exclude(company=None).values("company")


def _called(name: str, days: int) -> str:
    # The names without a number are those of rules from before one could choose.
    return name if days == USED_WITHIN_DAYS else f"{name}_{days}"


def _uses_area(days: int) -> Field:
    return pick(
        _called("uses_area", days),
        format_lazy(_("Uses the area (in {days} days)"), days=days),
        _areas,
        companies_of(partial(_lately_in, days)),
        words_said(
            lambda: _now("used %%(value)s in the last %(days)d days") % {"days": days},
            lambda: _now("did not use %%(value)s in the last %(days)d days") % {"days": days},
        ),
        group=USES,
    )


def _did_event(days: int) -> Field:
    return pick(
        _called("did_event", days),
        format_lazy(_("Event in {days} days"), days=days),
        _events,
        companies_of(partial(_lately_done, days)),
        words_said(
            lambda: _now("did “%%(value)s” in the last %(days)d days") % {"days": days},
            lambda: _now("did not do “%%(value)s” in the last %(days)d days") % {"days": days},
        ),
        clean=_clean_event,
        read=lambda _op, written: written,
        label_of=str,
        is_open=True,
        group=USES,
    )


register(
    day("last_seen", _("Last seen in the product"), _seen, _("last seen"), group=USES),
    *(_uses_area(days) for days in STRETCHES),
    pick(
        "ever_used_area",
        _("Ever used the area"),
        _areas,
        companies_of(_ever_in),
        words_said(lambda: _now("has used %(value)s"), lambda: _now("never used %(value)s")),
        group=USES,
    ),
    *(_did_event(days) for days in STRETCHES),
)
