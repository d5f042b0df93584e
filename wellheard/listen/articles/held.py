"""What a colleague looks after: the articles they own."""

from django.db.models import Q
from django.utils.translation import ngettext

from wellheard.listen.articles.models import (
    Article,
    ArticleImage,
    ArticleText,
    ArticleVersion,
    WishSource,
    WritingWish,
)
from wellheard.workspace.handing_on import passes, stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    passes(
        "articles",
        lambda n: ngettext("%(n)d article", "%(n)d articles", n) % {"n": n},
        Article,
        "owner",
        only=~Q(state=Article.State.ARCHIVED),
    )
    stays(ArticleText, "updated_by")
    stays(ArticleVersion, "published_by")
    stays(ArticleImage, "kept_by")
    stays(WritingWish, "made_by")
    stays(WishSource, "added_by")
