"""What a segment's rule may ask about a company itself; later stages add what it said, asked for and was told."""

import calendar
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellheard.customers.models import Company
from wellheard.customers.segments.kinds import (
    NEGATED,
    Field,
    RuleError,
    clean_text,
    day,
    keys,
    money,
    number,
    pick,
    text,
    words_said,
)
from wellheard.foundation import clock
from wellheard.workspace.models import Staff, Tier

MOST_MONTHS = 1200
MOST_SEATS = 2_147_483_647
MOST_VALUES = 50
MOST_TAGS_OFFERED = 200

FIELDS: dict[str, Field] = {}


def register(*fields: Field) -> None:
    """Let rules ask about these too; a stage does so in its `segment_fields` when the product starts."""
    for field in fields:
        FIELDS[field.name] = field


def months_before(day: date, months: int) -> date:
    """Return the same day of an earlier month; the last day where that month is shorter."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _country(value: Any) -> str:
    return clean_text(value).upper()


def _months(op: str, months: int) -> Q:
    def since(count: int) -> Q:
        return Q(joined_on__lte=months_before(clock.today(), count))

    longer = {">=": months, ">": months + 1, "<": months, "<=": months + 1}
    if op in {">=", ">"}:
        return since(longer[op])
    if op in {"<", "<="}:
        return Q(joined_on__isnull=False) & ~since(longer[op])
    return since(months) & ~since(months + 1)


def _months_said(op: str, months: int) -> str:
    sentences = {
        ">": ngettext("with us over %(count)d month", "with us over %(count)d months", months),
        ">=": ngettext("with us %(count)d+ month", "with us %(count)d+ months", months),
        "<": ngettext("with us under %(count)d month", "with us under %(count)d months", months),
        "<=": ngettext("with us at most %(count)d month", "with us at most %(count)d months", months),
        "=": ngettext("with us %(count)d month", "with us %(count)d months", months),
    }
    return sentences[op] % {"count": months}


def _seats_said(op: str, seats: int) -> str:
    sentences = {
        ">": ngettext("over %(count)d seat", "over %(count)d seats", seats),
        ">=": ngettext("%(count)d seat or more", "%(count)d seats or more", seats),
        "<": ngettext("under %(count)d seat", "under %(count)d seats", seats),
        "<=": ngettext("at most %(count)d seat", "at most %(count)d seats", seats),
        "=": ngettext("%(count)d seat", "%(count)d seats", seats),
    }
    return sentences[op] % {"count": seats}


def _stages() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Company.Stage.choices]


def _clean_stage(_op: str, value: Any) -> str:
    stage = clean_text(value)
    if stage not in Company.Stage.values:
        raise RuleError(_("A stage is one of %(stages)s.") % {"stages": ", ".join(Company.Stage.values)})
    return stage


def _read_stage(_op: str, written: str) -> str:
    by_name = {name.casefold(): value for value, name in _stages()}
    return by_name.get(written.casefold(), written.casefold())


def _tiers() -> list[tuple[int, str]]:
    return list(Tier.objects.in_order().values_list("pk", "name"))


def _owners() -> list[tuple[int, str]]:
    return list(Staff.objects.order_by(Lower("name"), "pk").values_list("pk", "name"))


def _tags() -> list[tuple[str, str]]:
    rows = Company.objects.exclude(tags=[]).values_list("tags", flat=True)[:5000]
    return [(tag, tag) for tag in sorted({tag for tags in rows for tag in tags})[:MOST_TAGS_OFFERED]]


def _tagged(op: str, value: Any) -> Q:
    wanted = Q(tags__overlap=value if isinstance(value, list) else [value])
    return ~wanted if op in NEGATED else wanted


register(
    money("mrr", gettext_lazy("Pays per month"), "mrr_minor"),
    number("months_with_us", gettext_lazy("Months with us"), MOST_MONTHS, _months, _months_said),
    day("joined_on", gettext_lazy("With us since"), "joined_on", gettext_lazy("joined")),
    day("renews_on", gettext_lazy("Renews on"), "renews_on", gettext_lazy("renews")),
    number("seats", gettext_lazy("Seats"), MOST_SEATS, "seats", _seats_said),
    text(
        "plan",
        gettext_lazy("Plan"),
        "plan",
        words_said(lambda: _("on plan %(value)s"), lambda: _("not on plan %(value)s")),
    ),
    pick(
        "stage",
        gettext_lazy("Stage"),
        _stages,
        keys("stage"),
        words_said(lambda: _("stage is %(value)s"), lambda: _("stage is not %(value)s")),
        clean=_clean_stage,
        read=_read_stage,
    ),
    pick(
        "tier",
        gettext_lazy("Tier"),
        _tiers,
        keys("tier"),
        words_said(lambda: _("in tier %(value)s"), lambda: _("not in tier %(value)s")),
    ),
    pick(
        "owner",
        gettext_lazy("Looked after by"),
        _owners,
        keys("owner"),
        words_said(lambda: _("looked after by %(value)s"), lambda: _("not looked after by %(value)s")),
    ),
    pick(
        "tag",
        gettext_lazy("Tag"),
        _tags,
        _tagged,
        words_said(lambda: _("tagged %(value)s"), lambda: _("not tagged %(value)s")),
        clean=lambda _op, value: clean_text(value),
        read=lambda _op, written: next(
            (tag for tag, _label in _tags() if tag.casefold() == written.casefold()), written
        ),
        label_of=str,
        is_open=True,
    ),
    text(
        "industry",
        gettext_lazy("Industry"),
        "industry",
        words_said(lambda: _("in %(value)s"), lambda: _("not in %(value)s")),
    ),
    text(
        "country",
        gettext_lazy("Country"),
        "country",
        words_said(lambda: _("from %(value)s"), lambda: _("not from %(value)s")),
        _country,
    ),
)
