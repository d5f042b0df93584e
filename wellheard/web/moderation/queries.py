"""Posts of the portal by what became of them: they wait, others read them, we hid them, or they are spam."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from wellheard.foundation.paging import Page, page_of
from wellheard.listen.models import AsideReason, Feedback, FeedbackQuerySet, Suspect

PER_PAGE = 30
# Those that staff called spam stand below the ones that the rules held.
MOST_MARKED = 50


@dataclass(frozen=True)
class Shelf:
    """One of the four lists."""

    key: str
    name: str | Promise
    meant: Q


WAITING = Shelf("waiting", gettext_lazy("Waiting"), Q(published_at=None, hidden_at=None, set_aside_at=None))
PUBLISHED = Shelf("published", gettext_lazy("Published"), Q(published_at__isnull=False))
HIDDEN = Shelf("hidden", gettext_lazy("Hidden"), Q(hidden_at__isnull=False) & ~Q(set_aside_reason=AsideReason.SPAM))
SPAM = Shelf("spam", gettext_lazy("Spam"), Q(set_aside_reason=AsideReason.SPAM))
SHELVES = (WAITING, PUBLISHED, HIDDEN, SPAM)


def shelf_of(key: str) -> Shelf:
    """Return the list of this name; the first for any other."""
    return next((shelf for shelf in SHELVES if shelf.key == key), WAITING)


def posts(shelf: Shelf) -> FeedbackQuerySet:
    """Return what customers wrote on the portal and allowed others to read; spam whatever they allowed."""
    written = Feedback.objects.filter(
        shelf.meant, source=Feedback.Source.PORTAL, voice=Feedback.Voice.OWN, split_at=None
    )
    return written if shelf is SPAM else written.exclude(quotable=Feedback.Quotable.NO)


def posts_page(shelf: Shelf, *, cursor: str) -> Page[Any]:
    """Return a page of a list, newest first; of spam, what the rules held."""
    if shelf is SPAM:
        held = Suspect.objects.waiting().select_related("contact").prefetch_related("pictures")
        return page_of(held, order=("-held_at", "-pk"), cursor=cursor, size=PER_PAGE)
    found = posts(shelf).select_related("contact", "company").prefetch_related("pictures")
    return page_of(found, order=("-heard_at", "-pk"), cursor=cursor, size=PER_PAGE)


def marked_as_spam() -> list[Feedback]:
    """Return what one of us called spam, newest first."""
    return list(
        posts(SPAM)
        .select_related("contact", "company")
        .prefetch_related("pictures")
        .order_by("-set_aside_at", "-pk")[:MOST_MARKED]
    )


def waiting_count() -> int:
    """Return how many posts wait for one of us to read them."""
    return Feedback.objects.unread_posts().count()
