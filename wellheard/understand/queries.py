"""Questions about what was understood."""

import re
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from wellheard.customers.models import Company
from wellheard.listen.articles.models import ArticleText
from wellheard.listen.conversations.models import Conversation, Tag
from wellheard.listen.conversations.standing import shown_words
from wellheard.listen.models import Feedback
from wellheard.understand.models import SearchDocument
from wellheard.understand.similar import Document

FEEDBACK, COMPANY = "feedback", "company"
# Feedback whose area is known, once more: only these vote when new feedback is filed.
FILED = "filed"
# How a conversation began whose area and category somebody confirmed: these vote when the next one begins.
TAGGED = "tagged"
# What a conversation is about stands at its beginning.
BEGINNING = 4_000
# Each text of an article twice: what it is about, to be compared with what somebody writes, and all it says.
ARTICLE, ARTICLE_WORDS = "article", "article_words"
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)


def feedback_document(feedback: Feedback) -> Document:
    """Return feedback as the search knows it."""
    return Document(FEEDBACK, feedback.pk, feedback.words, feedback.language)


def filed_document(feedback: Feedback) -> Document:
    """Return filed feedback as those who look for its like know it."""
    return Document(FILED, feedback.pk, feedback.words, feedback.language)


def tagged_document(conversation: Conversation) -> Document | None:
    """Return how a conversation began, as those who look for its like know it; nothing of one that began without words."""
    words = beginning_of(conversation)
    return Document(TAGGED, conversation.pk, words, conversation.language) if words else None


def beginning_of(conversation: Conversation) -> str:
    """Return the subject and the first words of a conversation, without what they quote."""
    first = conversation.messages.filter(kind="heard", is_automatic=False).in_order().first()
    return f"{conversation.subject}\n{shown_words(first)}"[:BEGINNING].strip() if first else ""


def company_document(company: Company) -> Document:
    """Return a company as the search knows it: by its name, its domain and its id elsewhere. Names have no language."""
    text = " ".join(part for part in (company.name, company.domain, company.external_id) if part)
    return Document(COMPANY, company.pk, text, "und")


def article_documents(text: ArticleText) -> list[Document]:
    """Return a text of an article as the search knows it, by what readers see of it."""
    about = "\n".join([text.title, text.summary, *_HEADING.findall(text.body)])
    return [
        Document(ARTICLE, text.pk, about, text.language),
        Document(ARTICLE_WORDS, text.pk, f"{about}\n{text.body}", text.language),
    ]


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
    is_tagged = Exists(Tag.objects.confirmed().filter(conversation=OuterRef("pk")))
    tagged = Conversation.objects.standing().filter(~_is_indexed(TAGGED), is_tagged).order_by("pk")
    for conversation in tagged.iterator(chunk_size=500):
        if document := tagged_document(conversation):
            yield document
    companies = Company.objects.filter(~_is_indexed(COMPANY)).only("name", "domain", "external_id").order_by("pk")
    for company in companies.iterator(chunk_size=500):
        yield company_document(company)
    for text in ArticleText.objects.live().filter(~_is_indexed(ARTICLE), article__state="published").order_by("pk"):
        yield from article_documents(text)


def documents_of_nothing() -> Iterator[tuple[str, list[int]]]:
    """Yield what is indexed though it is gone: its kind and ids."""
    kinds = (
        (FEEDBACK, Feedback),
        (FILED, Feedback),
        (TAGGED, Conversation),
        (COMPANY, Company),
        (ARTICLE, ArticleText),
        (ARTICLE_WORDS, ArticleText),
    )
    for kind, model in kinds:
        is_there = Exists(model._default_manager.filter(pk=OuterRef("object_id")))  # noqa: SLF001 - documented
        gone = SearchDocument.objects.filter(~is_there, kind=kind).values_list("object_id", flat=True)
        yield kind, list(gone)


def _is_indexed(kind: str) -> Exists:
    return Exists(SearchDocument.objects.filter(kind=kind, object_id=OuterRef("pk")))
