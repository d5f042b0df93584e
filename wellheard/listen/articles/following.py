"""How what somebody thought of an article follows a contact that turns out to be another one."""

from wellheard.customers.merging import Kind, moves
from wellheard.listen.articles.models import ArticleRating


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    moves(Kind.CONTACT, ArticleRating, "contact")
