"""What is on the table."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.decide.models import Idea
from wellheard.decide.reviews.models.reviews import Review
from wellheard.workspace.models import Staff


class ReviewItem(models.Model):
    """One idea on the table of one meeting, with what was known of it when the shortlist was frozen.

    The snapshot holds texts, counts and money. Customers' words stand in it by the number of their feedback: who asks to be
    forgotten is forgotten here too.
    """

    class Why(models.TextChoices):
        NEW_EVIDENCE = "new_evidence", _("New voices")
        CHANGED_EVIDENCE = "changed_evidence", _("What is known changed")
        REVERSED = "reversed", _("Somebody no longer needs it")
        DISPUTED = "disputed", _("Opinions were far apart")
        UNSETTLED = "unsettled", _("Not decided last time")
        ANSWERED = "answered", _("The question was answered")
        DEFERRAL_OVER = "deferral_over", _("Its day has come")
        TEXT_CHANGED = "text_changed", _("Approved, then changed")
        BY_HAND = "by_hand", _("Chosen by hand")

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="items")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    why = models.JSONField(default=list, help_text="Codes of the reasons it is here")
    position = models.PositiveSmallIntegerField(default=0)
    snapshot = models.JSONField(default=dict)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    remark = models.TextField(blank=True, help_text="What was said about it at the table")
    talk_until = models.DateTimeField(null=True, help_text="When the time for talking about it is up")
    added_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "idea"], name="review_item_once")]
        indexes = [models.Index(fields=["idea", "-id"], name="review_item_of_idea")]

    def __str__(self) -> str:
        return f"{self.idea_id} at {self.review_id}"

    @property
    def reasons(self) -> list[Any]:
        """The reasons it is here, in words."""
        return [self.Why(code).label for code in self.why if code in self.Why.values]
