"""Questions about what was understood."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from wellheard.customers.models import Company
from wellheard.listen.models import Feedback
from wellheard.understand.models import SearchDocument
from wellheard.understand.similar import Document

FEEDBACK, COMPANY = "feedback", "company"
# Feedback whose area is known, once more: only these vote when new feedback is filed.
FILED = "filed"


def feedback_document(feedback: Feedback) -> Document:
    """Return feedback as the search knows it."""
    return Document(FEEDBACK, feedback.pk, feedback.words, feedback.language)


def filed_document(feedback: Feedback) -> Document:
    """Return filed feedback as those who look for its like know it."""
    return Document(FILED, feedback.pk, feedback.words, feedback.language)


def company_document(company: Company) -> Document:
    """Return a company as the search knows it: by its name, its domain and its id elsewhere. Names have no language."""
    text = " ".join(part for part in (company.name, company.domain, company.external_id) if part)
    return Document(COMPANY, company.pk, text, "und")


def documents_missing() -> Iterator[Document]:
    """Yield what is not indexed yet, as after an import."""
    feedback = Feedback.objects.filter(~_is_indexed(FEEDBACK)).only("words", "language").order_by("pk")
    for one in feedback.iterator(chunk_size=500):
        yield feedback_document(one)
    filed = Feedback.objects.filter(~_is_indexed(FILED), Q(area__isnull=False) | Q(category__isnull=False))
    # What is no evidence has no vote either, as when it is set aside by hand.
    voting = filed.filter(set_aside_at=None, split_at=None, same_as=None)
    for one in voting.only("words", "language").order_by("pk").iterator(chunk_size=500):
        yield filed_document(one)
    companies = Company.objects.filter(~_is_indexed(COMPANY)).only("name", "domain", "external_id").order_by("pk")
    for company in companies.iterator(chunk_size=500):
        yield company_document(company)


def documents_of_nothing() -> Iterator[tuple[str, list[int]]]:
    """Yield what is indexed though it is gone: its kind and ids."""
    for kind, model in ((FEEDBACK, Feedback), (FILED, Feedback), (COMPANY, Company)):
        is_there = Exists(model._default_manager.filter(pk=OuterRef("object_id")))  # noqa: SLF001 - documented
        gone = SearchDocument.objects.filter(~is_there, kind=kind).values_list("object_id", flat=True)
        yield kind, list(gone)


def _is_indexed(kind: str) -> Exists:
    return Exists(SearchDocument.objects.filter(kind=kind, object_id=OuterRef("pk")))
