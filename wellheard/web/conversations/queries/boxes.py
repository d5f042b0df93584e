"""The lists of the inbox everybody has: who waits for us, what is mine, what can be told, what is done."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.counts import each_up_to
from wellheard.listen.conversations.models import Conversation, ConversationQuerySet, Mention
from wellheard.workspace.models import Staff

LONGEST_WAIT, NEWEST, NEWS_FIRST = ("waiting_since", "pk"), ("-last_message_at", "-pk"), ("news_at", "pk")
NEWEST_SAID = _("newest first")
# Of what notes asked somebody, the latest so many.
_LATEST_ASKED = 500
# Beyond it a count says "more than".
MOST_COUNTED = 99


@dataclass(frozen=True)
class Box:
    """One list of the inbox: which conversations, in which order, and whether what waits in it is counted."""

    key: str
    name: str | Promise
    icon: str
    rows: Callable[[Staff], ConversationQuerySet]
    order: tuple[str, ...] = NEWEST
    said: str | Promise = NEWEST_SAID
    is_counted: bool = True


def _unanswered(_staff: Staff) -> ConversationQuerySet:
    """Return where a customer waits for our words; what only has news stands in a list of its own."""
    return Conversation.objects.waiting_on_us().exclude(waiting_since=None)


def _mine(staff: Staff) -> ConversationQuerySet:
    return Conversation.objects.open().filter(assignee=staff)


def _nobodys(_staff: Staff) -> ConversationQuerySet:
    return Conversation.objects.open().filter(assignee=None, waits_for=Conversation.WaitsFor.US)


def _asked(staff: Staff) -> ConversationQuerySet:
    """Return where a note asked somebody to look, until it is closed."""
    asked = Mention.objects.filter(staff=staff).order_by("-made_at").values("conversation")[:_LATEST_ASKED]
    return Conversation.objects.standing().filter(pk__in=asked).exclude(state=Conversation.State.CLOSED)


def _to_tell(_staff: Staff) -> ConversationQuerySet:
    return Conversation.objects.with_news()


def _product(_staff: Staff) -> ConversationQuerySet:
    waiting = Conversation.objects.standing().exclude(state=Conversation.State.CLOSED)
    return waiting.filter(waits_for=Conversation.WaitsFor.PRODUCT)


def _snoozed(_staff: Staff) -> ConversationQuerySet:
    snoozed = Conversation.objects.standing().filter(state=Conversation.State.SNOOZED)
    return snoozed.exclude(snooze_kind=Conversation.SnoozeKind.PRODUCT)


def _unfiled(_staff: Staff) -> ConversationQuerySet:
    return Conversation.objects.awaiting_filing()


def _open(_staff: Staff) -> ConversationQuerySet:
    return Conversation.objects.open()


def _closed(_staff: Staff) -> ConversationQuerySet:
    return Conversation.objects.standing().filter(state=Conversation.State.CLOSED)


def _aside(_staff: Staff) -> ConversationQuerySet:
    return Conversation.objects.filter(merged_into=None).exclude(aside_reason="")


def _everything(_staff: Staff) -> ConversationQuerySet:
    return Conversation.objects.filter(merged_into=None)


BOXES = (
    Box("unanswered", _("Unanswered"), "inbox", _unanswered, LONGEST_WAIT, _("longest wait first")),
    Box("mine", _("Mine"), "user", _mine),
    Box("nobodys", _("Nobody’s"), "user-plus", _nobodys),
    Box("asked", _("Asked of me"), "at-sign", _asked),
    Box("tell", _("Ready to tell"), "reply", _to_tell, NEWS_FIRST, _("oldest news first")),
    Box("product", _("Waiting for the product"), "hammer", _product),
    Box("snoozed", _("Snoozed"), "clock", _snoozed),
    Box("unfiled", _("Not filed"), "tag", _unfiled),
    Box("open", _("All open"), "message-square", _open, is_counted=False),
    Box("closed", _("Closed"), "check", _closed, is_counted=False),
    Box("aside", _("Set aside"), "bookmark", _aside, is_counted=False),
    Box("all", _("Everything"), "search", _everything, is_counted=False),
)
BY_KEY = {box.key: box for box in BOXES}
FIRST = BOXES[0]


def box_of(key: str) -> Box:
    """Return the list of this key; the first for one that is none."""
    return BY_KEY.get(key, FIRST)


def counts(staff: Staff) -> dict[str, int]:
    """Return what waits in each list, in one statement, each counted up to 99."""
    counted = {box.key: box.rows(staff) for box in BOXES if box.is_counted}
    unseen = Mention.objects.filter(staff=staff, seen_at=None).values("conversation")
    counted["asked"] = Conversation.objects.standing().filter(pk__in=unseen)
    return dict(each_up_to(counted, most=MOST_COUNTED))
