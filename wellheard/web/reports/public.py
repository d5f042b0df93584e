"""What customers read of a report, in their language; staff read the same words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellheard.learn.reports.models import Report
from wellheard.web.templatetags.figures import number

# How far what customers said has come, as they read it.
STAGES: dict[str, Promise] = {
    "listen": gettext_lazy("Said"),
    "understand": gettext_lazy("Read and filed"),
    "decide": gettext_lazy("Decided"),
    "deliver": gettext_lazy("Shipped"),
    "answer": gettext_lazy("Answered"),
    "learn": gettext_lazy("Asked if it helped"),
}


def title(summary: Mapping[str, Any]) -> str:
    """Return what a report found in one line, as customers read it."""
    said, answered = summary["loop"]["listen"], summary["loop"]["answer"]
    return ngettext(
        "You said %(shown)s thing. We answered %(answered)s of them.",
        "You said %(shown)s things. We answered %(answered)s of them.",
        said,
    ) % {"shown": number(said), "answered": number(answered)}


def period(report: Report) -> str:
    """Return which days a report covers: a quarter by its name."""
    if report.quarter:
        year, quarter = report.quarter
        return _("Quarter %(quarter)d of %(year)d") % {"quarter": quarter, "year": year}
    return days(report.begins_on, report.last_on)


def days(first: date, last: date) -> str:
    """Return a stretch of days."""
    return f"{date_format(first)} – {date_format(last)}"


def companies(many: int) -> str:
    """Write how many companies."""
    return ngettext("%(n)s company", "%(n)s companies", many) % {"n": number(many)}


def releases(many: int) -> str:
    """Write how many releases."""
    return ngettext("%(n)s release", "%(n)s releases", many) % {"n": number(many)}


def noted(what: str, many: int) -> str:
    """Write how many still wait; nothing where none do."""
    if not many:
        return ""
    text = _("%(n)s not filed") if what == "unread" else _("%(n)s still owed")
    return text % {"n": number(many)}


def yes_and_no(yes: int, no: int) -> str:
    """Write how many got which answer."""
    return _("%(yes)s yes, %(no)s no or not now") % {"yes": number(yes), "no": number(no)}


def helped(share: str, said: str) -> str:
    """Write how many say that it helped."""
    return _("%(share)s of %(said)s say it helped") % {"share": share, "said": said}


def step(first: date, last: date) -> str:
    """Name one of several periods: a quarter by its number, others by the day they begin on."""
    is_quarter = first.day == 1 and first.month % 3 == 1 and (last - first).days in range(89, 92)
    return _("Q%(n)d") % {"n": (first.month + 2) // 3} if is_quarter else date_format(first, "MONTH_DAY_FORMAT")
