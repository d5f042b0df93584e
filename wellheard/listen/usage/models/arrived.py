"""Where messages of clients wait between the front door and the lake."""

from django.db import models
from django.db.models import Q


class ArrivedEvent(models.Model):
    """One message of a client as the front door kept it before saying so. Written by COPY, emptied by the mover.

    There is no foreign key: a front door does not look anything up.
    """

    class Kind(models.TextChoices):
        TRACK = "track"
        PAGE = "page"
        SCREEN = "screen"
        IDENTIFY = "identify"
        GROUP = "group"
        ALIAS = "alias"
        CAPTURE = "capture"

    source_id = models.BigIntegerField()
    protocol = models.CharField(max_length=20)
    message_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200, blank=True)
    user_id = models.CharField(
        max_length=320, blank=True, help_text="The vendor's own id of the person, as it was said"
    )
    anonymous_id = models.CharField(max_length=320, blank=True, help_text="The device")
    previous_id = models.CharField(max_length=320, blank=True, help_text="Of an alias: the id until now")
    group_id = models.CharField(max_length=100, blank=True, help_text="The vendor's own id of the company")
    said_at = models.DateTimeField(help_text="When it happened, by our clock")
    received_at = models.DateTimeField()
    properties = models.TextField(default="{}", help_text="JSON, as it came")
    traits = models.TextField(default="{}", help_text="JSON, as it came")
    context = models.TextField(default="{}", help_text="JSON, as it came")
    is_trusted = models.BooleanField(
        default=False, help_text="Who it was is vouched for: a server's key, a signed token"
    )
    batch = models.BigIntegerField(null=True, help_text="The batch that moves it")

    class Meta:
        db_table = "usage_arrived"
        indexes = [models.Index(fields=["batch", "id"], condition=~Q(batch=None), name="arrived_of_batch")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Batch(models.Model):
    """Messages that are moved together. Its number stands in the lake too: so nothing is moved twice."""

    claimed_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True)
    messages = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0, help_text="Messages among them that had come before")

    class Meta:
        verbose_name_plural = "batches"
        indexes = [models.Index(fields=["id"], condition=Q(moved_at=None), name="batch_to_move")]

    def __str__(self) -> str:
        return str(self.pk)


class SeenMessage(models.Model):
    """That a message came: clients send again what they are not sure of. Forgotten after some days."""

    source_id = models.BigIntegerField()
    message_id = models.CharField(max_length=100)
    seen_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source_id", "message_id"], name="message_seen_once")]
        indexes = [models.Index(fields=["seen_on"], name="message_seen_on")]

    def __str__(self) -> str:
        return self.message_id
