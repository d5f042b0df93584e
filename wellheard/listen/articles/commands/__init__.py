"""Every change to articles, and to what is known of whom they helped."""

from wellheard.listen.articles.commands.errors import ArticleError, StaleArticleError
from wellheard.listen.articles.commands.images import delete_image, keep_image
from wellheard.listen.articles.commands.publishing import (
    archive_article,
    bring_version_back,
    publish_text,
    restore_article,
    review_article,
    unpublish_article,
)
from wellheard.listen.articles.commands.ratings import comment_on_article, rate_article
from wellheard.listen.articles.commands.showings import (
    new_key,
    note_came_back,
    note_opened,
    note_sent,
    note_shown,
    note_solved,
    note_voted,
)
from wellheard.listen.articles.commands.wishes import add_to_wish, answer_wish, drop_wish, wish_for_article
from wellheard.listen.articles.commands.writing import (
    MOST_CHARACTERS,
    discard_draft,
    place_article,
    remove_text,
    write_article,
    write_text,
)

__all__ = [
    "MOST_CHARACTERS",
    "ArticleError",
    "StaleArticleError",
    "add_to_wish",
    "answer_wish",
    "archive_article",
    "bring_version_back",
    "comment_on_article",
    "delete_image",
    "discard_draft",
    "drop_wish",
    "keep_image",
    "new_key",
    "note_came_back",
    "note_opened",
    "note_sent",
    "note_shown",
    "note_solved",
    "note_voted",
    "place_article",
    "publish_text",
    "rate_article",
    "remove_text",
    "restore_article",
    "review_article",
    "unpublish_article",
    "wish_for_article",
    "write_article",
    "write_text",
]
