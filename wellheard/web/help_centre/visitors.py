"""Who reads: a contact who is signed in, else a browser under a number drawn by chance."""

import secrets

from django.contrib.sessions.backends.base import SessionBase

from wellheard.customers.models import Contact
from wellheard.listen.articles.models import Article, ArticleRating

VISITOR = "help_visitor"


def visitor_key(session: SessionBase) -> str:
    """Return the number of this browser, drawn when it is first needed."""
    if VISITOR not in session:
        session[VISITOR] = secrets.token_hex(16)
    return str(session[VISITOR])


def rating_of(session: SessionBase, article: Article, reader: Contact | None) -> ArticleRating | None:
    """Return what this reader said about an article."""
    if reader is not None:
        return article.ratings.filter(contact=reader).first()
    key = session.get(VISITOR, "")
    return article.ratings.filter(visitor=key).first() if key else None
