"""What helps with something a customer writes: articles that explain it, and ideas that say the same.

For the customer while they write, and for whoever answers them; without a model, in any language.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from wellheard.customers.models import Company, Contact
from wellheard.decide.models import Idea
from wellheard.foundation.text.language import detect_language
from wellheard.listen.articles.models import Article, ArticleQuerySet, ArticleText
from wellheard.listen.articles.queries import texts_for
from wellheard.understand import similar
from wellheard.understand.queries import ARTICLE, ARTICLE_WORDS
from wellheard.understand.similar.terms import pieces
from wellheard.workspace.installation import portal_address

IDEA = "idea"
MOST_ARTICLES, MOST_IDEAS = 3, 4
# Below this the texts share a word by chance.
LEAST_ALIKE = 0.12
# Nothing is suggested before somebody said what they are about. In Chinese a word is about one and a half characters long.
FEWEST_WORDS, CHARACTERS_OF_A_WORD = 4, 1.5
# Of what is most alike, some may be for others alone.
_LOOKED_AT = 30


@dataclass(frozen=True)
class SuggestedArticle:
    """An article as somebody may be shown it, in their language where it is there; `address` is whole."""

    article_id: int
    title: str
    summary: str
    language: str
    slug: str
    score: float

    @property
    def path(self) -> str:
        return reverse("help_article", args=[self.language, self.slug])

    @property
    def address(self) -> str:
        return portal_address(self.path)

    @property
    def markdown(self) -> str:
        """What puts a link to it into a reply."""
        title = self.title.replace("[", "(").replace("]", ")")
        return f"[{title}]({self.address})"


@dataclass(frozen=True)
class Suggestions:
    """What helps, best first; both empty where nothing is alike."""

    articles: list[SuggestedArticle] = field(default_factory=list)
    ideas: list[Idea] = field(default_factory=list)


def idea_document(idea: Idea) -> similar.Document:
    """Return an idea as the search knows it: by its title, the problem and what customers read of it."""
    text = "\n".join(part for part in (idea.title, idea.problem, idea.public_text) if part)
    return similar.Document(IDEA, idea.pk, text, idea.language)


def says_enough(words: str) -> bool:
    """Tell whether somebody wrote their fourth word; where no spaces part words, about as much."""
    counted = sum(len(piece.text) / CHARACTERS_OF_A_WORD if piece.is_run else 1 for piece in pieces(words))
    return counted >= FEWEST_WORDS


def suggestions_for(
    words: str, *, language: str = "", contact: Contact | None = None, company: Company | None = None
) -> Suggestions:
    """Return what helps whoever answers these words: articles this customer may read, and ideas, private ones too.

    `language` is the customer's: articles come in it where they are there.
    """
    if contact is None and company is not None:
        seen = Article.objects.visible_to_company(company)
    else:
        seen = Article.objects.visible_to(contact)
    ideas = _ideas(words, Idea.objects.unmerged().select_related("area").in_bulk)
    return Suggestions(_articles(words, seen, [language]), ideas)


def suggestions_for_reader(words: str, *, language: str = "", reader: Contact | None = None) -> Suggestions:
    """Return what helps the customer who writes these words, from the fourth word on: only what they may see."""
    if not says_enough(words):
        return Suggestions()
    visible = Idea.objects.visible_to(reader).select_related("area").in_bulk
    return Suggestions(
        _articles(words, Article.objects.visible_to(reader), _languages(words, language)), _ideas(words, visible)
    )


def articles_for_reader(words: str, *, language: str = "", reader: Contact | None = None) -> list[SuggestedArticle]:
    """Return the articles alone that help the customer who writes these words, from the fourth word on."""
    return (
        _articles(words, Article.objects.visible_to(reader), _languages(words, language)) if says_enough(words) else []
    )


def articles_that_explain(texts: Sequence[str]) -> list[dict[int, float]]:
    """Return for each of these texts the published articles that explain it, with how much they say the same; 0 to 1."""
    found: list[dict[int, float]] = [{} for _text in texts]
    for kind in (ARTICLE, ARTICLE_WORDS):
        for scores, matches in zip(found, similar.find_each(texts, kind=kind, limit=_LOOKED_AT), strict=True):
            for match in matches:
                if match.score >= LEAST_ALIKE:
                    scores[match.object_id] = max(match.score, scores.get(match.object_id, 0.0))
    asked = {text_id for scores in found for text_id in scores}
    known = dict(Article.objects.published().filter(texts__in=asked).values_list("texts__pk", "pk")) if asked else {}
    return [_by_article(scores, known) for scores in found]


def _by_article(scores: dict[int, float], known: dict[int, int]) -> dict[int, float]:
    best: dict[int, float] = {}
    for text_id, score in scores.items():
        if article := known.get(text_id):
            best[article] = max(score, best.get(article, 0.0))
    return best


def _articles(words: str, seen: ArticleQuerySet, languages: list[str]) -> list[SuggestedArticle]:
    scores: dict[int, float] = {}
    for kind in (ARTICLE, ARTICLE_WORDS):
        for match in similar.find(words, kind=kind, limit=_LOOKED_AT):
            if match.score >= LEAST_ALIKE:
                scores[match.object_id] = max(match.score, scores.get(match.object_id, 0.0))
    if not scores:
        return []
    best: dict[int, float] = {}
    for article_id, text_id in seen.filter(texts__in=scores).values_list("pk", "texts__pk"):
        best[article_id] = max(scores[text_id], best.get(article_id, 0.0))
    chosen = sorted(best, key=lambda pk: (-best[pk], pk))[:MOST_ARTICLES]
    texts = _texts(chosen, languages)
    return [
        SuggestedArticle(pk, texts[pk].title, texts[pk].summary, texts[pk].language, texts[pk].slug, best[pk])
        for pk in chosen
        if pk in texts
    ]


def _texts(article_ids: list[int], languages: list[str]) -> dict[int, ArticleText]:
    """Return each article in the first of these languages it is there in, else as it was written."""
    first, *others = languages
    there = texts_for(article_ids, language=first)
    foreign = [pk for pk, text in there.items() if text.language.split("-")[0] != first.split("-")[0]]
    return there | _texts(foreign, others) if foreign and others else there


def _languages(words: str, language: str) -> list[str]:
    """Return in which languages somebody who writes these words reads: what they write in first."""
    written = detect_language(words, otherwise=language)
    return list(dict.fromkeys([written, language]))


def _ideas(words: str, in_bulk: Callable[[list[int]], dict[int, Idea]]) -> list[Idea]:
    alike = [match.object_id for match in similar.find(words, kind=IDEA, limit=50) if match.score >= LEAST_ALIKE]
    ideas = in_bulk(alike) if alike else {}
    return [ideas[pk] for pk in alike if pk in ideas][:MOST_IDEAS]
