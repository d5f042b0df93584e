"""How the companies of a large segment rank ideas, kept because counting it takes longer than somebody waits for a page."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellheard.customers.models import Segment
from wellheard.decide.models.ideas import Idea
from wellheard.listen.models import Feedback


class SegmentRanking(models.Model):
    """That the ideas of a segment were counted, and when."""

    segment = models.OneToOneField(Segment, on_delete=models.CASCADE, related_name="+")
    counted_at = models.DateTimeField()
    money = models.BigIntegerField(default=0, help_text="What its companies pay a month, in minor units")

    def __str__(self) -> str:
        return f"{self.segment_id} at {self.counted_at:%Y-%m-%d %H:%M}"


class SegmentIdea(models.Model):
    """What the companies of one segment say of one idea, as the board shows it."""

    ranking = models.ForeignKey(SegmentRanking, on_delete=models.CASCADE, related_name="ideas")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="in_rankings")
    companies = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    votes = models.PositiveIntegerField()
    money = models.BigIntegerField()
    risk = models.BigIntegerField()
    lost = models.BigIntegerField()
    lost_deals = models.BigIntegerField(default=0)
    pipeline = models.BigIntegerField(default=0)
    expansion = models.BigIntegerField(default=0)
    worth = models.BigIntegerField(default=0)
    largest = models.BigIntegerField()
    before = models.PositiveIntegerField(null=True, help_text="Its place among open ideas a month ago")
    by_month = ArrayField(models.PositiveIntegerField(), default=list)
    loudest = models.ForeignKey(Feedback, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ranking", "idea"], name="segment_ranks_once")]
        indexes = [models.Index(fields=["ranking", "-worth", "-companies", "-idea"], name="segment_worth_most")]

    def __str__(self) -> str:
        return f"{self.idea_id} in {self.ranking_id}"
