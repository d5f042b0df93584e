"""Find the areas and categories that rows name."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from wellheard.listen.imports.errors import FileError
from wellheard.workspace.commands import add_area, add_product
from wellheard.workspace.models import Area, Category, Product

MOST_NAME = 80


class Places:
    """The areas and categories there are, by name; areas that are missing are made when a product for them is named."""

    def __init__(self, product: str) -> None:
        self._product_name = product
        self._areas: dict[str, list[Area]] = {}
        self._categories: dict[str, Category] = {}

    def learn(self, areas: Iterable[str]) -> None:
        """Look up what there is, and make the areas that are missing where the user asked for it."""
        self._look_up()
        missing = {area.casefold(): area for area in areas if area and area.casefold() not in self._areas}
        if self._product_name:
            for plain, name in sorted(missing.items()):
                self._areas[plain] = [add_area(product=self._product(), name=name[:MOST_NAME])]

    def _look_up(self) -> None:
        self._areas = {}
        for area in Area.objects.all():
            self._areas.setdefault(area.name.casefold(), []).append(area)
        self._categories = {}
        for category in Category.objects.all():
            self._categories |= {category.key: category, category.name.casefold(): category}

    def area(self, name: str) -> Area | None:
        """Return the area of this name; none when there is none, or several."""
        found = self._areas.get(name.casefold(), [])
        return found[0] if len(found) == 1 else None

    def category(self, name: str) -> Category | None:
        """Return the category of this key or name."""
        return self._categories.get(name.casefold()) or self._categories.get(name.casefold().replace(" ", "-"))

    def notes(self, area: str, category: str) -> list[str]:
        """Return what is worth knowing about names that were not found."""
        notes = []
        if area and self.area(area) is None:
            notes.append(
                _("There is no single area “%(name)s”; it was left open. --make-areas PRODUCT makes areas.")
                % {"name": area[:60]}
            )
        if category and self.category(category) is None:
            notes.append(_("There is no category “%(name)s”; it was left open.") % {"name": category[:60]})
        return notes

    def _product(self) -> Product:
        try:
            return Product.objects.filter(name__iexact=self._product_name).first() or add_product(
                name=self._product_name
            )
        except ValueError as problem:
            raise FileError(str(problem)) from problem
