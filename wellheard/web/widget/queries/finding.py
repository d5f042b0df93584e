"""What may already help with what somebody writes: articles they may read, and ideas they may see."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Length
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.customers.models import Contact
from wellheard.decide.models import Idea
from wellheard.decide.suggestions import SuggestedArticle, articles_for_reader, says_enough
from wellheard.listen.articles.models import Article, ArticleText
from wellheard.web.portal.queries.board import Row, similar_rows
from wellheard.web.widget.queries.ideas import wanted
from wellheard.web.widget.speaking import present

ARTICLE, IDEA = "a", "i"
_KEY = re.compile(r"([0-9a-f]{32})\.([ai])\.([0-9]{1,18})")
# Below so many readers who said whether it helped, the figure would be chance.
FEWEST_RATINGS = 5
CHARACTERS_A_MINUTE, DENSE_CHARACTERS_A_MINUTE = 1_200, 400
_DENSE = ("zh", "ja", "ko")


@dataclass(frozen=True)
class Suggested:
    """One suggestion by its key: in which writing it stood, what it is."""

    writing: str
    kind: str
    subject_id: int


def found(words: str, *, writing: str, reader: Contact | None) -> list[dict[str, Any]]:
    """Return what may help, articles first; nothing before somebody said what they are about."""
    if not says_enough(words):
        return []
    articles = articles_for_reader(words, language=present(), reader=reader)
    notes = article_notes(article.article_id for article in articles)
    rows = similar_rows(words, reader=reader)
    return [
        *(_article(article, writing, notes.get(article.article_id, "")) for article in articles),
        *(_idea(row, writing) for row in rows),
    ]


def writing_key(device: str, writing: str) -> str:
    """Return under which number what is suggested is counted: from it nobody can read who wrote, or what was sent."""
    return salted_hmac("wellheard.widget.writing", f"{device} {writing}").hexdigest()[:32]


def suggested(key: str) -> Suggested | None:
    """Read the key of a suggestion; nothing for what is none."""
    parts = _KEY.fullmatch(key)
    return Suggested(parts[1], parts[2], int(parts[3])) if parts else None


def article_notes(article_ids: Iterable[int], *, language: str = "") -> dict[int, str]:
    """Return of each article how long it takes to read, and how many it helped."""
    ids = list(article_ids)
    lengths = ArticleText.objects.live().filter(article__in=ids).annotate(length=Length("body"))
    minutes: dict[int, int] = {}
    for article_id, code, length in lengths.values_list("article_id", "language", "length").order_by("article_id"):
        if article_id not in minutes or code == (language or present()):
            minutes[article_id] = _minutes(code, length)
    return {pk: _article_note(one, minutes.get(pk, 1)) for pk, one in Article.objects.in_bulk(ids).items()}


def _article_note(article: Article, minutes: int) -> str:
    note = ngettext("%(n)d minute.", "%(n)d minutes.", minutes) % {"n": minutes}
    every = article.helpful_count + article.unhelpful_count
    if every < FEWEST_RATINGS:
        return note
    return f"{note} {_('Helped %(yes)d of %(every)d.') % {'yes': article.helpful_count, 'every': every}}"


def _minutes(language: str, length: int) -> int:
    pace = DENSE_CHARACTERS_A_MINUTE if language.startswith(_DENSE) else CHARACTERS_A_MINUTE
    return max(1, round(length / pace))


def _article(article: SuggestedArticle, writing: str, note: str) -> dict[str, Any]:
    return {
        "key": f"{writing}.{ARTICLE}.{article.article_id}",
        "kind": "article",
        "id": article.article_id,
        "title": article.title,
        "note": f"{_('Article')}, {note}",
    }


def _idea(row: Row, writing: str) -> dict[str, Any]:
    idea: Idea = row.idea
    note = wanted(idea, has_voted=row.listed.has_voted)
    return {
        "key": f"{writing}.{IDEA}.{idea.pk}",
        "kind": "idea",
        "id": idea.pk,
        "title": row.listed.title,
        "note": f"{_('Idea')}, {note}" if note else _("Idea"),
        "voted": row.listed.has_voted,
    }
