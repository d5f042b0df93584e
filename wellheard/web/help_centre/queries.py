"""What readers of the help centre find: by section, by area, by words in any language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from wellheard.customers.models import Contact
from wellheard.listen.articles.models import Article, ArticleQuerySet, ArticleText
from wellheard.listen.articles.queries import texts_for
from wellheard.understand import similar
from wellheard.understand.queries import ARTICLE_WORDS
from wellheard.web.portal.languages import name_of
from wellheard.web.portal.queries.texts import fallback
from wellheard.workspace.installation import portal_address
from wellheard.workspace.models import Area
from wellheard.workspace.queries import within

MOST_IN_SECTION, MOST_SHOWN = 8, 400
MOST_FOUND, MOST_IN_FEED, MOST_IN_SITEMAP = 30, 30, 50_000
_LOOKED_AT = 100


@dataclass(frozen=True)
class Section:
    """Articles that stand together; `more` are those the front leaves out."""

    name: str
    texts: list[ArticleText]
    more: int = 0


@dataclass(frozen=True)
class AreaCount:
    """An area and how many articles this reader finds in it."""

    area: Area
    count: int


@dataclass(frozen=True)
class OtherLanguage:
    """Where the same article stands in another language."""

    code: str
    name: str
    path: str

    @property
    def address(self) -> str:
        return portal_address(self.path)


def sections(*, reader: Contact | None, area: Area | None = None, section: str = "") -> list[Section]:
    """Return what this reader may read by section, each article in their language where it is there."""
    articles = _seen(reader, area)
    if section:
        articles = articles.filter(section=section)
    ids = list(articles.in_order().values_list("pk", flat=True)[:MOST_SHOWN])
    texts = texts_for(ids)
    by_section: dict[str, list[ArticleText]] = {}
    for article_id in ids:
        if text := texts.get(article_id):
            by_section.setdefault(text.article.section, []).append(text)
    # What stands in no section comes last.
    names = sorted(by_section, key=lambda name: (not name, name))
    most = MOST_SHOWN if section or len(names) == 1 else MOST_IN_SECTION
    return [Section(name, by_section[name][:most], max(0, len(by_section[name]) - most)) for name in names]


def areas(*, reader: Contact | None) -> list[AreaCount]:
    """Return the areas this reader finds articles in, by name."""
    rows = Article.objects.visible_to(reader).exclude(area=None).values_list("area")
    counted = dict(rows.annotate(count=Count("pk")).order_by())
    return [AreaCount(area, counted[area.pk]) for area in Area.objects.filter(pk__in=counted).by_name()]


def found(words: str, *, reader: Contact | None, area: Area | None = None) -> list[ArticleText]:
    """Return the articles that hold all these words, in whatever language; where none does, those most alike."""
    matches = similar.search(words, kind=ARTICLE_WORDS, limit=_LOOKED_AT)
    texts = _readable([match.object_id for match in matches], reader, area)
    if not texts:
        alike = similar.find(words, kind=ARTICLE_WORDS, limit=_LOOKED_AT)
        texts = _readable([match.object_id for match in alike], reader, area)
    return texts[:MOST_FOUND]


def others_of(text: ArticleText) -> list[OtherLanguage]:
    """Return the other languages an article is there in."""
    rows = ArticleText.objects.live().filter(article=text.article_id).exclude(pk=text.pk).order_by("language")
    return [
        OtherLanguage(language, name_of(language), reverse("help_article", args=[language, slug]))
        for language, slug in rows.values_list("language", "slug")
    ]


def beside(text: ArticleText, *, reader: Contact | None) -> list[ArticleText]:
    """Return what stands in the same section, as this reader reads it."""
    article = text.article
    if not article.section:
        return []
    same = Article.objects.visible_to(reader).filter(section=article.section).exclude(pk=article.pk)
    ids = list(same.in_order().values_list("pk", flat=True)[:MOST_IN_SECTION])
    texts = texts_for(ids)
    return [texts[pk] for pk in ids if pk in texts]


def newest(language: str) -> list[ArticleText]:
    """Return the articles for everybody in a language that were published last, for feed readers."""
    texts = _for_everybody().filter(language=language).select_related("article")
    return list(texts.order_by("-published_at", "-pk")[:MOST_IN_FEED])


def for_search_engines() -> list[tuple[str, str, datetime]]:
    """Return language, address and date of every text that everybody may read."""
    rows = _for_everybody().order_by("pk").values_list("language", "slug", "updated_at")
    return list(rows[:MOST_IN_SITEMAP])


def is_language(code: str) -> bool:
    """Tell whether an address may begin with this."""
    return code in dict(settings.LANGUAGES)


def said_fallback(text: ArticleText) -> str:
    """Return the own name of the text's language where it is not what the reader reads; nothing where it is."""
    return fallback(text.language)


def in_readers_language(others: Iterable[OtherLanguage]) -> OtherLanguage | None:
    """Return the same article in the reader's own language, to be offered first."""
    own = (get_language() or "").lower()
    return next((one for one in others if one.code == own), None)


def _for_everybody() -> QuerySet[ArticleText]:
    visible = Article.objects.visible_to(None).values("pk")
    return ArticleText.objects.live().filter(article__in=visible)


def _seen(reader: Contact | None, area: Area | None) -> ArticleQuerySet:
    articles = Article.objects.visible_to(reader)
    return articles.filter(area__in=within(area)) if area else articles


def _readable(text_ids: list[int], reader: Contact | None, area: Area | None) -> list[ArticleText]:
    """Return the texts this reader may read, in this order, each article once."""
    rows = ArticleText.objects.live().filter(pk__in=text_ids, article__in=_seen(reader, area).values("pk"))
    there = {text.pk: text for text in rows.select_related("article", "article__area").defer("body", "draft_body")}
    once: dict[int, ArticleText] = {}
    for pk in text_ids:
        if text := there.get(pk):
            once.setdefault(text.article_id, text)
    return list(once.values())
