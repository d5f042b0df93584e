"""Pictures in articles."""

from django.db import models
from django.urls import reverse

from wellheard.listen.articles.models.articles import Article
from wellheard.workspace.models import Staff


class ArticleImage(models.Model):
    """A picture of an article, drawn anew and without metadata. It is seen by whoever may read the article."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="images")
    digest = models.CharField(max_length=64, help_text="Of the picture as it is kept: sent twice, it is kept once")
    file = models.CharField(max_length=200, help_text="In the folder of files, under a name nobody can guess")
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    byte_count = models.PositiveIntegerField()
    shows = models.CharField(max_length=300, help_text="What it shows, for who cannot see it")
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "digest"], name="article_image_once")]

    def __str__(self) -> str:
        return self.shows

    @property
    def address(self) -> str:
        """Where whoever may read the article sees it."""
        return reverse("help_picture", args=[self.pk, self.file.rpartition("/")[2]])

    @property
    def markdown(self) -> str:
        """What puts it into the text."""
        shows = self.shows.replace("\\", "").replace("[", "(").replace("]", ")")
        return f"![{shows}]({self.address})"
