"""What others report of the same figure."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Benchmark(models.Model):
    """A band of net promoter scores that somebody published, with who, when and how; never the one truth."""

    class Kind(models.TextChoices):
        RELATIONAL = "relational", _("Asked about us as a whole")
        TRANSACTIONAL = "transactional", _("Asked about one thing that just happened")

    class Evidence(models.TextChoices):
        REPORT = "report", _("Their own report")
        SECOND_HAND = "second_hand", _("Second-hand, quoted on a page")
        OURS = "ours", _("Our own")

    name = models.CharField(max_length=120, help_text="Of whom, such as B2B SaaS")
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.RELATIONAL)
    low = models.SmallIntegerField()
    high = models.SmallIntegerField()
    middle = models.SmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200)
    said_on = models.DateField(help_text="When it was published; of a year the first day")
    evidence = models.CharField(max_length=11, choices=Evidence, default=Evidence.SECOND_HAND)
    version = models.PositiveIntegerField(default=1, help_text="Grows with each edit; tells two editors apart")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low__gte=-100, high__lte=100, low__lte=F("high")), name="benchmark_on_its_scale"
            ),
            models.CheckConstraint(
                condition=Q(middle=None) | Q(middle__gte=F("low"), middle__lte=F("high")),
                name="benchmark_middle_inside",
            ),
        ]
        indexes = [models.Index(fields=["kind", "-said_on", "id"], name="benchmark_of_kind")]

    def __str__(self) -> str:
        return self.name
