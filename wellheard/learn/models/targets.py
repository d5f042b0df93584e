"""What the owner wants a figure to come to."""

from django.db import models
from django.db.models import Q


class Target(models.Model):
    """The target of one figure, in the figure's own unit: working hours, days or percent. Without a value there is none."""

    figure = models.SlugField(max_length=40, unique=True)
    value = models.FloatField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0, help_text="Grows with each edit; tells two editors apart")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(value=None) | Q(value__gte=0), name="target_not_negative")]

    def __str__(self) -> str:
        return f"{self.figure}: {self.value}"
