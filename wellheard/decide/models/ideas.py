"""Ideas and the wishes for them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Contact
from wellheard.decide.models.boards import Board, seen_by
from wellheard.decide.models.worth import worth
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Area, Staff


class IdeaQuerySet(models.QuerySet["Idea"]):
    def unmerged(self) -> Self:
        """Ideas that stand for themselves; a merged one lives on in another."""
        return self.filter(merged_into=None)

    def open(self) -> Self:
        return self.unmerged().exclude(
            status__in=[Idea.Status.SHIPPED, Idea.Status.NOT_NOW, Idea.Status.ALREADY_POSSIBLE]
        )

    def public(self) -> Self:
        """Ideas that everybody may see."""
        return self.visible_to(None)

    def visible_to(self, contact: Contact | None) -> Self:
        """Public ideas this visitor may see: those of a segment's board are for its companies alone."""
        return self.filter(Q(board=None) | seen_by(contact, prefix="board__"), is_public=True, merged_into=None)

    def worth_most_first(self) -> Self:
        return self.order_by("-worth_minor", "-company_count", "-pk")

    def paying_most_first(self) -> Self:
        return self.order_by("-mrr_minor", "-company_count", "-pk")

    def wanted_most_first(self) -> Self:
        return self.order_by("-vote_count", "-company_count", "-pk")


class Idea(models.Model):
    """Something we might do for customers. Its counters are kept by commands, so that a board of thousands reads no evidence."""

    class Status(models.TextChoices):
        HEARD = "heard", _("Heard")
        UNDER_REVIEW = "under_review", _("Under review")
        PLANNED = "planned", _("Planned")
        BUILDING = "building", _("Building")
        BETA = "beta", _("Beta")
        SHIPPED = "shipped", _("Shipped")
        NOT_NOW = "not_now", _("Not now")
        ALREADY_POSSIBLE = "already_possible", _("Already there")

    title = models.CharField(max_length=200)
    problem = models.TextField(blank=True)
    workaround = models.TextField(blank=True)
    public_text = models.TextField(blank=True)
    internal_text = models.TextField(blank=True)
    status = models.CharField(max_length=16, choices=Status, default=Status.HEARD)
    area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=10, blank=True)
    is_public = models.BooleanField(default=False)
    # An idea that lost its board would be seen by everybody.
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, blank=True, related_name="ideas")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    created_at = models.DateTimeField()
    status_changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text="Grows with each edit; tells two editors apart")
    vote_count = models.PositiveIntegerField(default=0)
    feedback_count = models.PositiveIntegerField(default=0)
    contact_count = models.PositiveIntegerField(default=0)
    company_count = models.PositiveIntegerField(default=0)
    comment_count = models.PositiveIntegerField(default=0, help_text="Comments everybody may read")
    mrr_minor = models.BigIntegerField(
        default=0, help_text="Monthly revenue of the asking companies, reporting currency"
    )
    risk_minor = models.BigIntegerField(
        default=0, help_text="Of that, what may leave: at risk, or blocked before a renewal"
    )
    lost_minor = models.BigIntegerField(default=0, help_text="What companies paid a month that left because of it")
    lost_deals_minor = models.BigIntegerField(default=0, help_text="Deals lost that missed it, each company's largest")
    pipeline_minor = models.BigIntegerField(default=0, help_text="Open deals that miss it, each company's largest")
    expansion_minor = models.BigIntegerField(default=0, help_text="Of that, open deals of companies that pay already")
    largest_minor = models.BigIntegerField(default=0, help_text="What the asking company that pays most pays a month")
    need_count = models.PositiveIntegerField(default=0, help_text="Rows of evidence that stand")
    weighed_count = models.PositiveIntegerField(default=0, help_text="Of those, how many say how much it is needed")
    pull = models.IntegerField(
        default=0, help_text="Asking companies that cannot work without it, less those to whom it is nice to have"
    )
    pull_count = models.PositiveIntegerField(default=0, help_text="Asking companies that say how much they need it")
    worth_minor = models.GeneratedField(
        expression=worth("mrr_minor", "pull", "pull_count"),
        output_field=models.BigIntegerField(),
        db_persist=True,
        help_text="What the asking companies pay × how much they need it",
    )
    loudest = models.ForeignKey(
        Feedback,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="What the asking company that pays most said",
    )
    public_quote = models.ForeignKey(
        Feedback,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="The words that stand for it on the portal; whoever shows them asks once more whether they may be read",
    )

    objects = IdeaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="idea_has_title"),
            models.CheckConstraint(condition=~Q(merged_into=models.F("id")), name="idea_not_merged_into_itself"),
        ]
        indexes = [
            models.Index(
                fields=["-worth_minor", "-company_count", "-id"], name="idea_worth_most", condition=Q(merged_into=None)
            ),
            models.Index(
                fields=["-mrr_minor", "-company_count", "-id"], name="idea_paying_most", condition=Q(merged_into=None)
            ),
            models.Index(
                fields=["-vote_count", "-company_count", "-id"],
                name="idea_wanted_most",
                condition=Q(is_public=True),
            ),
            models.Index(fields=["status", "-worth_minor"], name="idea_status"),
            models.Index(fields=["-created_at", "-id"], name="idea_newest", condition=Q(is_public=True)),
            models.Index(fields=["-status_changed_at", "-id"], name="idea_moving", condition=Q(is_public=True)),
            models.Index(
                fields=["area"],
                include=["status", "board"],
                name="idea_public_in_area",
                condition=Q(is_public=True, merged_into=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_one_companys_wish(self) -> bool:
        """Whether one company pays more than all the others that ask together."""
        return 2 * self.largest_minor > self.mrr_minor

    @property
    def largest_share(self) -> float:
        """What part of the money one company pays, from 0 to 1."""
        return self.largest_minor / self.mrr_minor if self.mrr_minor else 0


class Vote(models.Model):
    """One contact's wish for an idea."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="votes")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    voted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "contact"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.contact_id} for {self.idea_id}"
