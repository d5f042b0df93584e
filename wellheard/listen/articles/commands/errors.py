"""What is wrong with a change to an article."""


class ArticleError(ValueError):
    """An article cannot be written, changed or published so."""


class StaleArticleError(ArticleError):
    """Somebody else changed the article since this person began."""
