"""What everybody is like on the day a sample is drawn: kept with it, because plans, tiers and people change afterwards."""

from collections.abc import Iterable
from typing import Any

from wellheard.listen.surveys.models import Survey
from wellheard.listen.surveys.results.people import TRAITS, base_of, people_like
from wellheard.listen.surveys.results.scope import Scope


def margins_today(survey: Survey) -> dict[str, Any]:
    """Return how many people and companies a survey is for, and how many have each value of each trait; nothing if not known."""
    base = base_of(Scope(survey))
    if base.traits is None:
        return {}
    return {
        "people": base.people,
        "companies": base.companies,
        "traits": {name: dict(values) for name, values in base.traits.items()},
    }


def traits_today(contacts: Iterable[int]) -> dict[int, list[str]]:
    """Return the traits of people, in the order of TRAITS."""
    return {pk: [getattr(person, name) for name in TRAITS] for pk, person in people_like(contacts).items()}
