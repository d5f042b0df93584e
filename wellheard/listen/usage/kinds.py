"""What is kept for a time: which kinds of things, for how long unless the owner says otherwise, and how each is deleted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.foundation import clock
from wellheard.listen.sources.models import DeadLetter
from wellheard.listen.surveys.models import Display
from wellheard.listen.usage.event_store import EventStore
from wellheard.listen.usage.models import CompanySeen, ContactSeen, DailyUse, DeviceTraits, RecentEvent

Forget = Callable[[EventStore, datetime], int]
# Clients send again what they are not sure of, for at most so long.
MESSAGES_DAYS = 14


@dataclass(frozen=True)
class Kind:
    """A kind of things; `forget` deletes those older than a moment and returns how many."""

    key: str
    title: str | Promise
    note: str | Promise
    days: int
    forget: Forget


def _events(store: EventStore, before: datetime) -> int:
    RecentEvent.objects.filter(said_at__lt=before).delete()
    DeviceTraits.objects.filter(said_at__lt=before).delete()
    return store.delete_before(before)


def _sums(_store: EventStore, before: datetime) -> int:
    CompanySeen.objects.filter(seen_at__lt=before).delete()
    ContactSeen.objects.filter(seen_at__lt=before).delete()
    return DailyUse.objects.filter(day__lt=clock.day_of(before)).delete()[0]


def _dead_letters(_store: EventStore, before: datetime) -> int:
    return _deleted(DeadLetter.objects.filter(received_at__lt=before))


def _displays(_store: EventStore, before: datetime) -> int:
    # Whose answer is kept is kept with it.
    return _deleted(Display.objects.filter(shown_at__lt=before, response=None))


def _deleted(rows: "QuerySet[DeadLetter] | QuerySet[Display]") -> int:
    return rows.delete()[0]


KINDS = (
    Kind("events", _("Usage events"), _("Each with its properties, and what browsers claim of people."), 730, _events),
    Kind(
        "sums", _("Use by day"), _("How often what happened, of whom; the pages of companies count on it."), 1095, _sums
    ),
    Kind("dead_letters", _("Dead letters"), _("What came and could not be understood, as it came."), 30, _dead_letters),
    Kind(
        "displays",
        _("Who was shown which survey"),
        _("Without those who answered. While it is kept nobody is asked too often."),
        730,
        _displays,
    ),
)
