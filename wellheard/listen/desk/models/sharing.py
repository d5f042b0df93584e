"""Whose a saved reply or macro is: somebody's own, a team's, or everybody's."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from wellheard.workspace.models import Staff, Team

Row = TypeVar("Row", bound="Shared")


class SharedQuerySet(models.QuerySet[Row]):
    def open_to(self, staff: Staff) -> Self:
        """Those somebody may use: their own, those of their teams, and everybody's."""
        return self.filter(Q(owner=staff) | Q(team__members=staff) | Q(owner=None, team=None)).distinct()

    def most_used_first(self) -> Self:
        return self.order_by("-use_count", "name", "pk")

    def by_name(self) -> Self:
        return self.order_by("name", "pk")


class Shared(models.Model):
    """Something people here use again and again; with an owner it is theirs alone, with a team it is the team's."""

    name = models.CharField(max_length=120)
    owner = models.ForeignKey(Staff, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    use_count = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Grows with each edit; tells two editors apart")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def is_open_to(self, staff: Staff) -> bool:
        """Tell whether somebody may use and change it."""
        if self.owner_id:
            return self.owner_id == staff.pk
        return self.team_id is None or staff.teams.filter(pk=self.team_id).exists()
