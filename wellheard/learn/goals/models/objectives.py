"""What we want to reach within some time."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from wellheard.workspace.models import VERSION_HELP, Area, Staff, Team


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def closed(self) -> Self:
        return self.exclude(closed_at=None)

    def latest_first(self) -> Self:
        return self.order_by("-last_on", "-begins_on", "pk")


class Objective(models.Model):
    """Something we want to reach between two days, whose it is, and how it was graded in the end."""

    title = models.CharField(max_length=200)
    why = models.TextField(blank=True, help_text="What will be better for customers when it is reached")
    owner = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    begins_on = models.DateField()
    last_on = models.DateField(help_text="The last day that belongs to it")
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    grade = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True, help_text="From 0 to 1")
    learnt = models.TextField(blank=True, help_text="What we learnt, said when it was closed")
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="objective_has_title"),
            models.CheckConstraint(condition=Q(begins_on__lte=F("last_on")), name="objective_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(closed_at=None, grade=None) | Q(closed_at__isnull=False, grade__gte=0, grade__lte=1),
                name="objective_graded_when_closed",
            ),
        ]
        indexes = [models.Index(fields=["-last_on", "-begins_on", "id"], name="objective_latest")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
