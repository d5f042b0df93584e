"""Questions of the pages about companies and contacts: who pays, who speaks, who is owed an answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Lower

from wellheard.answer.models import Answer
from wellheard.customers.models import Company, ExchangeRate, Membership, SegmentMember, Subscription
from wellheard.customers.queries import rates_today
from wellheard.foundation import clock
from wellheard.foundation.paging import Page, page_of
from wellheard.foundation.remembering import remembered
from wellheard.learn.reports.sections.voices import CUSTOMERS
from wellheard.listen.models import Feedback

FAR = date(9999, 12, 31)
SORTS: dict[str, tuple[str, str]] = {
    "pays": ("-mrr_minor", "-pk"),
    "name": ("lower_name", "pk"),
    "longest": ("since", "pk"),
    "newest": ("-joined_at", "-pk"),
}
# From so many companies on, looking through all of them takes longer than somebody waits for a page.
_MANY = 5_000
VIEWS = ("all", "risk", "owed", "silent")
# Not a stage, but every stage of a company that is a customer now.
ANY_CUSTOMER = "customers"
MOST_CONTACTS = 12


@dataclass(frozen=True)
class Row:
    """A company in the list: how much it said, when last, and how many answers its people are owed."""

    company: Company
    said: int = 0
    last_heard: datetime | None = None
    owed: int = 0


@dataclass(frozen=True)
class Totals:
    """How many companies there are, what they pay together, and how many are in each view."""

    all: int
    mrr_minor: int
    risk: int
    owed: int
    silent: int


def matching(*, words: str = "", segment: Any = None, stage: str = "", tier: Any = None) -> QuerySet[Company]:
    """Return companies whose name, domain or industry holds these words, in this segment, stage and tier."""
    companies = Company.objects.all()
    if words:
        companies = companies.filter(
            Q(name__icontains=words) | Q(domain__icontains=words) | Q(industry__icontains=words) | Q(external_id=words)
        )
    if segment:
        companies = companies.filter(pk__in=SegmentMember.objects.filter(segment=segment).values("company"))
    if tier:
        companies = companies.filter(tier=tier)
    if stage == ANY_CUSTOMER:
        return companies.filter(stage__in=CUSTOMERS)
    return companies.filter(stage=stage) if stage else companies


def kept_totals(*, segment: Any = None, stage: str = "", tier: Any = None) -> Totals:
    """Return the totals of a segment, stage and tier; of many companies, as they were within the last minute."""
    key = f"totals of companies {segment.pk if segment else ''} {stage} {tier.pk if tier else ''}"
    return remembered(
        key, lambda: totals(matching(segment=segment, stage=stage, tier=tier)), if_worth=lambda found: found.all > _MANY
    )


def totals(companies: QuerySet[Company]) -> Totals:
    """Count and add up companies in one statement."""
    row = companies.aggregate(
        all=Count("pk"),
        mrr_minor=Coalesce(Sum("mrr_minor"), 0, output_field=IntegerField()),
        risk=Count("pk", filter=_is("risk")),
        owed=Count("pk", filter=_is("owed")),
        silent=Count("pk", filter=_is("silent")),
    )
    return Totals(**row)


def page_of_companies(companies: QuerySet[Company], *, view: str, sort: str, cursor: str) -> Page[Row]:
    """Return a page of companies, in three queries."""
    shown = in_view(companies, view).select_related("owner")
    ordered = shown.annotate(
        lower_name=Lower("name"),
        since=Coalesce("joined_on", Value(FAR), output_field=DateField()),
        joined_at=Coalesce("joined_on", Value(date.min), output_field=DateField()),
    )
    page = page_of(ordered, order=SORTS[sort], cursor=cursor)
    return Page(_rows(page.items), page.next, page.is_first)


def in_view(companies: QuerySet[Company], view: str) -> QuerySet[Company]:
    """Return the companies of a view: at risk, owed an answer, silent, or all of them."""
    return companies.filter(_is(view))


def owed_by_company(company_ids: Iterable[int]) -> dict[int, int]:
    """Return how many answers the people of each company are owed; somebody in several companies counts for their main one."""
    home = {"contact__memberships__is_primary": True, "contact__memberships__company_id__in": list(company_ids)}
    owed = Answer.objects.outstanding().filter(**home).order_by()
    return dict(owed.values_list("contact__memberships__company_id").annotate(Count("pk", distinct=True)))


def owed_answers(company: Company) -> QuerySet[Answer]:
    """Return what the people of a company are owed, longest waiting first."""
    home = Membership.objects.filter(company=company, is_primary=True)
    return Answer.objects.outstanding().filter(contact__in=home.values("contact")).longest_waiting_first()


def _is(view: str) -> Q:
    if view == "risk":
        return Q(stage=Company.Stage.AT_RISK)
    if view == "owed":
        waiting = Answer.objects.outstanding().values("contact")
        return Q(pk__in=Membership.objects.filter(is_primary=True, contact__in=waiting).values("company"))
    if view == "silent":
        return ~Q(Exists(Feedback.objects.filter(company=OuterRef("pk"))))
    return Q()


def _rows(companies: Sequence[Company]) -> list[Row]:
    ids = [company.pk for company in companies]
    heard = Feedback.objects.counted().filter(company__in=ids).order_by()
    said = {
        pk: (count, last) for pk, count, last in heard.values_list("company").annotate(Count("pk"), Max("heard_at"))
    }
    owed = owed_by_company(ids)
    return [Row(company, *said.get(company.pk, (0, None)), owed.get(company.pk, 0)) for company in companies]


@dataclass(frozen=True)
class Paying:
    """What a company pays for: what runs and counts, what runs in a currency without a rate, what has ended.

    `rates` are those at which other currencies count.
    """

    counted: list[Subscription]
    uncounted: list[Subscription]
    ended: list[Subscription]
    to_come: list[Subscription]
    rates: list[ExchangeRate]


def paying(company: Company, *, currency: str) -> Paying:
    """Sort a company's subscriptions into those whose sum is its MRR and the others, in two queries."""
    today = clock.today()
    subscriptions = list(company.subscriptions.select_related("product").order_by("-amount_minor", "-from_on", "-pk"))
    runs = [one for one in subscriptions if one.from_on <= today and (one.ends_on is None or one.ends_on > today)]
    rates = list(rates_today({one.currency for one in runs if one.currency != currency}))
    worth = {currency, *(rate.currency for rate in rates)}
    return Paying(
        counted=[one for one in runs if one.currency in worth],
        uncounted=[one for one in runs if one.currency not in worth],
        ended=[one for one in subscriptions if one.ends_on and one.ends_on <= today],
        to_come=[one for one in subscriptions if one.from_on > today and one not in runs],
        rates=rates,
    )


