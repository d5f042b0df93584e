"""Where each idea stood in the ranking on a day, so that a board can say what moved."""

from django.db import models

from wellheard.decide.models.ideas import Idea


class IdeaRank(models.Model):
    """The place of an open idea among all open ones on one day, by what it was worth to the companies that asked until then."""

    taken_on = models.DateField()
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["taken_on", "idea"], name="idea_rank_once_a_day")]
        indexes = [models.Index(fields=["taken_on", "place"], name="idea_rank_in_order")]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.place} on {self.taken_on}"
