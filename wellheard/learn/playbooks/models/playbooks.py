"""A checklist: which fact begins it, for which companies, and what is to be done when by whom."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Segment
from wellheard.workspace.models import VERSION_HELP, Staff, Tier
from wellheard.workspace.permissions import Role


class PlaybookQuerySet(models.QuerySet["Playbook"]):
    def by_name(self) -> Self:
        return self.order_by(Lower("name"), "pk")

    def switched_on(self) -> Self:
        return self.exclude(switched_on_at=None)


class Playbook(models.Model):
    """Steps that somebody here takes whenever something happens to a company; made switched off."""

    name = models.CharField(max_length=80)
    begins_on = models.CharField(max_length=60, help_text="The fact that begins it, such as departure.recorded")
    segment = models.ForeignKey(
        Segment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="Only for its companies"
    )
    wants_segment = models.BooleanField(
        default=False, help_text="Begins for nobody once its segment is gone, instead of for everybody"
    )
    tier = models.ForeignKey(
        Tier, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="Only for its companies"
    )
    conditions = models.JSONField(
        default=list, blank=True, help_text="What of the fact, or of the company, must hold for it to begin"
    )
    switched_on_at = models.DateTimeField(null=True, blank=True, help_text="Empty: it begins nothing")
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = PlaybookQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="playbook_name_once")]
        indexes = [
            models.Index(fields=["begins_on"], condition=~Q(switched_on_at=None), name="playbook_begins_on"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on(self) -> bool:
        return self.switched_on_at is not None


class PlaybookStep(models.Model):
    """One thing to do, so many days after the playbook began, by the company's owner or by somebody with a role."""

    class Who(models.TextChoices):
        OWNER = "owner", _("Whoever looks after the company")
        ROLE = "role", _("Somebody with a role")

    playbook = models.ForeignKey(Playbook, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    after_days = models.PositiveSmallIntegerField(default=0)
    who = models.CharField(max_length=5, choices=Who, default=Who.OWNER)
    role = models.CharField(max_length=10, choices=Role, blank=True, help_text="Also where a company has no owner")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["playbook", "position"], name="playbook_step_place_once")]

    def __str__(self) -> str:
        return self.title