def people_of(company: Company) -> list[Membership]:
    """Return the people of a company, those we owe first, then those who spoke last; with `owed` and `last_heard`."""
    outstanding = Answer.objects.outstanding().filter(contact=OuterRef("contact")).order_by().values("contact")
    last = Feedback.objects.filter(contact=OuterRef("contact")).newest_first().values("heard_at")[:1]
    people = (
        company.memberships.filter(contact__erased_at=None)
        .select_related("contact")
        .annotate(
            owed=Coalesce(Subquery(outstanding.annotate(n=Count("pk")).values("n")), 0),
            last_heard=Subquery(last),
            heard_back=Exists(Answer.objects.told().filter(contact=OuterRef("contact"))),
        )
    )
    return list(people.order_by("-owed", F("last_heard").desc(nulls_last=True), "contact__name", "pk")[:MOST_CONTACTS])


@dataclass(frozen=True)
class Head:
    """How many people a company has here, and how many of them spoke."""

    people: int
    speaking: int


def heads(company: Company) -> Head:
    """Count a company's people."""
    spoke = Exists(Feedback.objects.filter(contact=OuterRef("contact")))
    row = company.memberships.filter(contact__erased_at=None).aggregate(
        people=Count("pk"), speaking=Count("pk", filter=Q(spoke))
    )
    return Head(**row)
