"""Lists as somebody likes to see them."""

from typing import Self

from django.db import models
from django.db.models import Q

from wellheard.workspace.models.staff import Staff


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def open_to(self, staff: Staff, *, place: str) -> Self:
        """Views of a list that this person may choose: their own, then what others share, by name."""
        return self.filter(Q(owner=staff) | Q(is_shared=True), place=place).order_by("name", "pk")


class SavedView(models.Model):
    """A named choice of filters, columns and order of one list, kept as the query of its address."""

    place = models.SlugField(max_length=40, help_text="Which list it is for, such as ideas")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    owner = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="saved_views")
    is_shared = models.BooleanField(default=False, help_text="All staff can choose it")
    is_default = models.BooleanField(default=False, help_text="What its owner sees first")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "place", "name"], name="saved_view_name_once"),
            models.UniqueConstraint(fields=["owner", "place"], condition=Q(is_default=True), name="one_default_view"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
