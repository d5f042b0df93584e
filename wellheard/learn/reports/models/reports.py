"""What was reported of a period."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models import Staff
from wellheard.workspace.models.versions import VERSION_HELP


class ReportQuerySet(models.QuerySet["Report"]):
    def published(self) -> Self:
        return self.exclude(published_at=None)

    def drafts(self) -> Self:
        return self.filter(published_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-begins_on", "-pk")


class Report(models.Model):
    """What customers told us in some days, what we did, and who was not heard: a draft, and once published never changed.

    Its numbers are frozen in its sections. A correction is a report of its own that names the one it corrects.
    """

    class Kind(models.TextChoices):
        VOICE = "voice", _("Voice of the customer")
        BRIEFING = "briefing", _("Product briefing")

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.VOICE)
    begins_on = models.DateField()
    last_on = models.DateField(help_text="The last day that belongs to it")
    currency = models.CharField(max_length=3, help_text="The reporting currency when it was made")
    made_at = models.DateTimeField(help_text="When its numbers were taken")
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    opened_at = models.DateTimeField(null=True, help_text="When the link to the customers’ edition began to work")
    link_number = models.PositiveIntegerField(default=0, help_text="Grows when the link is closed: the old one ends")
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(begins_on__lte=F("last_on")), name="report_ends_after_it_begins"),
            # A double click or a repeated task makes no second draft.
            models.UniqueConstraint(
                fields=["kind", "begins_on", "last_on"], condition=Q(published_at=None), name="report_drafted_once"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | ~Q(published_at=None), name="report_opened_once_published"
            ),
        ]
        indexes = [models.Index(fields=["-begins_on", "-id"], name="report_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.begins_on} to {self.last_on}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def quarter(self) -> tuple[int, int] | None:
        """The year and number of the quarter it covers; None of other days."""
        number, rest = divmod(self.begins_on.month - 1, 3)
        if (
            rest
            or self.begins_on.day != 1
            or self.last_on.toordinal() + 1 != _after_quarter(self.begins_on).toordinal()
        ):
            return None
        return self.begins_on.year, number + 1


def _after_quarter(first: date) -> date:
    month = first.month + 3
    return date(first.year + month // 13, month - 12 if month > 12 else month, 1)  # noqa: PLR2004 - months
