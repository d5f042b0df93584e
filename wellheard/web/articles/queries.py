"""What the pages of articles show."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from wellheard.listen.articles.models import Article, ArticleText
from wellheard.listen.articles.queries import heading_of
from wellheard.web.portal.languages import languages_offered, name_in_ours


@dataclass(frozen=True)
class LanguageState:
    """An article in one language: whether readers have it, and whether something is being written."""

    code: str
    name: str
    is_original: bool
    text: ArticleText | None

    @property
    def is_live(self) -> bool:
        return self.text is not None and self.text.is_live

    @property
    def has_draft(self) -> bool:
        return self.text is not None and self.text.has_draft


@dataclass(frozen=True)
class Row:
    """An article in the list; `missing` are the languages we offer and it is not there in."""

    article: Article
    title: str
    languages: list[str]
    missing: list[str]

    @property
    def has_draft(self) -> bool:
        """Whether something waits beside what readers see."""
        return any(text.has_draft and text.is_live for text in self.article.texts.all())


@dataclass(frozen=True)
class Change:
    """A stretch of lines that two texts have in common, or that only one of them has: same, gone or new."""

    kind: str
    lines: list[str]


def rows_of(articles: Iterable[Article]) -> list[Row]:
    """Return articles as the list shows them; asks nothing more."""
    offered = [code for code, _name in languages_offered()]
    return [
        Row(
            article=article,
            title=heading_of(article),
            languages=sorted(article.live_in),  # type: ignore[attr-defined]
            missing=[code for code in offered if code not in article.live_in]  # type: ignore[attr-defined]
            if article.is_published
            else [],
        )
        for article in articles
    ]


def languages_of(article: Article) -> list[LanguageState]:
    """Return the languages of an article: its first, those we offer, and whatever else it is written in."""
    texts = {text.language: text for text in article.texts.all()}
    codes = dict.fromkeys([article.language, *(code for code, _name in languages_offered()), *sorted(texts)])
    return [LanguageState(code, name_in_ours(code), code == article.language, texts.get(code)) for code in codes]


def changes(old: str, new: str) -> list[Change]:
    """Return what is different between two texts, line by line."""
    before, after = old.splitlines(), new.splitlines()
    found: list[Change] = []
    for kind, begin, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Change("same", before[begin:end]))
            continue
        if begin < end:
            found.append(Change("gone", before[begin:end]))
        if first < last:
            found.append(Change("new", after[first:last]))
    return found
