"""Write what happened to issues into the conversations that wait for them: off by default, several things in one note."""

from collections import defaultdict

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.connect.github.models import News
from wellheard.deliver.work_items.models import WorkItem
from wellheard.deliver.work_items.queries import conversations_of
from wellheard.foundation import clock
from wellheard.foundation.text.clean import shorten
from wellheard.listen.conversations.commands import write_note
from wellheard.workspace.installation import installation

MOST_AT_ONCE = 1_000
QUOTE_LIMIT = 500


def note_news() -> int:
    """Note everything that was not noted yet; return in how many notes. Safe to repeat after a crash."""
    waiting: dict[int, list[News]] = defaultdict(list)
    for news in News.objects.filter(told_at=None).order_by("pk")[:MOST_AT_ONCE]:
        waiting[news.item_id].append(news)
    items = WorkItem.objects.in_bulk(list(waiting))
    return sum(_note(items[item_id], news) for item_id, news in waiting.items())


@transaction.atomic
def _note(item: WorkItem, news: list[News]) -> int:
    with translation.override(installation().language):
        words = "\n\n".join([f"{item.reference}: {item.title}", *[_said(item, one) for one in news], item.url])
    # The same news makes the same note, however often this runs.
    key = f"github:{news[0].pk}-{news[-1].pk}"
    there = list(conversations_of(item).standing().filter(product_waits__ended_at=None).distinct())
    for conversation in there:
        write_note(conversation_id=conversation.pk, by=None, author_name="GitHub", words=words, key=key)
    News.objects.filter(pk__in=[one.pk for one in news]).update(told_at=clock.now())
    return len(there)


def _said(item: WorkItem, news: News) -> str:
    if news.words:
        return _("%(name)s wrote: %(words)s") % {
            "name": news.author,
            "words": shorten(news.words, limit=QUOTE_LIMIT),
        }
    if news.key.startswith("workitem.reopened"):
        return _("The issue was opened again.")
    return _("The issue was closed: %(outcome)s.") % {"outcome": item.get_outcome_display()}
