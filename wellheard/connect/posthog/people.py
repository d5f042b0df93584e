"""Whom an event of PostHog's names: a person by the product's own id, a device, or nobody in particular.

PostHog has one id for both, `distinct_id`: a random one until somebody signs in, the product's own afterwards.
"""

import re
from typing import Any, NamedTuple

from wellheard.foundation.text.clean import storable

# Ids that bugs send for everybody; PostHog itself refuses to let two people become one under them.
NOBODY = frozenset({
    "0", "00000000-0000-0000-0000-000000000000", "[object object]", "anonymous", "anonymous_id", "distinct_id", "distinctid",
    "email", "false", "guest", "id", "nan", "none", "not_authenticated", "null", "true", "undefined", "unknown",
})  # fmt: skip
# What companies are called among the groups of a product, the likeliest first.
COMPANIES = ("company", "organization", "organisation", "account", "customer", "workspace", "tenant")

_RANDOM = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{8,16}(-[0-9a-f]{4,}){3,4}", re.IGNORECASE
)


class Person(NamedTuple):
    """The product's own id of a person, and the device they are on; either may be empty."""

    user_id: str
    device_id: str


def person_of(distinct_id: str, properties: dict[str, Any]) -> Person:
    """Return whom an event names."""
    device_id = id_of(properties.get("$device_id"))
    if is_nobody(distinct_id):
        return Person("", device_id)
    if _is_anonymous(distinct_id, device_id, properties):
        return Person("", device_id or distinct_id)
    return Person(distinct_id, "" if is_nobody(device_id) else device_id)


def company_of(groups: object) -> str:
    """Return the company among the groups that an event names: as it is usually called, or the only one there is."""
    if not isinstance(groups, dict):
        return ""
    for name in COMPANIES:
        if found := id_of(groups.get(name)):
            return found
    return id_of(next(iter(groups.values()))) if len(groups) == 1 else ""


def id_of(said: object) -> str:
    """Return an id as text, as it is kept; numbers are ids too."""
    if isinstance(said, str):
        return storable(said).strip()
    return str(said) if isinstance(said, int) and not isinstance(said, bool) else ""


def is_nobody(distinct_id: str) -> bool:
    """Tell whether an id stands for nobody."""
    return not distinct_id or distinct_id.casefold().strip("\"' ") in NOBODY


def is_random(distinct_id: str) -> bool:
    """Tell whether a client made an id up."""
    return bool(_RANDOM.fullmatch(distinct_id))


def _is_anonymous(distinct_id: str, device_id: str, properties: dict[str, Any]) -> bool:
    if properties.get("$is_identified") is True:
        return False
    if distinct_id == device_id or properties.get("$is_identified") is False:
        return True
    # Servers make up an id where none is given, and say that there is no person behind it.
    return properties.get("$process_person_profile") is False and is_random(distinct_id)
