"""What customers told us, in their own words."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact
from wellheard.listen.models.triage import WAITING, AsideReason, Triaged
from wellheard.workspace.models import Area, Category, Staff


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def unfiled(self) -> Self:
        """What waits in triage."""
        return self.filter(WAITING)

    def unread_posts(self) -> Self:
        """What was written on the portal for others to read, and none of us has read yet."""
        written = self.filter(source="portal", voice="own", published_at=None, hidden_at=None)
        return written.filter(set_aside_at=None, split_at=None).exclude(quotable="no")

    def set_aside(self) -> Self:
        return self.exclude(set_aside_at=None)

    def counted(self) -> Self:
        """Everything once: quotes instead of the whole they were taken from, what somebody said twice only once, spam never."""
        return self.filter(split_at=None, same_as=None).exclude(set_aside_reason=AsideReason.SPAM)

    def filed(self) -> Self:
        return self.exclude(filed_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-heard_at", "-pk")

    def oldest_first(self) -> Self:
        return self.order_by("heard_at", "pk")

    def with_people(self) -> Self:
        return self.select_related("company", "contact", "area", "category", "logged_by")


class Feedback(Triaged):
    """One thing one contact told us, in their own words. Company and contact may be unknown; never a reason to lose it."""

    class Source(models.TextChoices):
        PORTAL = "portal", _("Portal")
        WIDGET = "widget", _("In the product")
        EMAIL = "email", _("E-mail")
        SUPPORT = "support", _("Support")
        SURVEY = "survey", _("Survey")
        LOST_DEAL = "lost_deal", _("Lost deal")
        DEPARTURE = "departure", _("Departure")
        INTERVIEW = "interview", _("Interview")
        COMMUNITY = "community", _("Community")
        API = "api", _("API")
        IMPORT = "import", _("Import")

    class Voice(models.TextChoices):
        OWN = "own", _("Their own words")
        REPORTED = "reported", _("Reported by staff")

    class Quotable(models.TextChoices):
        NO = "no", _("May not be quoted")
        UNNAMED = "unnamed", _("May be quoted without a name")
        NAMED = "named", _("May be quoted by name")

    words = models.TextField()
    source = models.CharField(max_length=12, choices=Source)
    voice = models.CharField(max_length=8, choices=Voice, default=Voice.OWN)
    quotable = models.CharField(max_length=7, choices=Quotable, default=Quotable.NO)
    language = models.CharField(max_length=10, blank=True)
    heard_at = models.DateTimeField(help_text="When it was said")
    recorded_at = models.DateTimeField()
    company = models.ForeignKey(Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    origin = models.CharField(max_length=60, blank=True, help_text="The outside system it came from")
    origin_key = models.CharField(max_length=200, blank=True, help_text="The source's own id and passage")
    url = models.CharField(max_length=2000, blank=True)
    version = models.CharField(max_length=60, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    logged_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    filed_at = models.DateTimeField(null=True, blank=True)
    filed_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True, help_text="Posts are private until published")
    hidden_at = models.DateTimeField(
        null=True, blank=True, help_text="When one of us decided that others shall not read it"
    )

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [
            # A webhook is sent twice more often than not; a file is imported again.
            models.UniqueConstraint(
                fields=["source", "origin", "origin_key"],
                condition=~Q(origin_key=""),
                name="feedback_heard_once",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="feedback_has_words"),
        ]
        indexes = [
            models.Index(fields=["-heard_at", "-id"], name="feedback_newest"),
            # Hundreds that a search found are counted and put in order from the index alone, wherever they lie.
            models.Index(
                fields=["id"],
                include=["heard_at"],
                condition=Q(split_at=None, same_as=None) & ~Q(set_aside_reason="spam"),
                name="feedback_counted",
            ),
            models.Index(fields=["heard_at", "id"], condition=WAITING, name="feedback_waiting"),
            models.Index(fields=["assignee", "heard_at", "id"], condition=WAITING, name="feedback_assigned"),
            models.Index(fields=["-set_aside_at", "-id"], condition=~Q(set_aside_at=None), name="feedback_set_aside"),
            models.Index(
                fields=["-heard_at", "-id"],
                condition=Q(source="portal", voice="own", published_at=None, hidden_at=None),
                name="feedback_unread_posts",
            ),
            models.Index(fields=["filed_at"], condition=~Q(filed_at=None), name="feedback_filed"),
            models.Index(fields=["company", "-heard_at"], name="feedback_of_company"),
            models.Index(fields=["contact", "-heard_at"], name="feedback_of_contact"),
            models.Index(fields=["area", "-heard_at"], name="feedback_in_area"),
        ]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def heard_through(self) -> str:
        """Name the way it came in. Django's own display builds all choices anew for each row of a list."""
        return str(self.Source(self.source).label)

    @property
    def is_filed(self) -> bool:
        return self.filed_at is not None

    @property
    def waits(self) -> bool:
        """Whether somebody still has to say what becomes of it."""
        return not (self.filed_at or self.set_aside_at or self.split_at or self.same_as_id)

    @property
    def may_be_evidence(self) -> bool:
        """Whether it counts where it is linked: what is set aside does not, and quotes speak for a whole that was split."""
        return not (self.set_aside_at or self.split_at or self.same_as_id)
