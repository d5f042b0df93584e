"""What an article says, language by language: now, in the making, and earlier."""

from typing import Self

from django.db import models

from wellheard.listen.articles.models.articles import Article
from wellheard.workspace.models import Staff

MOST_IN_SLUG = 100


class ArticleTextQuerySet(models.QuerySet["ArticleText"]):
    def live(self) -> Self:
        """Texts that readers see, where their article is published."""
        return self.exclude(published_at=None)


class ArticleText(models.Model):
    """An article in one language. What is being written stands beside what readers see until it is published."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True, help_text="Markdown without HTML")
    slug = models.SlugField(max_length=MOST_IN_SLUG, allow_unicode=True, blank=True, help_text="Its address")
    published_at = models.DateTimeField(null=True, blank=True, help_text="When readers first saw it in this language")
    draft_title = models.CharField(max_length=200, blank=True)
    draft_summary = models.CharField(max_length=300, blank=True)
    draft_body = models.TextField(blank=True)
    draft_slug = models.SlugField(max_length=MOST_IN_SLUG, allow_unicode=True, blank=True)
    has_draft = models.BooleanField(default=False)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, help_text="Grows with each edit; tells two editors apart")

    objects = ArticleTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="article_text_once"),
            models.UniqueConstraint(
                fields=["language", "slug"], condition=~models.Q(slug=""), name="article_address_once"
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def is_live(self) -> bool:
        return self.published_at is not None

    @property
    def heading(self) -> str:
        """The title staff know it by: what is being written, else what readers see."""
        return (self.draft_title if self.has_draft else "") or self.title or self.draft_title


class ArticleVersion(models.Model):
    """What readers saw of an article in one language, from when on, and who published it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    slug = models.CharField(max_length=MOST_IN_SLUG)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language", "number"], name="article_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class ArticleRedirect(models.Model):
    """An address an article had before; whoever kept it is led to where it is now."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="redirects")
    language = models.CharField(max_length=10)
    slug = models.CharField(max_length=MOST_IN_SLUG)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="article_redirect_once")]

    def __str__(self) -> str:
        return f"{self.language}/{self.slug}"
