"""What we explain once for everybody."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact, Segment, SegmentMember, member_of
from wellheard.foundation import clock
from wellheard.workspace.models import Area, Staff

# After half a year somebody looks whether it is still true.
STALE_AFTER = timedelta(days=183)


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        return self.filter(state=Article.State.PUBLISHED)

    def visible_to(self, contact: Contact | None) -> Self:
        """Published articles this visitor may read; one for a segment does not exist for anybody else."""
        seen = Q(audience=Article.Audience.EVERYBODY)
        if contact is not None:
            seen |= Q(audience=Article.Audience.SEGMENT) & member_of(contact, segment="segment")
        return self.published().filter(seen)

    def visible_to_company(self, company: Company) -> Self:
        """Published articles that everybody at this company may read."""
        theirs = SegmentMember.objects.filter(segment=OuterRef("segment"), company=company)
        seen = Q(audience=Article.Audience.EVERYBODY) | Q(audience=Article.Audience.SEGMENT) & Q(Exists(theirs))
        return self.published().filter(seen)

    def stale(self) -> Self:
        """Published articles that nobody looked through for half a year."""
        before = clock.now() - STALE_AFTER
        looked_at = Coalesce("reviewed_at", "published_at")
        return self.published().annotate(looked_at=looked_at).filter(looked_at__lt=before)

    def in_order(self) -> Self:
        return self.order_by("section", "position", "pk")


class Article(models.Model):
    """One thing we explain, in as many languages as somebody wrote it in. Readers see it once it is published.

    Without its segment (it was removed) an article for a segment is read by nobody: never by everybody.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Archived")

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody")
        SEGMENT = "segment", _("The companies of a segment")

    area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    audience = models.CharField(max_length=9, choices=Audience, default=Audience.EVERYBODY)
    segment = models.ForeignKey(Segment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    section = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(
        max_length=10, help_text="It was written in this first; readers of others fall back to it"
    )
    owner = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True, help_text="When somebody last found it true")
    helpful_count = models.PositiveIntegerField(default=0)
    unhelpful_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, help_text="Grows with each edit; tells two editors apart")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "section", "position", "id"], name="article_in_order")]

    def __str__(self) -> str:
        return f"article {self.pk}"

    @property
    def is_published(self) -> bool:
        return self.state == Article.State.PUBLISHED

    @property
    def is_for_some(self) -> bool:
        """Whether only the companies of a segment may read it."""
        return self.audience == Article.Audience.SEGMENT

    @property
    def rating_count(self) -> int:
        return self.helpful_count + self.unhelpful_count

    @property
    def is_stale(self) -> bool:
        """Whether nobody looked it through for half a year, though customers read it."""
        looked_at = self.reviewed_at or self.published_at
        return self.is_published and looked_at is not None and looked_at < clock.now() - STALE_AFTER
