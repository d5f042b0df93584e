"""Whether articles helped their readers."""

from django.db import models
from django.db.models import Q

from wellheard.customers.models import Contact
from wellheard.listen.articles.models.articles import Article
from wellheard.listen.models import Feedback


class ArticleRating(models.Model):
    """One reader's yes or no to “did this help”. What they wrote beside it is feedback like any other."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="ratings")
    language = models.CharField(max_length=10)
    was_helpful = models.BooleanField()
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    visitor = models.CharField(
        max_length=32, blank=True, help_text="A number drawn for the browser of who is not signed in"
    )
    feedback = models.ForeignKey(Feedback, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "contact"], name="article_rated_once"),
            models.UniqueConstraint(
                fields=["article", "visitor"], condition=~Q(visitor=""), name="article_rated_once_by_browser"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {'yes' if self.was_helpful else 'no'}"
