"""Who gets the next conversation of a team."""

from django.db import models

from wellheard.workspace.models import Staff, Team

MOST_OPEN = 20


class TeamDealing(models.Model):
    """Whether a team's new conversations are dealt out to its people in turn, and how many each takes at a time."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="+")
    deals_since = models.DateTimeField(null=True, blank=True, help_text="Empty: people take what they choose")
    most_open = models.PositiveSmallIntegerField(
        default=MOST_OPEN, help_text="Open conversations of one person at most"
    )

    def __str__(self) -> str:
        return f"{self.team}: {self.most_open}"


class Turn(models.Model):
    """When somebody was last dealt a conversation of a team: who waited longest is next."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    dealt_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "staff"], name="turn_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.team_id}"
