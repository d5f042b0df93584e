"""What other currencies are worth in the one we report in."""

from decimal import Decimal
from typing import Self

from babel.numbers import get_currency_precision
from django.db import models
from django.db.models import Q


class ExchangeRateQuerySet(models.QuerySet["ExchangeRate"]):
    def newest_on(self, day: object, *, into: str) -> Self:
        """The rate of each currency that counts on a day: the newest one not later than it."""
        return self.filter(into=into, on__lte=day).order_by("currency", "-on").distinct("currency")

    def newest_first(self) -> Self:
        return self.order_by("-on", "currency", "pk")


class ExchangeRate(models.Model):
    """What one unit of a currency was worth on a day, in units of the reporting currency of that time (`into`)."""

    currency = models.CharField(max_length=3)
    into = models.CharField(max_length=3)
    on = models.DateField()
    rate = models.DecimalField(max_digits=24, decimal_places=12)
    source = models.CharField(max_length=80, blank=True, help_text="Where it comes from: a bank, a file, by hand")

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["into", "currency", "on"], name="rate_once_a_day"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="rate_above_zero"),
        ]
        indexes = [models.Index(fields=["-on", "currency", "id"], name="rate_newest_first")]

    def __str__(self) -> str:
        return f"{self.currency} on {self.on}"

    @property
    def spoken(self) -> str:
        """The rate without the zeros that say nothing."""
        return f"{self.rate.normalize():f}"

    @property
    def minor_factor(self) -> Decimal:
        """What one minor unit is worth in minor units: a yen has none, a dollar has a hundred."""
        return self.rate.scaleb(get_currency_precision(self.into) - get_currency_precision(self.currency))
