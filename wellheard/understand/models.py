"""What is needed to find similar things in any language."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchDocument(models.Model):
    """One searchable thing (feedback, idea, company, …) as the search sees it: its language and its word forms."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=10, blank=True)
    content_hash = models.CharField(max_length=32)
    vector = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_once")]
        indexes = [
            GinIndex(fields=["vector"], name="search_document_vector"),
            # Of a hundred texts ninety-nine are feedback: whoever looks for the others reads past none of it.
            GinIndex(fields=["vector"], name="search_document_others", condition=~models.Q(kind="feedback")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
