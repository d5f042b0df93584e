"""One change to an article at a time."""

from django.utils.translation import gettext as _

from wellheard.listen.articles.commands.errors import ArticleError, StaleArticleError
from wellheard.listen.articles.models import Article, ArticleText


def locked(article_id: int) -> Article:
    """Return an article that nobody else changes now. Raises ArticleError when it is gone."""
    article = Article.objects.select_for_update(of=("self",), no_key=True).filter(pk=article_id).first()
    if article is None:
        raise ArticleError(_("This article does not exist any more. Go back to the list of articles."))
    return article


def text_of(article: Article, language: str) -> ArticleText:
    """Return an article's text in a language. Raises ArticleError when nobody wrote it."""
    text = article.texts.filter(language=language).first()
    if text is None:
        raise ArticleError(_("Nobody has written this article in this language. Go back to the article."))
    return text


def require_version(present: int, read: int) -> None:
    """Raise StaleArticleError where somebody else saved since a person read it."""
    if present != read:
        raise StaleArticleError(
            _("Somebody else changed this article meanwhile. Nothing is lost: compare with theirs, then save again.")
        )
