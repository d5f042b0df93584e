"""How areas and categories are called in frozen numbers: standard categories keep their key, to be read in any language."""

from collections.abc import Iterable

from wellheard.understand.trends.queries.subjects import Names, Subject


def named(subjects: Iterable[Subject]) -> dict[Subject, dict[str, object]]:
    """Return ids and names of what counts are about, in three queries; what is not there any more is left out."""
    wanted = list(subjects)
    names = Names.of(wanted)
    return {one: _named(one, names) for one in wanted if names.knows(one)}


def _named(subject: Subject, names: Names) -> dict[str, object]:
    area, category = names.areas.get(subject.area or 0), names.categories.get(subject.category or 0)
    tier = names.tiers.get(subject.tier or 0)
    return {
        "area": subject.area,
        "area_name": area.name if area else "",
        "category": subject.category,
        "category_key": category.key if category else "",
        "category_name": category.name if category else "",
        "tier_name": tier.name if tier else "",
    }
