"""Their side: who pays, who speaks, and groups of them worth asking about."""

from wellheard.customers.models.attributes import Attribute, AttributeQuerySet
from wellheard.customers.models.companies import Company, CompanyQuerySet, Subscription, SubscriptionQuerySet, runs_on
from wellheard.customers.models.consents import Consent, ErasedAddress
from wellheard.customers.models.contacts import Contact, ContactIdentity, EmailCode, Membership, Suppression
from wellheard.customers.models.identity_keys import IdentityKey
from wellheard.customers.models.merges import CompanyAlias, Merge
from wellheard.customers.models.rates import ExchangeRate, ExchangeRateQuerySet
from wellheard.customers.models.segments import Segment, SegmentMember, member_of

__all__ = [
    "Attribute",
    "AttributeQuerySet",
    "Company",
    "CompanyAlias",
    "CompanyQuerySet",
    "Consent",
    "Contact",
    "ContactIdentity",
    "EmailCode",
    "ErasedAddress",
    "ExchangeRate",
    "ExchangeRateQuerySet",
    "IdentityKey",
    "Membership",
    "Merge",
    "Segment",
    "SegmentMember",
    "Subscription",
    "SubscriptionQuerySet",
    "Suppression",
    "member_of",
    "runs_on",
]
