"""What a conversation was about."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.listen.conversations.models.conversations import Conversation
from wellheard.workspace.models import Area, Category, Staff


class TagQuerySet(models.QuerySet["Tag"]):
    def confirmed(self) -> "TagQuerySet":
        return self.exclude(confirmed_at=None)

    def suggested(self) -> "TagQuerySet":
        return self.filter(confirmed_at=None)


class Tag(models.Model):
    """One area and category of a conversation; several where several things were asked. Only suggested until confirmed."""

    class MadeBy(models.TextChoices):
        SUGGESTED = "suggested", _("Suggested from earlier ones")
        STAFF = "staff", _("Somebody here")
        RULE = "rule", _("An automation")
        PROGRAM = "program", _("Another program")
        IMPORT = "import", _("An import")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="tags")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    arrived_at = models.DateTimeField(help_text="When the conversation began: volumes are counted by arrival")
    made_by = models.CharField(max_length=9, choices=MadeBy)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = TagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "area", "category"], name="tagged_once"),
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(confirmed_at=None), name="suggested_one_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["arrived_at", "area", "category"], name="tag_by_arrival"),
            models.Index(fields=["area", "category", "-arrived_at"], name="tag_of_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.area} · {self.category}"
