"""Companies that pay and have not begun."""

from typing import Self

from django.db import models

from wellheard.customers.models import Company


class UnstartedQuerySet(models.QuerySet["Unstarted"]):
    def waiting(self) -> Self:
        """Those who have not begun and have not left."""
        return self.filter(begun_at=None, ended_at=None)


class Unstarted(models.Model):
    """A company in its first paid period of which nobody has signed in, used anything, written or answered: told of once."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="+")
    paid_from = models.DateField(help_text="First day of the first paid period")
    help_until = models.DateField(help_text="Last day on which it can still be helped: the end of that period")
    found_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When they left without having begun")

    objects = UnstartedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["help_until", "id"], condition=models.Q(begun_at=None, ended_at=None), name="unstarted_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id} has not begun"
