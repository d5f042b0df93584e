"""Questions about articles: which there are, in which language somebody reads them, and what is missing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import get_language

from wellheard.listen.articles.models import (
    Article,
    ArticleQuerySet,
    ArticleRedirect,
    ArticleText,
    ArticleVersion,
    WritingWish,
)
from wellheard.workspace.installation import installation

ORDER = ("section", "position", "pk")
NEWEST_WISHES = ("-source_count", "-pk")


@dataclass(frozen=True)
class Counts:
    """How many articles there are of each kind, and how many are missing."""

    published: int
    draft: int
    archived: int
    stale: int
    wishes: int


@dataclass(frozen=True)
class Narrowing:
    """Which articles are wanted: of a state (or `stale`), of areas, or not there yet in a language."""

    state: str = ""
    areas: frozenset[int] = frozenset()
    missing: str = ""
    words: str = ""


def counts() -> Counts:
    """Return how many articles there are of each kind."""
    states = Article.objects.values_list("state", flat=True)
    of = {state: sum(one == state for one in states) for state in Article.State.values}
    stale, wishes = Article.objects.stale().count(), WritingWish.objects.open().count()
    return Counts(of["published"], of["draft"], of["archived"], stale, wishes)


def listed(wanted: Narrowing) -> QuerySet[Article]:
    """Return articles for the list, to be ordered by ORDER, with the languages readers have each in as `live_in`."""
    articles = _in_state(wanted.state)
    if wanted.areas:
        articles = articles.filter(area__in=wanted.areas)
    if wanted.missing:
        there = ArticleText.objects.live().filter(article=OuterRef("pk"), language=wanted.missing)
        articles = articles.published().filter(~Exists(there))
    if wanted.words:
        named = Q(title__icontains=wanted.words) | Q(draft_title__icontains=wanted.words)
        articles = articles.filter(Exists(ArticleText.objects.filter(named, article=OuterRef("pk"))))
    is_live = Q(texts__published_at__isnull=False)
    texts = ArticleText.objects.defer("body", "draft_body")
    return (
        articles.annotate(live_in=ArrayAgg("texts__language", filter=is_live, default=[]))
        .select_related("area", "owner", "segment")
        .prefetch_related(Prefetch("texts", queryset=texts))
    )


def _in_state(state: str) -> ArticleQuerySet:
    if state == "stale":
        return Article.objects.stale()
    if state in Article.State.values:
        return Article.objects.filter(state=state)
    return Article.objects.exclude(state=Article.State.ARCHIVED)


def heading_of(article: Article) -> str:
    """Return what staff know an article by: its title in its first language. Asks nothing where its texts are there."""
    texts = {text.language: text for text in article.texts.all()}
    first = texts.get(article.language) or next(iter(texts.values()), None)
    return first.heading if first else str(article)


def wanted_languages(language: str = "") -> list[str]:
    """Return a reader's language, the same without its region, and what we write in otherwise."""
    own = (language or get_language() or installation().language).lower()
    return list(dict.fromkeys([own, own.split("-", maxsplit=1)[0], installation().language]))


def texts_for(article_ids: Collection[int], *, language: str = "") -> dict[int, ArticleText]:
    """Return what a reader of this language reads of each article: theirs, else the original, else any; without its body."""
    wanted = wanted_languages(language)
    rows = ArticleText.objects.live().filter(article__in=article_ids).select_related("article", "article__area")
    found: dict[int, ArticleText] = {}
    for text in rows.defer("body", "draft_body").order_by("language"):
        there = found.get(text.article_id)
        if there is None or _place(text, wanted) < _place(there, wanted):
            found[text.article_id] = text
    return found


def _place(text: ArticleText, wanted: list[str]) -> int:
    """Return how near a text is to what a reader reads: their own language, then what the article was written in."""
    own = wanted[:2]
    if text.language in own:
        return own.index(text.language)
    # A reader of zh is served by zh-hans.
    if text.language.split("-", maxsplit=1)[0] == own[0].split("-", maxsplit=1)[0]:
        return len(own)
    if text.language == text.article.language:
        return len(own) + 1
    return len(own) + (2 if text.language in wanted else 3)


def text_at(language: str, slug: str) -> ArticleText | None:
    """Return the text that readers find at an address."""
    rows = ArticleText.objects.live().select_related("article", "article__area", "article__segment")
    return rows.filter(language=language, slug=slug).first()


def moved_to(language: str, slug: str) -> ArticleText | None:
    """Return the text an address leads on to: of the article that had it before."""
    redirect = ArticleRedirect.objects.filter(language=language, slug=slug).first()
    if redirect is None:
        return None
    return texts_for([redirect.article_id], language=language).get(redirect.article_id)


def versions_of(article: Article, language: str) -> QuerySet[ArticleVersion]:
    """Return what readers saw of an article in a language, newest first."""
    rows = ArticleVersion.objects.filter(article=article, language=language)
    return rows.select_related("published_by").order_by("-number")


def sections(article_ids: Iterable[int] | None = None) -> list[str]:
    """Return the names of the sections there are."""
    articles = Article.objects.exclude(section="")
    if article_ids is not None:
        articles = articles.filter(pk__in=article_ids)
    return list(articles.order_by("section").values_list("section", flat=True).distinct())


def wishes(*, state: str = "open") -> QuerySet[WritingWish]:
    """Return the articles that are missing, or those that were: to be ordered NEWEST_WISHES first."""
    rows = WritingWish.objects.select_related("area", "made_by", "article").prefetch_related("sources")
    return rows.open() if state == "open" else rows.exclude(closed_at=None)
