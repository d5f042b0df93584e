"""Every change on their side: companies, subscriptions, contacts, segments, codes and suppressions."""

from wellheard.customers.commands.companies import CompanyFields, save_company
from wellheard.customers.commands.contacts import (
    find_or_make_contact,
    join_company,
    make_primary,
    save_contact,
)
from wellheard.customers.commands.errors import (
    CustomerError,
    InvalidEmailError,
    UnknownCompanyError,
    UnknownContactError,
)
from wellheard.customers.commands.mrr import MRR_CHANGED, recompute_mrr
from wellheard.customers.commands.subscriptions import SubscriptionFields, save_subscription

__all__ = [
    "MRR_CHANGED",
    "CompanyFields",
    "CustomerError",
    "InvalidEmailError",
    "SubscriptionFields",
    "UnknownCompanyError",
    "UnknownContactError",
    "find_or_make_contact",
    "join_company",
    "make_primary",
    "recompute_mrr",
    "save_company",
    "save_contact",
    "save_subscription",
]
