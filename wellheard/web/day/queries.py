"""The day of whoever looks after companies: whom to call and why, in the order of money and nearness."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company
from wellheard.listen.interviews.queries import with_talks
from wellheard.listen.models import Feedback
from wellheard.web.day.reasons import Why, every_reason
from wellheard.workspace.models import Staff

# After so many days a thing is half as near.
HALF_AS_NEAR = 14
# Who pays nothing yet is called last, but is called.
LEAST_MINOR = 100
ICONS = {
    "renewal": "calendar-check",
    "unhappy": "thumbs-down",
    "owed": "reply",
    "unstarted": "door-open",
    "spike": "trending-up",
    "silence": "bell-off",
    "declined": "circle-x",
    "check_in": "phone",
}
ACTIONS: dict[str, str | Promise] = {"owed": _("Answer them"), "declined": _("Look at the talk")}


@dataclass(frozen=True)
class Line:
    """One company to call: the nearest reason first, what it said last, and the one thing to do."""

    company: Company
    reasons: list[Why]
    said: Feedback | None

    @property
    def first(self) -> Why:
        return self.reasons[0]

    @property
    def icon(self) -> str:
        return ICONS[self.first.kind]

    @property
    def next_talk_at(self) -> datetime | None:
        return getattr(self.company, "next_talk_at", None)

    @property
    def action(self) -> str | Promise:
        return ACTIONS.get(self.first.kind, _("Plan a talk"))

    @property
    def url(self) -> str:
        """Where the one thing to do is done."""
        if self.first.kind == "owed":
            return f"{reverse('answers')}?{urlencode({'company': self.company.pk})}"
        if self.first.talk_id:
            return reverse("talk", args=[self.first.talk_id])
        wanted = {"company": self.company.pk} | ({"contact": self.first.contact_id} if self.first.contact_id else {})
        return f"{reverse('talk_new')}?{urlencode(wanted)}"

    @property
    def weight(self) -> float:
        """Return what it pays a month times how near the nearest reason is: half of it after every two weeks."""
        nearness = 1.0 / (1.0 + self.first.days / HALF_AS_NEAR)
        return max(self.company.mrr_minor, LEAST_MINOR) * nearness


def lines_of(owner: Staff) -> list[Line]:
    """Return whom a colleague should call, in as many queries for one company as for a thousand."""
    by_company: dict[int, list[Why]] = {}
    for why in every_reason(owner):
        by_company.setdefault(why.company_id, []).append(why)
    companies = with_talks(Company.objects.filter(pk__in=by_company)).select_related("tier")
    said = _last_said(list(by_company))
    lines = []
    for company in companies:
        reasons = sorted(
            (why for why in by_company[company.pk] if not _is_settled(why, company)), key=lambda why: why.days
        )
        if reasons:
            lines.append(Line(company, reasons, reasons[0].said or said.get(company.pk)))
    return sorted(lines, key=lambda line: (-line.weight, line.company.pk))


def _is_settled(why: Why, company: Company) -> bool:
    """Tell whether somebody has spoken to them since."""
    spoken = getattr(company, "last_talk_at", None)
    return bool(why.since and spoken and spoken > why.since)


def _last_said(company_ids: list[int]) -> dict[int, Feedback]:
    said = Feedback.objects.counted().filter(company__in=company_ids).select_related("contact")
    latest = said.order_by("company", "-heard_at", "-pk").distinct("company")
    return {one.company_id: one for one in latest if one.company_id}
