"""What the tab gives to read: the changelog and articles, as nodes."""

from typing import Any

from wellheard.customers.models import Contact
from wellheard.listen.articles.models import Article, ArticleRating, ArticleText
from wellheard.listen.articles.queries import texts_for
from wellheard.web.markdown import rendered, rendered_article
from wellheard.web.portal.queries.reading import Entry, changelog
from wellheard.web.widget.nodes import nodes_of
from wellheard.web.widget.queries.finding import article_notes
from wellheard.workspace.installation import portal_address


def releases(*, cursor: str, reader: Contact | None) -> dict[str, Any]:
    """Return a page of what was released, newest first."""
    page = changelog(cursor=cursor, reader=reader)
    return {"items": [_release(entry) for entry in page.items], "after": page.next or None}


def article_text(article_id: int, reader: Contact | None) -> ArticleText | None:
    """Return an article this reader may read, in their language where it is there."""
    if not Article.objects.visible_to(reader).filter(pk=article_id).exists():
        return None
    chosen = texts_for([article_id]).get(article_id)
    return ArticleText.objects.select_related("article").get(pk=chosen.pk) if chosen else None


def article(text: ArticleText, rating: ArticleRating | None) -> dict[str, Any]:
    """Return an article and what this reader said of it."""
    return {
        "id": text.article_id,
        "title": text.title,
        "note": article_notes([text.article_id], language=text.language).get(text.article_id, ""),
        "language": text.language,
        "body": nodes_of(rendered_article(text.body)),
        "rated": _rated(rating),
        "url": portal_address(f"/portal/help/{text.language}/{text.slug}/"),
    }


def _rated(rating: ArticleRating | None) -> str | None:
    return None if rating is None else "yes" if rating.was_helpful else "no"


def _release(entry: Entry) -> dict[str, Any]:
    release = entry.release
    return {
        "id": release.pk,
        "title": " ".join(part for part in (entry.read.title, release.version_name) if part),
        "at": release.published_at.isoformat() if release.published_at else None,
        "body": nodes_of(rendered(entry.read.words)),
        "ideas": [{"id": idea.pk, "title": text.title} for idea, text in entry.ideas],
    }
