"""What one attendee thinks of one idea, by one question."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from wellheard.decide.reviews.models.items import ReviewItem
from wellheard.decide.reviews.models.reviews import Attendee
from wellheard.workspace.models import Staff


class RatingQuerySet(models.QuerySet["Rating"]):
    def readable_by(self, staff: Staff) -> Self:
        """Those somebody may read: their own, and everybody's once they are revealed. An admin may read no more than others."""
        return self.filter(Q(attendee__staff=staff) | Q(item__review__revealed_at__isnull=False))

    def revealed(self) -> Self:
        """Those everybody may read."""
        return self.filter(item__review__revealed_at__isnull=False)


class Rating(models.Model):
    """One attendee's answer to one question about one idea: one to five, or weeks from low to high.

    Read them by `readable_by` or `revealed`, never bare: before the meeting nobody knows what others think.
    """

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="ratings")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="ratings")
    criterion = models.SlugField(max_length=40, help_text="Key of the question")
    value = models.PositiveSmallIntegerField(null=True)
    low_weeks = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    likely_weeks = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    high_weeks = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    rated_at = models.DateTimeField()

    objects = RatingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "attendee", "criterion"], name="rated_once"),
            models.CheckConstraint(
                condition=Q(value__range=(1, 5), likely_weeks=None)
                | Q(
                    value=None,
                    low_weeks__gt=0,
                    low_weeks__lte=F("likely_weeks"),
                    likely_weeks__lte=F("high_weeks"),
                ),
                name="rating_is_one_to_five_or_weeks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} of {self.item_id} by {self.attendee_id}"
