"""Whom Northwind sells to or sold to in the demo story: prospects, those who will leave, and one that has not begun."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from wellheard.customers.commands import (
    CompanyFields,
    ContactDraft,
    SubscriptionFields,
    import_companies,
    import_contacts,
    import_subscriptions,
    save_company,
    save_subscription,
    settle_mrr,
)
from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.foundation.money import to_minor
from wellheard.listen.departures.commands.unstarted import find_unstarted
from wellheard.web.demo.reading import rows
from wellheard.web.demo.stage import Story, demo_address, letters
from wellheard.workspace.models import Product, Tier


@dataclass(frozen=True)
class Other:
    """A company beside the customers. It joined so many days ago; a prospect never did, and pays nothing."""

    name: str
    industry: str
    country: str
    stage: str
    plan: str
    tier: str
    currency: str
    amount: str
    contact: str
    owner: str
    joined: int | None

    @property
    def subscription(self) -> str:
        return f"{letters(self.name)}-1"


def _other(row: dict[str, str], *, joined: str, stage: str) -> Other:
    told = ("name", "industry", "country", "plan", "tier", "currency", "amount", "contact", "owner")
    return Other(**{name: row[name] for name in told}, stage=stage, joined=int(joined) if joined else None)


OTHERS = tuple(_other(row, joined=row["joined"], stage=row["stage"]) for row in rows("others"))
NEWCOMERS = tuple(_other(row, joined=row["days"], stage=Company.Stage.ONBOARDING) for row in rows("newcomers"))
# So long after they came somebody looks whether they have begun.
LOOKED_AFTER_DAYS = 8


def bring_others(story: Story) -> None:
    """Bring in prospects, and customers who will have left by the end."""
    tiers = {tier.name: tier for tier in Tier.objects.all()}
    product = Product.objects.order_by("pk")[0]
    import_companies(drafts=[_company(story, other, tiers) for other in OTHERS])
    paying = [other for other in OTHERS if other.amount]
    import_subscriptions(drafts=[(letters(other.name), _subscription(story, other, product)) for other in paying])
    settle_mrr()
    story.companies |= {company.name: company for company in Company.objects.all()}
    _bring_people(story, paying)


def join(story: Story, newcomer: Other) -> None:
    """Let a company begin to pay; nobody of theirs begins to use anything."""
    tiers = {tier.name: tier for tier in Tier.objects.all()}
    company = save_company(**_company(story, newcomer, tiers))
    story.companies[newcomer.name] = company
    product = Product.objects.order_by("pk")[0]
    save_subscription(company_id=company.pk, **_subscription(story, newcomer, product))
    _bring_people(story, [newcomer])


def look_who_has_not_begun(story: Story) -> None:  # noqa: ARG001 - as everything that happens
    """Find who pays and has not begun, as every morning."""
    find_unstarted()


def _company(story: Story, other: Other, tiers: dict[str, Tier]) -> CompanyFields:
    fields: CompanyFields = {
        "external_id": letters(other.name),
        "name": other.name,
        "industry": other.industry,
        "country": other.country,
        "plan": other.plan,
        "stage": other.stage,
        "tier": tiers.get(other.tier),
        "owner": story.staff.get(other.owner),
        "domain": f"{letters(other.name).replace('.', '')}.example",
    }
    return fields | {"joined_on": _joined_on(story, other)} if other.joined else fields


def _subscription(story: Story, other: Other, product: Product) -> SubscriptionFields:
    return {
        "external_id": other.subscription,
        "product": product,
        "plan": other.plan,
        "amount_minor": to_minor(Decimal(other.amount), other.currency),
        "currency": other.currency,
        "from_on": _joined_on(story, other),
    }


def _joined_on(story: Story, other: Other) -> date:
    return min(clock.today(), story.day(0) - timedelta(days=other.joined or 0))


def _bring_people(story: Story, others: list[Other]) -> None:
    drafts = [
        ContactDraft(
            email=demo_address(other.contact, other.name),
            name=other.contact,
            language="en",
            role="decider",
            company_id=story.companies[other.name].pk,
        )
        for other in others
    ]
    for other, (contact, _outcome) in zip(others, import_contacts(drafts=drafts), strict=True):
        assert contact is not None, other  # noqa: S101 - the story's own people
        story.people[other.contact] = contact
