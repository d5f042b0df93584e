"""Every change on their side: companies, subscriptions, contacts, segments, codes and suppressions."""

from wellheard.customers.commands.attributes import add_attribute, edit_attribute, remove_attribute
from wellheard.customers.commands.codes import CodeCheck, TooManyCodesError, check_email_code, send_email_code
from wellheard.customers.commands.companies import CompanyFields, add_company, edit_company, save_company
from wellheard.customers.commands.consents import set_consents
from wellheard.customers.commands.contacts import (
    find_or_make_contact,
    join_company,
    make_primary,
    save_contact,
)
from wellheard.customers.commands.devices import join_device, meet_device
from wellheard.customers.commands.erasing import ErasedPersonError, erase_contact, require_not_erased, take_in_again
from wellheard.customers.commands.errors import (
    CustomerError,
    InvalidEmailError,
    TokenError,
    UnknownCompanyError,
    UnknownContactError,
)
from wellheard.customers.commands.identifying import Known, Trust, identify, identify_by_token
from wellheard.customers.commands.identity_keys import (
    IdentityKeyError,
    make_identity_secret,
    revoke_identity_key,
    trust_key_set,
    trust_public_key,
)
from wellheard.customers.commands.importing import (
    ContactDraft,
    import_companies,
    import_contacts,
    import_subscriptions,
)
from wellheard.customers.commands.leaving import count_on, count_until_paid_for
from wellheard.customers.commands.merging import (
    MergeError,
    gather_strays,
    merge_companies,
    merge_contacts,
    undo_merge,
)
from wellheard.customers.commands.mrr import MRR_CHANGED, recompute_mrr, settle_mrr
from wellheard.customers.commands.people import ContactFields, Place, add_contact, edit_contact
from wellheard.customers.commands.rates import remove_rate, save_rate, save_rates
from wellheard.customers.commands.segments import (
    UnknownSegmentError,
    refresh_all_segments,
    refresh_segment,
    refresh_segments_of,
    refresh_segments_of_contact,
    remove_segment,
    save_segment,
)
from wellheard.customers.commands.stated_mrr import import_stated_mrr
from wellheard.customers.commands.subscriptions import SubscriptionFields, save_subscription, set_stated_mrr
from wellheard.customers.commands.suppressions import suppress, unsuppress

__all__ = [
    "MRR_CHANGED",
    "CodeCheck",
    "CompanyFields",
    "ContactDraft",
    "ContactFields",
    "CustomerError",
    "ErasedPersonError",
    "IdentityKeyError",
    "InvalidEmailError",
    "Known",
    "MergeError",
    "Place",
    "SubscriptionFields",
    "TokenError",
    "TooManyCodesError",
    "Trust",
    "UnknownCompanyError",
    "UnknownContactError",
    "UnknownSegmentError",
    "add_attribute",
    "add_company",
    "add_contact",
    "check_email_code",
    "count_on",
    "count_until_paid_for",
    "edit_attribute",
    "edit_company",
    "edit_contact",
    "erase_contact",
    "find_or_make_contact",
    "gather_strays",
    "identify",
    "identify_by_token",
    "import_companies",
    "import_contacts",
    "import_stated_mrr",
    "import_subscriptions",
    "join_company",
    "join_device",
    "make_identity_secret",
    "make_primary",
    "meet_device",
    "merge_companies",
    "merge_contacts",
    "recompute_mrr",
    "refresh_all_segments",
    "refresh_segment",
    "refresh_segments_of",
    "refresh_segments_of_contact",
    "remove_attribute",
    "remove_rate",
    "remove_segment",
    "require_not_erased",
    "revoke_identity_key",
    "save_company",
    "save_contact",
    "save_rate",
    "save_rates",
    "save_segment",
    "save_subscription",
    "send_email_code",
    "set_consents",
    "set_stated_mrr",
    "settle_mrr",
    "suppress",
    "take_in_again",
    "trust_key_set",
    "trust_public_key",
    "undo_merge",
    "unsuppress",
]
