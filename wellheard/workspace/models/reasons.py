"""Why deals are won and lost, and why companies leave: lists of two levels that the vendor may change."""

from typing import Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models.standard_reasons import STANDARD_REASONS
from wellheard.workspace.models.versions import VERSION_HELP

_STANDARD_NAMES = {(kind, reason.key): reason.name for kind, reasons in STANDARD_REASONS.items() for reason in reasons}


class ReasonQuerySet(models.QuerySet["Reason"]):
    def in_order(self) -> Self:
        """The first level in the vendor's order; below each its second level."""
        return self.order_by("kind", "position", "pk")

    def offered(self) -> Self:
        """Those that may still be chosen; one that is retired stays on what was said with it."""
        return self.filter(retired_at=None)


class Reason(models.Model):
    """One reason, of the first level or below one of it."""

    class Kind(models.TextChoices):
        DEAL = "deal", _("Deals")
        DEPARTURE = "departure", _("Departures")

    class Asks(models.TextChoices):
        """What somebody who gives this reason is asked further."""

        NOTHING = "", _("Nothing further")
        IDEA = "idea", _("Which function was missing")
        COMPETITOR = "competitor", _("Which competitor")

    kind = models.CharField(max_length=9, choices=Kind)
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    asks = models.CharField(max_length=10, choices=Asks, default=Asks.NOTHING, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = ReasonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="reason_key_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="reason_has_name"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="reason_not_below_itself"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name to show: a standard reason that nobody renamed reads in the viewer's language."""
        if _STANDARD_NAMES.get((self.kind, self.key)) == self.name:
            return gettext(self.name)
        return self.name

    @property
    def full_label(self) -> str:
        """The name with that of the reason it belongs to, for lists where both levels stand together. Needs `parent`."""
        return f"{self.parent.label} › {self.label}" if self.parent else self.label
