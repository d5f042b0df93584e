"""Write articles: beside what readers see, until it is published."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wellheard.customers.models import Segment
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.listen.articles.commands.errors import ArticleError
from wellheard.listen.articles.commands.locking import locked, require_version, text_of
from wellheard.listen.articles.models import Article, ArticleRedirect, ArticleText
from wellheard.listen.articles.models.texts import MOST_IN_SLUG
from wellheard.workspace.models import Area, Staff

WRITTEN = names.declare("article.written", "Somebody began an article; nobody outside sees it yet.")
EDITED = names.declare("article.edited", "What is being written of an article changed; readers do not see it yet.")
DISCARDED = names.declare("article.draft_discarded", "A draft beside a published text was thrown away.")
PLACED = names.declare("article.placed", "An article has another area, section, owner or audience.")
REMOVED = names.declare("article.language_removed", "An article is not there in a language any more.")

MOST_IN_TITLE, MOST_IN_SUMMARY, MOST_CHARACTERS, MOST_IN_SECTION = 200, 300, 60_000, 80
DOUBLE_CLICK = timedelta(minutes=1)
WRITTEN_COLUMNS = ("title", "summary", "body")


@transaction.atomic
def write_article(
    *, title: str, summary: str, body: str, language: str, by: Staff | None, area: Area | None = None, section: str = ""
) -> Article:
    """Begin an article. Raises ArticleError without a title.

    The same from the same person within a minute is a double click: it returns the one that is there.
    """
    _require_language(language)
    new = _written(title, summary, body)
    now = clock.now()
    if by and (there := _written_just_now(by, language, new)):
        return there
    article = Article.objects.create(area=area, section=_section(section), language=language, owner=by, created_at=now)
    drafted = {f"draft_{name}": value for name, value in new.items()}
    ArticleText.objects.create(
        article=article, language=language, has_draft=True, updated_at=now, updated_by=by, **drafted
    )
    ledger.record(WRITTEN, article, language=language)
    return article


@transaction.atomic
def write_text(
    *,
    article_id: int,
    language: str,
    version: int,
    title: str,
    summary: str,
    body: str,
    by: Staff | None,
    slug: str = "",
) -> ArticleText:
    """Write an article in a language, beside what readers see; saving what is there changes nothing.

    `version` is 0 for a language nobody wrote it in. Without an address it is made of the title. Raises ArticleError, and
    StaleArticleError when somebody else wrote meanwhile.
    """
    article = locked(article_id)
    _require_language(language)
    text = article.texts.filter(language=language).first()
    new = _written(title, summary, body) | {"slug": _free_slug(article, language, slug) or (text.slug if text else "")}
    if text and _standing(text) == new:
        return text
    require_version(text.version if text else 0, version)
    text = text or ArticleText(article=article, language=language, version=0)
    for name, value in new.items():
        setattr(text, f"draft_{name}", value)
    text.has_draft = not text.is_live or new != _live(text)
    text.updated_at, text.updated_by, text.version = clock.now(), by, text.version + 1
    _keep(text)
    ledger.record(EDITED, article, language=language)
    return text


@transaction.atomic
def discard_draft(*, article_id: int, language: str) -> None:
    """Throw away what is being written beside a published text. Raises ArticleError where readers see nothing yet."""
    article = locked(article_id)
    text = text_of(article, language)
    if not text.has_draft:
        return
    if not text.is_live:
        raise ArticleError(_("Nothing is published in this language. Take the language away instead."))
    text.has_draft = False
    text.version += 1
    text.save(update_fields=["has_draft", "version"])
    ledger.record(DISCARDED, article, language=language)


@transaction.atomic
def place_article(
    *,
    article_id: int,
    version: int,
    area: Area | None,
    section: str,
    position: int,
    owner: Staff | None,
    audience: str,
    segment: Segment | None,
) -> Article:
    """Say where an article stands, who looks after it and who may read it. Raises ArticleError, StaleArticleError."""
    article = locked(article_id)
    audience = audience if audience in Article.Audience.values else Article.Audience.SEGMENT
    if audience == Article.Audience.SEGMENT and segment is None:
        raise ArticleError(_("Choose the segment whose companies may read it, or let everybody read it."))
    new = {
        "area": area,
        "section": _section(section),
        "position": position,
        "owner": owner,
        "audience": audience,
        "segment": segment if audience == Article.Audience.SEGMENT else None,
    }
    if all(getattr(article, name) == value for name, value in new.items()):
        return article
    require_version(article.version, version)
    for name, value in new.items():
        setattr(article, name, value)
    article.version += 1
    article.save(update_fields=[*new, "version"])
    ledger.record(PLACED, article, area=area.pk if area else None, audience=audience)
    return article


@transaction.atomic
def remove_text(*, article_id: int, language: str) -> None:
    """Take an article away in a language: its readers are led to the original. Doing so twice changes nothing.

    Raises ArticleError for the original.
    """
    article = locked(article_id)
    if language == article.language:
        raise ArticleError(_("This is what the others were made from. Archive the article to take all of it away."))
    text = article.texts.filter(language=language).first()
    if text:
        if text.slug:
            ArticleRedirect.objects.update_or_create(language=language, slug=text.slug, defaults={"article": article})
        ledger.record(REMOVED, article, language=language, text=text.pk)
        text.delete()


def slug_of(words: str) -> str:
    """Return words as they stand in an address, in any script."""
    return slugify(clean_line(words), allow_unicode=True)[:MOST_IN_SLUG].strip("-_")


def _standing(text: ArticleText) -> dict[str, str]:
    """Return what is being written, or what readers see where nothing is."""
    if not text.has_draft:
        return _live(text)
    return {name: getattr(text, f"draft_{name}") for name in (*WRITTEN_COLUMNS, "slug")}


def _live(text: ArticleText) -> dict[str, str]:
    return {name: getattr(text, name) for name in (*WRITTEN_COLUMNS, "slug")}


def _keep(text: ArticleText) -> None:
    if text._state.adding:  # noqa: SLF001 - documented
        text.save(force_insert=True)
        return
    drafts = [f"draft_{name}" for name in (*WRITTEN_COLUMNS, "slug")]
    text.save(update_fields=[*drafts, "has_draft", "updated_at", "updated_by", "version"])


def _free_slug(article: Article, language: str, slug: str) -> str:
    wanted = slug_of(slug)
    others = ArticleText.objects.filter(language=language).exclude(article=article)
    if wanted and others.filter(slug=wanted).exists():
        raise ArticleError(_("Another article has this address. Choose another one."))
    return wanted


def _written(title: str, summary: str, body: str) -> dict[str, str]:
    new = {"title": clean_line(title), "summary": clean_line(summary), "body": clean_words(body)}
    if not new["title"]:
        raise ArticleError(_("Give the article a title, such as “Work without a signal”."))
    if len(new["title"]) > MOST_IN_TITLE:
        raise ArticleError(_("The title is longer than 200 characters; put the details into the text."))
    if len(new["summary"]) > MOST_IN_SUMMARY:
        raise ArticleError(_("The summary is longer than 300 characters; put the details into the text."))
    if len(new["body"]) > MOST_CHARACTERS:
        raise ArticleError(_("The text has at most 60,000 characters; make two articles of it."))
    return new


def _section(section: str) -> str:
    section = clean_line(section)
    if len(section) > MOST_IN_SECTION:
        raise ArticleError(_("The section is longer than 80 characters; use a shorter name."))
    return section


def _require_language(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise ArticleError(_("Choose one of the languages in the list."))


def _written_just_now(by: Staff, language: str, new: dict[str, str]) -> Article | None:
    # One person's clicks are looked at one after the other.
    Staff.objects.select_for_update(no_key=True).get(pk=by.pk)
    same = {f"draft_{name}": value for name, value in new.items()}
    texts = ArticleText.objects.filter(**same, language=language, updated_by=by, published_at=None)
    text = texts.filter(article__created_at__gte=clock.now() - DOUBLE_CLICK).select_related("article").first()
    return text.article if text else None
