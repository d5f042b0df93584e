"""What was doubtful in a row of a file: the deal is kept all the same, and a person decides."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.listen.deals.models.deals import Deal
from wellheard.listen.deals.models.meanings import StageMeaning


class DealDoubtQuerySet(models.QuerySet["DealDoubt"]):
    def standing(self) -> Self:
        """Those that nobody settled and nothing resolved: whose deal it is was not found, its amount is not known, and so on."""
        kinds = DealDoubt.Kind
        decided = StageMeaning.objects.exclude(outcome="").filter(
            source=models.OuterRef("deal__source"),
            pipeline=models.OuterRef("deal__pipeline_said"),
            stage=models.OuterRef("deal__stage_said"),
        )
        about = {
            models.Q(kind__in=DealDoubt.OF_COMPANY): models.Q(deal__company__isnull=False),
            models.Q(kind__in=DealDoubt.OF_MONEY): models.Q(deal__amount_minor__isnull=False),
            models.Q(kind=kinds.STAGE): models.Exists(decided) | models.Q(deal__outcome_by=Deal.By.PERSON),
        }
        standing = self.filter(settled_at=None, deal__withdrawn_at=None)
        for kind, resolved in about.items():
            standing = standing.exclude(kind & resolved)
        return standing


class DealDoubt(models.Model):
    """One doubt about one row. Its words are the row's own; a person settles it by leaving the deal as it is."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("Company not found, or several alike")
        NO_COMPANY = "no_company", _("No company named")
        STAGE = "stage", _("Stage not understood")
        NO_AMOUNT = "no_amount", _("No amount")
        AMOUNT = "amount", _("Amount not understood")
        CURRENCY = "currency", _("Currency not known")
        DAY = "day", _("Day not understood")

    OF_COMPANY = (Kind.COMPANY, Kind.NO_COMPANY)
    OF_MONEY = (Kind.NO_AMOUNT, Kind.AMOUNT, Kind.CURRENCY)

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="doubts")
    number = models.PositiveBigIntegerField(help_text="Its line in the file")
    kind = models.CharField(max_length=10, choices=Kind)
    said = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True, help_text="When a person left the deal as it is")

    objects = DealDoubtQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "kind"], name="deal_doubted_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind}"
