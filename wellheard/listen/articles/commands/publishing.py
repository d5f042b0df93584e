"""Publish articles, take them back, and keep the addresses they had."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.articles.commands.errors import ArticleError
from wellheard.listen.articles.commands.locking import locked, require_version, text_of
from wellheard.listen.articles.commands.wishes import close_wishes_of
from wellheard.listen.articles.commands.writing import WRITTEN_COLUMNS, slug_of
from wellheard.listen.articles.models import Article, ArticleRedirect, ArticleText, ArticleVersion
from wellheard.listen.articles.models.texts import MOST_IN_SLUG
from wellheard.workspace.models import Staff

PUBLISHED = names.declare("article.published", "Readers see an article in a language, or a new text of it.")
UNPUBLISHED = names.declare("article.unpublished", "An article is a draft again; nobody outside sees it.")
ARCHIVED = names.declare("article.archived", "An article was put away.")
RESTORED = names.declare("article.restored", "An article that was put away is a draft again.")
REVIEWED = names.declare("article.reviewed", "Somebody looked an article through and found it true.")
BROUGHT_BACK = names.declare("article.version_brought_back", "An earlier text of an article is being written on.")


@transaction.atomic
def publish_text(*, article_id: int, language: str, version: int, by: Staff | None) -> ArticleText:
    """Let readers see what was written in a language; the article with it. A second click changes nothing.

    Its earlier address leads on to the new one; wishes for it are fulfilled. Raises ArticleError without a text, and
    StaleArticleError when it is no longer the text somebody read and agreed to.
    """
    article = locked(article_id)
    text = text_of(article, language)
    if article.is_published and not text.has_draft:
        return text
    require_version(text.version, version)
    if text.has_draft:
        _take_over(article, text, by)
    now = clock.now()
    article.state, article.reviewed_at = Article.State.PUBLISHED, now
    article.published_at = article.published_at or now
    article.save(update_fields=["state", "reviewed_at", "published_at"])
    close_wishes_of(article, by=by)
    ledger.record(PUBLISHED, article, language=language, text=text.pk)
    return text


@transaction.atomic
def unpublish_article(*, article_id: int) -> Article:
    """Hide an article from readers; its texts and addresses stay for when it is published again."""
    return _move(article_id, to=Article.State.DRAFT, since=Article.State.PUBLISHED, fact=UNPUBLISHED)


@transaction.atomic
def archive_article(*, article_id: int) -> Article:
    """Put an article away: no reader sees it, and it is out of the list."""
    article = locked(article_id)
    return _move(article_id, to=Article.State.ARCHIVED, since=article.state, fact=ARCHIVED)


@transaction.atomic
def restore_article(*, article_id: int) -> Article:
    """Take an article out of the archive, as a draft."""
    return _move(article_id, to=Article.State.DRAFT, since=Article.State.ARCHIVED, fact=RESTORED)


@transaction.atomic
def review_article(*, article_id: int) -> Article:
    """Note that an article is still true: it is not stale for another half year."""
    article = locked(article_id)
    article.reviewed_at = clock.now()
    article.save(update_fields=["reviewed_at"])
    ledger.record(REVIEWED, article)
    return article


@transaction.atomic
def bring_version_back(*, article_id: int, language: str, number: int, by: Staff | None) -> ArticleText:
    """Write on with an earlier text; readers see it once it is published. Raises ArticleError beside an unpublished draft."""
    article = locked(article_id)
    text = text_of(article, language)
    earlier = article.versions.filter(language=language, number=number).first()
    if earlier is None:
        raise ArticleError(_("There is no such version. Choose one of the list."))
    if text.has_draft:
        raise ArticleError(_("Something is being written already. Publish it or throw it away, then bring this back."))
    for name in (*WRITTEN_COLUMNS, "slug"):
        setattr(text, f"draft_{name}", getattr(text if name == "slug" else earlier, name))
    if all(getattr(text, name) == getattr(earlier, name) for name in WRITTEN_COLUMNS):
        return text
    text.has_draft, text.version, text.updated_at, text.updated_by = True, text.version + 1, clock.now(), by
    drafts = [f"draft_{name}" for name in (*WRITTEN_COLUMNS, "slug")]
    text.save(update_fields=[*drafts, "has_draft", "version", "updated_at", "updated_by"])
    ledger.record(BROUGHT_BACK, article, language=language, number=number)
    return text


def _move(article_id: int, *, to: str, since: str, fact: str) -> Article:
    article = locked(article_id)
    if article.state == since and since != to:
        article.state = to
        article.save(update_fields=["state"])
        ledger.record(fact, article)
    return article


def _take_over(article: Article, text: ArticleText, by: Staff | None) -> None:
    """Let what was written be what readers see."""
    if not text.draft_body:
        raise ArticleError(_("Write the article before you publish it."))
    slug = text.draft_slug or text.slug or _new_slug(article, text)
    _require_free(article, text.language, slug)
    if text.slug and text.slug != slug:
        ArticleRedirect.objects.update_or_create(language=text.language, slug=text.slug, defaults={"article": article})
    # Where an article is now counts more than where another one was.
    ArticleRedirect.objects.filter(language=text.language, slug=slug).delete()
    for name in WRITTEN_COLUMNS:
        setattr(text, name, getattr(text, f"draft_{name}"))
    text.slug = text.draft_slug = slug
    text.has_draft, text.published_at = False, text.published_at or clock.now()
    text.save(update_fields=[*WRITTEN_COLUMNS, "slug", "draft_slug", "has_draft", "published_at"])
    _keep_version(article, text, by)


def _keep_version(article: Article, text: ArticleText, by: Staff | None) -> None:
    earlier = article.versions.filter(language=text.language).aggregate(last=Max("number"))["last"] or 0
    ArticleVersion.objects.create(
        article=article,
        language=text.language,
        number=earlier + 1,
        title=text.title,
        summary=text.summary,
        body=text.body,
        slug=text.slug,
        published_at=clock.now(),
        published_by=by,
    )


def _new_slug(article: Article, text: ArticleText) -> str:
    """Make an address of the title that no other article has."""
    plain = slug_of(text.draft_title) or f"article-{article.pk}"
    if not _is_taken(article, text.language, plain):
        return plain
    number = f"-{article.pk}"
    return plain[: MOST_IN_SLUG - len(number)] + number


def _require_free(article: Article, language: str, slug: str) -> None:
    if _is_taken(article, language, slug):
        raise ArticleError(_("Another article has this address. Choose another one."))


def _is_taken(article: Article, language: str, slug: str) -> bool:
    return ArticleText.objects.filter(language=language, slug=slug).exclude(article=article).exists()
