"""The knowledge base: articles and their texts, what readers thought of them, and what was suggested to whom writes."""

from wellheard.listen.articles.models.articles import Article, ArticleQuerySet
from wellheard.listen.articles.models.images import ArticleImage
from wellheard.listen.articles.models.ratings import ArticleRating
from wellheard.listen.articles.models.showings import Showing, ShownSuggestion
from wellheard.listen.articles.models.texts import ArticleRedirect, ArticleText, ArticleVersion
from wellheard.listen.articles.models.wishes import WishSource, WritingWish

__all__ = [
    "Article",
    "ArticleImage",
    "ArticleQuerySet",
    "ArticleRating",
    "ArticleRedirect",
    "ArticleText",
    "ArticleVersion",
    "Showing",
    "ShownSuggestion",
    "WishSource",
    "WritingWish",
]
