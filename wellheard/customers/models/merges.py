"""Two companies, or two contacts, that turned out to be one."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models.companies import Company
from wellheard.workspace.models import Staff


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> Self:
        return self.filter(undone_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class Merge(models.Model):
    """That one company (or contact) was joined to another, with what is needed to part them again.

    `remembered` holds, for each kind of row, which ones moved and what was set aside: ids, dates and former values.
    """

    class Kind(models.TextChoices):
        COMPANY = "company", _("Companies")
        CONTACT = "contact", _("People")

    kind = models.CharField(max_length=7, choices=Kind)
    kept_id = models.BigIntegerField()
    gone_id = models.BigIntegerField()
    remembered = models.JSONField(default=dict)
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True, help_text="When the person was erased; it cannot be undone since")

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "gone_id"], condition=models.Q(undone_at=None), name="merged_into_one"
            ),
            models.CheckConstraint(condition=~models.Q(kept_id=models.F("gone_id")), name="merged_with_another"),
        ]
        indexes = [
            models.Index(fields=["kind", "kept_id"], name="merges_into"),
            models.Index(fields=["-made_at", "-id"], name="merge_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.gone_id} into {self.kept_id}"


class CompanyAlias(models.Model):
    """An id by which the CRM or billing system knows a company that was joined to another: it leads on."""

    external_id = models.CharField(max_length=100, unique=True)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name_plural = "company aliases"

    def __str__(self) -> str:
        return self.external_id
