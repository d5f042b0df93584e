"""What a count is about: an area, a category, a tier, any of them or all."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wellheard.workspace.models import Area, Category, Team, Tier


@dataclass(frozen=True)
class Subject:
    """Ids, or None for whichever."""

    area: int | None = None
    category: int | None = None
    tier: int | None = None

    @property
    def code(self) -> str:
        """Name it as a code, as facts and constraints need it."""
        return f"a{self.area or '-'}.c{self.category or '-'}.t{self.tier or '-'}"

    @property
    def is_everything(self) -> bool:
        return self == Subject()

    def holds(self, other: "Subject") -> bool:
        """Tell whether whatever is about the other is also about this."""
        mine, theirs = (self.area, self.category, self.tier), (other.area, other.category, other.tier)
        return all(own in {None, one} for own, one in zip(mine, theirs, strict=True))


@dataclass(frozen=True)
class Names:
    """How subjects are called, read once for a page."""

    areas: dict[int, Area]
    categories: dict[int, Category]
    tiers: dict[int, Tier]

    @classmethod
    def of(cls, subjects: Iterable[Subject]) -> "Names":
        """Read the names of these, in three queries."""
        wanted = list(subjects)
        return cls(
            Area.objects.select_related("team").in_bulk({one.area for one in wanted if one.area}),
            Category.objects.in_bulk({one.category for one in wanted if one.category}),
            Tier.objects.in_bulk({one.tier for one in wanted if one.tier}),
        )

    def knows(self, subject: Subject) -> bool:
        """Tell whether all of it is still there."""
        parts = ((subject.area, self.areas), (subject.category, self.categories), (subject.tier, self.tiers))
        return all(key is None or key in names for key, names in parts)

    def name(self, subject: Subject) -> str:
        """Return how people call it."""
        area, category = self.areas.get(subject.area or 0), self.categories.get(subject.category or 0)
        if area and category:
            name = _("%(area)s, %(category)s") % {"area": area, "category": category.label}
        elif area or category:
            name = str(area or category)
        else:
            name = _("Everything")
        tier = self.tiers.get(subject.tier or 0)
        return _("%(subject)s, of %(tier)s") % {"subject": name, "tier": tier} if tier else name

    def team(self, subject: Subject) -> Team | None:
        """Return who owns its area."""
        area = self.areas.get(subject.area or 0)
        return area.team if area else None
