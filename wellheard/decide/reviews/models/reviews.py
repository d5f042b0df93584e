"""A meeting, and who comes to it."""

from typing import Any, Self, TypeAlias

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.foundation import clock
from wellheard.listen.interviews.models import Invited
from wellheard.workspace.models import Staff
from wellheard.workspace.models.versions import VERSION_HELP


class ReviewState(models.TextChoices):
    """How far a meeting is."""

    GATHERING = "gathering", _("Gathering ideas")
    RATING = "rating", _("Being rated")
    REVEALED = "revealed", _("Ratings are open")
    HELD = "held", _("It was held")
    CALLED_OFF = "called_off", _("Called off")


class ReviewQuerySet(models.QuerySet["Review"]):
    def ahead(self) -> Self:
        """Those that are not over."""
        return self.exclude(state__in=[Review.State.HELD, Review.State.CALLED_OFF])

    def newest_first(self) -> Self:
        return self.order_by("-meets_at", "-pk")


class Review(models.Model):
    """One meeting in which several departments decide about ideas.

    First its shortlist is gathered. Freezing keeps what is known of each idea as it stands, and everybody rates alone. Nobody
    reads anybody's ratings until they are revealed: when all have handed in, or when the round is closed. Then it is decided.
    """

    State: TypeAlias = ReviewState

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.GATHERING)
    meets_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=45)
    rate_until = models.DateTimeField(help_text="When the round of ratings closes by itself")
    quorum = models.PositiveSmallIntegerField(help_text="So many departments must be there to decide")
    capacity_weeks = models.DecimalField(max_digits=6, decimal_places=1)
    taken_weeks = models.DecimalField(
        max_digits=6, decimal_places=1, default=0, help_text="What is taken before anything here is decided"
    )
    capacity_until = models.DateField(null=True, blank=True)
    criteria = models.JSONField(default=list, help_text="The questions as they stood when it was frozen")
    frozen_at = models.DateTimeField(null=True)
    frozen_sha256 = models.CharField(max_length=64, blank=True, help_text="Of all its snapshots, in their order")
    revealed_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    room = models.JSONField(default=list, help_text="What took the room when it ended: title, and weeks as text")
    notes = models.TextField(blank=True, help_text="What else was said, for the minutes")
    calendar_sequence = models.PositiveIntegerField(
        default=0, help_text="Rises whenever calendars have to change it (RFC 5545, SEQUENCE)"
    )
    planned_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    planned_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-meets_at", "-id"], name="review_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["gathering", "called_off"]) | Q(frozen_at__isnull=False),
                name="review_rated_only_frozen",
            )
        ]

    def __str__(self) -> str:
        return f"review {self.number}"

    @property
    def is_past(self) -> bool:
        """Tell whether the day it was planned for is over, though nobody ended it or called it off."""
        return clock.day_of(self.meets_at) < clock.today()

    @property
    def is_revealed(self) -> bool:
        return self.revealed_at is not None

    @property
    def questions(self) -> list[dict[str, Any]]:
        """The questions it is rated by, in their order."""
        return list(self.criteria)


class Attendee(Invited):
    """Somebody who comes to a meeting and rates for a department, and what their calendar answered to the invitation."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="attendees")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    department = models.CharField(
        max_length=12, choices=Staff.Department, help_text="As it was when they were asked to come"
    )
    handed_in_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField(null=True, help_text="When they were noted as there")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "staff"], name="attendee_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.review_id}"
