"""A thread with one or more contacts: who waits for whom, since when, and who answers."""

from typing import Self, TypeAlias

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact
from wellheard.foundation.text.words import vector_of
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.workspace.models import VERSION_HELP, Staff, Team

# What is neither joined to another conversation nor set aside: what people here work with.
STANDING = Q(merged_into=None, aside_reason="")


class ConversationAside(models.TextChoices):
    """Why a conversation is nobody's work; it may be closed without saying what it was about."""

    SPAM = "spam", _("Advertising or abuse")
    AUTOMATIC = "automatic", _("Written by a program")
    DUPLICATE = "duplicate", _("The same as another one")


class ConversationState(models.TextChoices):
    """Whether somebody here has to do with it now."""

    OPEN = "open", _("Open")
    SNOOZED = "snoozed", _("Snoozed")
    CLOSED = "closed", _("Closed")


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def standing(self) -> Self:
        """Those that people work with: not joined to another one, not set aside."""
        return self.filter(STANDING)

    def open(self) -> Self:
        return self.standing().filter(state=Conversation.State.OPEN)

    def waiting_on_us(self) -> Self:
        return self.open().filter(waits_for=Conversation.WaitsFor.US)

    def with_news(self) -> Self:
        """Those whose customer can be told what became of it."""
        return self.standing().exclude(news_at=None)

    def awaiting_filing(self) -> Self:
        """Those of which somebody has yet to say what they were about."""
        return self.standing().filter(awaits_filing=True)

    def closed_untagged(self) -> Self:
        """What must not be: closed, and nobody said what it was about."""
        closed = self.standing().filter(state=Conversation.State.CLOSED)
        return closed.exclude(tags__confirmed_at__isnull=False)

    def longest_wait_first(self) -> Self:
        return self.order_by("waiting_since", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-last_message_at", "-pk")


class Conversation(models.Model):
    """A thread with one or more contacts: open, snoozed until something happens, or closed."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        IN_APP = "in_app", _("In the product")
        API = "api", _("API")
        COMMUNITY = "community", _("Community")
        IMPORT = "import", _("Import")

    State: TypeAlias = ConversationState

    class WaitsFor(models.TextChoices):
        US = "us", _("Waits for us")
        CUSTOMER = "customer", _("Waits for the customer")
        PRODUCT = "product", _("Waits for the product")

    class SnoozeKind(models.TextChoices):
        TIME = "time", _("Until a time")
        REPLY = "reply", _("Until they reply")
        PRODUCT = "product", _("Until the product has news")

    class Priority(models.IntegerChoices):
        LOW = 0, _("Low")
        NORMAL = 1, _("Normal")
        HIGH = 2, _("High")
        URGENT = 3, _("Urgent")

    class News(models.TextChoices):
        SHIPPED = "shipped", _("It is live")
        NOT_NOW = "not_now", _("Not now")
        ALREADY_POSSIBLE = "already_possible", _("It is already there")

    subject = models.CharField(max_length=300, blank=True)
    channel = models.CharField(max_length=9, choices=Channel)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    waits_for = models.CharField(
        max_length=8, choices=WaitsFor, default=WaitsFor.US, blank=True, help_text="Empty when closed"
    )
    snoozed_until = models.DateTimeField(null=True, blank=True)
    snooze_kind = models.CharField(max_length=7, choices=SnoozeKind, blank=True)
    requester = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who asked first; never changes by itself",
    )
    company = models.ForeignKey(Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    assignee = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    language = models.CharField(max_length=10, blank=True)
    started_at = models.DateTimeField(help_text="When the first message arrived")
    last_message_at = models.DateTimeField()
    last_heard_at = models.DateTimeField(null=True, blank=True, help_text="When the customer last wrote")
    waiting_since = models.DateTimeField(
        null=True, blank=True, help_text="Since when the customer waits for us; empty once we answered"
    )
    first_answer_at = models.DateTimeField(null=True, blank=True)
    first_answer_seconds = models.PositiveIntegerField(
        null=True, blank=True, help_text="Business seconds from the first message to our first answer"
    )
    answer_due_at = models.DateTimeField(
        null=True, blank=True, help_text="The moment until which we promised to answer what waits"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reopened_count = models.PositiveSmallIntegerField(default=0)
    aside_reason = models.CharField(max_length=9, choices=ConversationAside, blank=True)
    awaits_filing = models.BooleanField(
        default=True, help_text="Nobody has said what it was about yet; history that came in closed awaits nothing"
    )
    news_at = models.DateTimeField(null=True, blank=True, help_text="Since when there is something to tell them")
    news_outcome = models.CharField(max_length=16, choices=News, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts")
    split_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    preview = models.CharField(max_length=200, blank=True)
    message_count = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=60, blank=True, help_text="The outside system it came from")
    origin_key = models.CharField(max_length=200, blank=True, help_text="The conversation's own id there")
    imported_stats = models.JSONField(default=dict, blank=True, help_text="What the other system had counted")
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "origin_key"], condition=~Q(origin_key=""), name="conversation_came_once"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", waits_for="") | (~Q(state="closed") & ~Q(waits_for="")),
                name="conversation_closed_waits_for_nobody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["waiting_since", "id"],
                condition=STANDING & Q(state="open", waits_for="us"),
                name="conversation_waits_for_us",
            ),
            models.Index(
                fields=["assignee", "-last_message_at", "-id"],
                condition=STANDING & Q(state="open"),
                name="conversation_assigned",
            ),
            models.Index(
                fields=["team", "-last_message_at", "-id"],
                condition=STANDING & Q(state="open"),
                name="conversation_of_team",
            ),
            models.Index(fields=["state", "-last_message_at", "-id"], condition=STANDING, name="conversation_by_state"),
            models.Index(
                fields=["waits_for", "-last_message_at", "-id"],
                condition=STANDING & ~Q(state="closed"),
                name="conversation_by_wait",
            ),
            models.Index(fields=["news_at", "id"], condition=STANDING & ~Q(news_at=None), name="conversation_news"),
            models.Index(
                fields=["-last_message_at", "-id"],
                condition=STANDING & Q(awaits_filing=True),
                name="conversation_unfiled",
            ),
            models.Index(
                fields=["snoozed_until"],
                condition=Q(state="snoozed") & ~Q(snoozed_until=None),
                name="conversation_wakes",
            ),
            models.Index(
                fields=["answer_due_at"], condition=STANDING & Q(state="open", waits_for="us"), name="conversation_due"
            ),
            models.Index(fields=["company", "-last_message_at"], name="conversation_of_company"),
            models.Index(fields=["requester", "-last_message_at"], name="conversation_of_contact"),
            models.Index(fields=["-started_at", "-id"], name="conversation_arrival"),
            GinIndex(vector_of("subject"), name="conversation_subject"),
            models.Index(fields=["-last_message_at", "-id"], condition=Q(merged_into=None), name="conversation_newest"),
            models.Index(
                fields=["-last_message_at", "-id"],
                condition=Q(merged_into=None) & ~Q(aside_reason=""),
                name="conversation_newest_aside",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.preview[:80] or f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def goes_by_mail(self) -> bool:
        """Whether what we reply goes out as a mail: also where an import brought the conversation, wherever it was held."""
        return self.channel in {self.Channel.EMAIL, self.Channel.IMPORT}

    @property
    def contact_id(self) -> int | None:
        """Whom facts about it concern."""
        return self.requester_id


class ConversationMerge(models.Model):
    """That a conversation was joined to another one, and what moved, so that it can be taken back."""

    kept = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    gone = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="merges")
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    moved = models.JSONField(help_text="Ids of the rows that moved, by kind, and how the joined one stood")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="conversation_merged_once")
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"
