"""What we sell and how what was said is sorted."""

from typing import Self

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext, gettext_noop

from wellheard.workspace.models.staff import Team
from wellheard.workspace.models.versions import VERSION_HELP


class ProductQuerySet(models.QuerySet["Product"]):
    def by_name(self) -> Self:
        return self.order_by("name")


class Product(models.Model):
    """Something we sell."""

    name = models.CharField(max_length=80, unique=True)
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = ProductQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class AreaQuerySet(models.QuerySet["Area"]):
    def by_name(self) -> Self:
        return self.order_by("name")


class Area(models.Model):
    """A module of a product, owned by a team. Areas form a tree."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="areas")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    name = models.CharField(max_length=80)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="areas")
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("product", Lower("name"), name="area_name_once")]

    def __str__(self) -> str:
        return self.name


# What every vendor starts with. The names are kept as written here and translated when they are shown.
STANDARD_CATEGORIES = {
    "confusion": gettext_noop("Confusion"),
    "did-not-know": gettext_noop("Did not know it exists"),
    "bug": gettext_noop("Bug"),
    "feature-request": gettext_noop("Feature request"),
    "question": gettext_noop("Question"),
    "praise": gettext_noop("Praise"),
    "complaint": gettext_noop("Complaint"),
    "other": gettext_noop("Other"),
}


class CategoryQuerySet(models.QuerySet["Category"]):
    def in_order(self) -> Self:
        return self.order_by("position", "name")


class Category(models.Model):
    """What kind of thing a customer told us: confusion, did not know it exists, bug, feature request, question, praise, …"""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = CategoryQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name to show: a standard category that nobody renamed reads in the viewer's language."""
        if STANDARD_CATEGORIES.get(self.key) == self.name:
            return gettext(self.name)
        return self.name
