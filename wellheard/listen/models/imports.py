"""Files that were read in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """One run of an import: what came in from which file of which system, and how it ended. The file itself is not kept."""

    class Kind(models.TextChoices):
        COMPANIES = "companies", _("Companies")
        SUBSCRIPTIONS = "subscriptions", _("Subscriptions")
        CONTACTS = "contacts", _("Contacts")
        FEEDBACK = "feedback", _("Feedback")

    kind = models.CharField(max_length=13, choices=Kind)
    origin = models.CharField(max_length=60, blank=True, help_text="The outside system the ids in the file belong to")
    file_name = models.CharField(max_length=255)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    new_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="import_newest")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.file_name}"
