"""Readers and writers of articles."""

from collections.abc import Callable

import pytest

from tests.makers import make_staff
from tests.portal.conftest import visiting
from wellheard.listen.articles.commands import publish_text, write_article, write_text
from wellheard.listen.articles.models import Article
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

__all__ = ["visiting"]

Publish = Callable[..., Article]


@pytest.fixture
def writer() -> Staff:
    """Somebody who may write articles and nothing an admin may."""
    return make_staff(role=Role.AGENT, name="Ines Calder")


@pytest.fixture
def published(writer: Staff, run_jobs: Callable[[], None]) -> Publish:
    """Return what writes and publishes an article, and lets it be found."""

    def publish(
        title: str = "Work without a signal",
        body: str = "Open the app once while you are online. After that it works **offline**.",
        *,
        language: str = "en",
        summary: str = "What works underground, and how it is sent later.",
        **placed: object,
    ) -> Article:
        article = write_article(title=title, summary=summary, body=body, language=language, by=writer)
        if placed:
            Article.objects.filter(pk=article.pk).update(**placed)
        publish_text(article_id=article.pk, language=language, version=1, by=writer)
        run_jobs()
        return Article.objects.get(pk=article.pk)

    return publish


@pytest.fixture
def translated(writer: Staff, run_jobs: Callable[[], None]) -> Callable[..., None]:
    """Return what publishes an article in one more language."""

    def publish(article: Article, language: str, title: str, body: str, summary: str = "") -> None:
        text = write_text(
            article_id=article.pk, language=language, version=0, title=title, summary=summary, body=body, by=writer
        )
        publish_text(article_id=article.pk, language=language, version=text.version, by=writer)
        run_jobs()

    return publish
