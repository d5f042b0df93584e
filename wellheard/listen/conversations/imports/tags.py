"""Say what a conversation was about, from the tags it had elsewhere: some say an area, some a category, some both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wellheard.listen.conversations.brought import Pair
from wellheard.listen.imports.filing import Places
from wellheard.listen.imports.importers import said_in
from wellheard.workspace.models import Area, Category

# What somebody says of a tag that means nothing here: it is not even kept as text.
LEFT_OUT = "-"


@dataclass(frozen=True)
class Meaning:
    """The areas and categories of one conversation, the tags that are kept as text, and what is worth knowing."""

    pairs: tuple[Pair, ...]
    kept: tuple[str, ...]
    notes: tuple[str, ...]


class TagMeanings:
    """What tags mean: as somebody said on the columns page, else by their name."""

    def __init__(self, places: Places, said: Mapping[str, Mapping[str, str]]) -> None:
        self._places = places
        self._areas = said.get("tag_area", {})
        self._categories = said.get("tag_category", {})
        self._by_key: dict[str, Area] = {}

    def learn(self) -> None:
        """Look up which areas there are, besides those that are looked up by name."""
        self._by_key = {str(area.pk): area for area in Area.objects.all()}

    def called(self, name: str, tag: str) -> str:
        """Return the area or the category that a tag is called like."""
        found = self._places.area(tag) if name == "tag_area" else self._places.category(tag)
        return str(found) if found else ""

    def of(self, tags: Iterable[str], *, area: str, category: str) -> Meaning:
        """Return what these tags mean, beside an area and a category that are named as such."""
        both: list[Pair] = []
        areas, categories = _there(self._places.area(area)), _there(self._places.category(category))
        kept, notes = [], list(self._places.notes(area, category))
        for tag in tags:
            if LEFT_OUT in {self._areas.get(said_in(tag)), self._categories.get(said_in(tag))}:
                continue
            its_area, its_category = self._area(tag), self._category(tag)
            if its_area and its_category:
                both.append((its_area.pk, its_category.pk))
            elif its_area or its_category:
                areas += _there(its_area)
                categories += _there(its_category)
            else:
                kept.append(tag)
                notes.append(
                    _("The tag “%(tag)s” is no area and no category here; it was kept as text.") % {"tag": tag}
                )
        pairs = tuple(dict.fromkeys([*both, *_paired(areas, categories)]))
        if not pairs and areas:
            notes.append(
                _("It names an area but no category, so it is not filed; say which of its tags is a category.")
            )
        if not pairs and categories:
            notes.append(_("It names a category but no area, so it is not filed; say which of its tags is an area."))
        return Meaning(pairs, tuple(kept), tuple(notes))

    def _area(self, tag: str) -> Area | None:
        said = self._areas.get(said_in(tag), "")
        return self._by_key.get(said) if said else self._places.area(tag)

    def _category(self, tag: str) -> Category | None:
        return self._places.category(self._categories.get(said_in(tag), "") or tag)


def _there(one: Area | Category | None) -> list[int]:
    return [one.pk] if one else []


def _paired(areas: list[int], categories: list[int]) -> list[Pair]:
    """Pair areas and categories in the order of the tags; the last of what there is less of goes with the rest."""
    areas, categories = list(dict.fromkeys(areas)), list(dict.fromkeys(categories))
    if not (areas and categories):
        return []
    most = max(len(areas), len(categories))
    return [(areas[min(n, len(areas) - 1)], categories[min(n, len(categories) - 1)]) for n in range(most)]
