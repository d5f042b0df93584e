"""What companies pay for; a company's MRR follows at once."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Field, Query, Schema

from wellheard.customers.api.companies import company_of
from wellheard.customers.commands import save_subscription
from wellheard.customers.models import Subscription
from wellheard.foundation.paging import page_of
from wellheard.workspace.api import Day, Id, Listing, Minor, Said, ScopedRouter, TokenRequest, listed, named, told
from wellheard.workspace.models import Product

router = ScopedRouter("companies", "subscriptions")


class SubscriptionSaid(Said):
    """What a company pays for one product and plan. What is left out stays as it is."""

    company_id: Id
    product_id: Id | None = None
    plan: Annotated[str, Field(max_length=80)] = ""
    seats: Annotated[int | None, Field(ge=0, lt=2**31)] = None
    amount_minor: Annotated[Minor, Field(description="Per month, in minor units of its currency")] = 0
    currency: Annotated[str, Field(pattern=r"^[A-Za-z]{3}$", description="ISO 4217")] = "USD"
    from_on: Annotated[Day | None, Field(description="The first day; needed for a new one")] = None
    until: Annotated[Day | None, Field(description="The first day on which it no longer runs")] = None


class SubscriptionTold(Schema):
    """A subscription as we know it."""

    id: int
    external_id: str
    company_id: int
    product_id: int | None
    plan: str
    seats: int | None
    amount_minor: int
    currency: str
    from_on: date
    until: date | None


class Subscriptions(Schema):
    """A page of subscriptions."""

    items: list[SubscriptionTold]
    next: str | None


@router.reads("/companies/{company_id}/subscriptions", Subscriptions, "List what a company pays for")
def list_subscriptions(request: TokenRequest, company_id: int, listing: Query[Listing]) -> HttpResponse:
    """Return a company's subscriptions, the oldest first."""
    rows = Subscription.objects.filter(company=company_of(company_id))
    return listed(request, page_of(rows, order=("pk",), cursor=listing.cursor, size=listing.limit), _row)


@router.writes("PUT", "/subscriptions/external/{external_id}", {200: SubscriptionTold}, "Add or change a subscription")
def put_subscription(request: TokenRequest, external_id: str, body: SubscriptionSaid) -> HttpResponse:  # noqa: ARG001
    """Add the subscription your billing system knows by this id, or bring it up to date."""
    company = company_of(body.company_id)
    said: dict[str, Any] = body.model_dump(exclude_unset=True, exclude={"company_id", "product_id"})
    if "from_on" in said and said["from_on"] is None:
        del said["from_on"]
    if "product_id" in body.model_fields_set:
        said["product"] = named(Product.objects.all(), body.product_id, "product_id")
    return told(_row(save_subscription(company_id=company.pk, **{**said, "external_id": external_id})))


def _row(subscription: Subscription) -> dict[str, Any]:
    return {name: getattr(subscription, name) for name in SubscriptionTold.model_fields}
