"""The systems of sales we are connected to, what arrived from them, and which of their deals are to be read again."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.foundation import clock
from wellheard.workspace.models import Staff

# What their secrets are sealed for.
PURPOSE = "crm"


class System(models.TextChoices):
    """The systems we speak with."""

    HUBSPOT = "hubspot", "HubSpot"
    PIPEDRIVE = "pipedrive", "Pipedrive"
    BITRIX24 = "bitrix24", "Bitrix24"
    AMOCRM = "amocrm", "amoCRM"
    SALESFORCE = "salesforce", "Salesforce"


class CrmConnection(models.Model):
    """One account in a system of sales. Its secrets are sealed; `source` is the name that its deals carry here."""

    system = models.CharField(max_length=10, choices=System)
    source = models.SlugField(
        max_length=20, unique=True, help_text="Where deals of this account come from, in one word"
    )
    url = models.CharField(max_length=260, help_text="Where its API is asked")
    path = models.CharField(max_length=40, unique=True, help_text="The part of the webhook's address nobody can guess")
    key_sealed = models.TextField(help_text="The token or key with which we ask")
    client_id = models.CharField(max_length=200, blank=True, help_text="Whose key it is, where the system asks for it")
    hook_secret_sealed = models.TextField(blank=True, help_text="What proves that a message is the system's")
    account = models.CharField(max_length=200, blank=True, help_text="What the account calls itself")
    fields = models.JSONField(
        default=dict, blank=True, help_text="Which of its fields says the reason, the competitor, the industry"
    )
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, help_text="When a message that is its own arrived last")
    read_until = models.DateTimeField(null=True, help_text="Up to which change its deals were read for what was missed")
    compared_to = models.BigIntegerField(
        default=0, help_text="Up to which of its readings we asked what it still has, where it lists nothing deleted"
    )
    paused_at = models.DateTimeField(null=True, help_text="Since when nothing is asked there; what arrives is kept")
    refused_at = models.DateTimeField(
        null=True, help_text="Since when it does not accept our key: nothing is asked until it gets another"
    )
    wait_until = models.DateTimeField(null=True, help_text="Until when it asked us to ask nothing")
    problem = models.TextField(blank=True, help_text="Why it could not be asked the last time")

    def __str__(self) -> str:
        return f"{self.get_system_display()} {self.account or self.url}"

    @property
    def is_asked(self) -> bool:
        """Whether we may ask there at the moment."""
        return self.paused_at is None and self.refused_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether it asked us to ask nothing just now."""
        return self.wait_until is not None and self.wait_until > clock.now()


class CrmArrival(models.Model):
    """One message of a system, as it came. Kept raw before anything else; the same message is taken once."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        NOT_OURS = "not_ours", _("Concerns nothing here")
        FAILED = "failed", _("Cannot be read")

    connection = models.ForeignKey(CrmConnection, on_delete=models.CASCADE, related_name="arrivals")
    key = models.CharField(max_length=80, help_text="The system's own name for it, else what its bytes come to")
    body = models.BinaryField()
    arrived_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "key"], name="crm_arrival_once")]

    def __str__(self) -> str:
        return self.key


class CrmReadingQuerySet(models.QuerySet["CrmReading"]):
    def waiting(self) -> Self:
        return self.filter(state=CrmReading.State.WAITING)


class CrmReading(models.Model):
    """One deal of a system and how its last reading went. `wanted` grows with each hint: one that comes meanwhile is not lost."""

    class State(models.TextChoices):
        WAITING = "waiting", _("To be read")
        READ = "read", _("Read")
        GONE = "gone", _("Deleted there")
        FAILED = "failed", _("Cannot be read")

    connection = models.ForeignKey(CrmConnection, on_delete=models.CASCADE, related_name="readings")
    external_id = models.CharField(max_length=100)
    wanted = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    wanted_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="Before that it is not read: when it failed, each time later")
    read_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True, help_text="The system's own time of the change that was read last")
    tries = models.PositiveSmallIntegerField(default=0, help_text="How often in a row it could not be read")
    problem = models.TextField(blank=True)

    objects = CrmReadingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "external_id"], name="crm_reading_once")]
        indexes = [
            models.Index(fields=["connection", "state"], name="crm_reading_by_state"),
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="crm_reading_due"),
        ]

    def __str__(self) -> str:
        return self.external_id
