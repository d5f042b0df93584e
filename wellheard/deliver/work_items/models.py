"""Pieces of work in trackers, what waits for them, and those that are still to be made there."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.decide.models import Idea
from wellheard.listen.conversations.models import Conversation, ProductWait
from wellheard.understand.trends.models import Spike
from wellheard.workspace.models import Staff

# What a conversation's wait for a piece of work is called (listen.conversations: ProductWait.subject_type).
WORK_ITEM = "workitem"


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def followed(self) -> Self:
        """Those that an idea, a conversation or something unusual waits for, or a duplicate of them."""
        waits = ProductWait.objects.filter(subject_type=WORK_ITEM).values("subject_id")
        linked = Q(pk__in=WorkItemLink.objects.values("item")) | Q(pk__in=waits)
        linked |= Q(pk__in=SpikeLink.objects.values("item"))
        through = WorkItem.objects.filter(linked).exclude(duplicate_of=None)
        return self.filter(linked | Q(pk__in=through.values("duplicate_of")))


class WorkItem(models.Model):
    """One piece of work in a tracker, as it was last read there. `outcome` is what became of it, never more than it says."""

    class State(models.TextChoices):
        UNREAD = "unread", _("Not read yet")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Outcome(models.TextChoices):
        SHIPPED = "shipped", _("Done")
        DECLINED = "declined", _("Not planned")
        DUPLICATE = "duplicate", _("Duplicate")
        UNKNOWN = "unknown", _("Closed without a reason")

    class Broken(models.TextChoices):
        GONE = "gone", _("It was deleted in the tracker.")
        MOVED = "moved", _("It was moved to another place in the tracker.")
        HIDDEN = "hidden", _("It cannot be read: it is not there, or we may not see it.")

    tracker = models.SlugField(max_length=20)
    site = models.CharField(max_length=260, help_text="The tracker's host, such as github.com")
    repository = models.CharField(max_length=200, help_text="Where in the tracker it is, such as northwind/app")
    number = models.PositiveBigIntegerField()
    url = models.CharField(max_length=500)
    title = models.CharField(max_length=300, blank=True)
    is_private = models.BooleanField(default=False, help_text="Whether only invited people can read it")
    state = models.CharField(max_length=6, choices=State, default=State.UNREAD)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    duplicate_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="duplicates")
    changed_at = models.DateTimeField(null=True, help_text="When it last changed, as the tracker says")
    closed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True, help_text="When we last read it")
    broken_at = models.DateTimeField(null=True)
    broken_reason = models.CharField(max_length=6, choices=Broken, blank=True)
    moved_to = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tracker", "site", "repository", "number"], name="work_item_once"),
            models.CheckConstraint(condition=~Q(duplicate_of=models.F("id")), name="work_item_not_its_own_duplicate"),
        ]
        indexes = [models.Index(fields=["tracker", "read_at"], name="work_item_read")]

    def __str__(self) -> str:
        return self.title or self.reference

    @property
    def reference(self) -> str:
        """How people in the tracker name it: northwind/app#12."""
        return f"{self.repository}#{self.number}"


class WorkItemLink(models.Model):
    """That an idea waits for a piece of work. That a conversation does is a ProductWait, which parks it until there is news."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="links")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "idea"], name="work_item_linked_to_idea_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} for {self.idea_id}"


class SpikeLink(models.Model):
    """That a piece of work is about something unusual: its conversations wait for it, those too that come while it goes on."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="spike_links")
    spike = models.ForeignKey(Spike, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "spike"], name="work_item_linked_to_spike_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} for {self.spike_id}"


class WantedItem(models.Model):
    """A piece of work somebody asked us to make in a tracker. `key` comes with the form: a double click asks once."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being made")
        MADE = "made", _("Made")
        FAILED = "failed", _("Not made")

    key = models.CharField(max_length=40, unique=True)
    tracker = models.SlugField(max_length=20)
    place = models.CharField(max_length=300, help_text="Where it is to be made, as the tracker's list of places says")
    title = models.CharField(max_length=250)
    body = models.TextField(blank=True)
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, null=True, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, null=True, related_name="+")
    spike = models.ForeignKey(Spike, on_delete=models.CASCADE, null=True, related_name="+")
    quotes = models.JSONField(
        default=list, help_text="Kind and id of what somebody chose to quote; the words are read when it is made"
    )
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    item = models.ForeignKey(WorkItem, on_delete=models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(idea__isnull=False, conversation=None, spike=None)
                | Q(idea=None, conversation__isnull=False, spike=None)
                | Q(idea=None, conversation=None, spike__isnull=False),
                name="wanted_item_for_one",
            )
        ]

    def __str__(self) -> str:
        return self.title
