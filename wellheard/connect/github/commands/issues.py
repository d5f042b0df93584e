"""Keep what belongs to an issue beside its state: the tag of its last reading, and our comment below it."""

from datetime import datetime

from django.db import transaction

from wellheard.connect.github.models import Issue, News, Repository
from wellheard.deliver.work_items.models import WorkItem
from wellheard.foundation import clock
from wellheard.foundation.text.clean import clean_line, clean_words

MOST_WORDS = 4_000


@transaction.atomic
def track(*, item: WorkItem, repository: Repository) -> Issue:
    """Know in which repository an issue is read; knowing it already changes nothing."""
    issue, _is_new = Issue.objects.select_related("item", "repository__connection").get_or_create(
        item=item, defaults={"repository": repository}
    )
    return issue


@transaction.atomic
def note_tag(*, issue_id: int, etag: str) -> None:
    """Keep the tag with which GitHub says the next time that nothing changed."""
    Issue.objects.filter(pk=issue_id).update(etag=etag[:200])


@transaction.atomic
def note_comment(*, issue_id: int, comment_id: int, words: str) -> None:
    """Note what our comment says now, and which one it is."""
    Issue.objects.filter(pk=issue_id).update(comment_id=comment_id, comment_words=words)


@transaction.atomic
def note_silenced(*, issue_id: int) -> None:
    """Note that somebody deleted our comment: none is written below this issue again."""
    Issue.objects.filter(pk=issue_id, silenced_at=None).update(silenced_at=clock.now())


@transaction.atomic
def note_read_until(*, repository_id: int, until: datetime, etag: str) -> None:
    """Note up to which change the issues of a repository were read."""
    Repository.objects.filter(pk=repository_id).update(read_until=until, etag=etag[:200])


@transaction.atomic
def keep_news(*, item_id: int, key: str, author: str = "", words: str = "") -> News:
    """Keep what happened to an issue until conversations get it as a note; the same key again changes nothing."""
    news, _is_new = News.objects.get_or_create(
        item_id=item_id,
        key=key,
        defaults={
            "author": clean_line(author)[:100],
            "words": clean_words(words)[:MOST_WORDS],
            "heard_at": clock.now(),
        },
    )
    return news
