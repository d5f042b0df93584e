"""When somebody who writes now can expect an answer: by our hours, and by how fast we really were."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Aggregate, FloatField, Q

from wellheard.foundation import clock
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.conversations.targets import first_answer_minutes
from wellheard.workspace.installation import installation

# From so many answers on, how fast we were says more than what we promise.
ENOUGH = 20
WEEKS = timedelta(weeks=4)
# What was written longer ago than this is not confirmed.
FRESH = timedelta(days=2)


class _Percentile(Aggregate):
    """The value that a share of the rows keeps within."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class Expected:
    """Until when nine of ten have their answer, how long half of them wait (None: too few to say), and whether we work now."""

    by: datetime
    median_seconds: float | None
    works_now: bool
    opens_at: datetime


def expected_answer(conversation: Conversation) -> Expected:
    """Return when whoever wrote can expect an answer. Too few answers lately: what we promise them."""
    hours, now = installation().business_hours, clock.now()
    lately = Conversation.objects.standing().filter(first_answer_at__gte=now - WEEKS, mailbox=conversation.mailbox_id)
    # How fast others answered elsewhere says nothing of us.
    times = lately.exclude(first_answer_seconds=None).exclude(channel=Conversation.Channel.IMPORT)
    promised = first_answer_minutes(conversation.company) * 60
    found = times.aggregate(
        half=_Percentile("first_answer_seconds", share="0.5"), most=_Percentile("first_answer_seconds", share="0.9")
    )
    is_known = times.count() >= ENOUGH
    seconds = max(promised, int(found["most"])) if is_known else promised
    opens_at = hours.after(now, 0)
    return Expected(hours.after(now, seconds), found["half"] if is_known else None, opens_at <= now, opens_at)


def may_be_confirmed(conversation: Conversation) -> bool:
    """Tell whether we may confirm by ourselves: only where the mailbox says so, and not where somebody answered already."""
    mailbox = conversation.mailbox
    if mailbox is None or not mailbox.auto_replies or not mailbox.is_open or conversation.aside_reason:
        return False
    if not conversation.is_open or conversation.channel != Conversation.Channel.EMAIL:
        return False
    messages = conversation.messages.standing().public()
    # A mail that was fetched long after it was written: to confirm it now would only astonish.
    if messages.filter(said_at__lt=clock.now() - FRESH).exists():
        return False
    return not messages.filter(Q(is_automatic=True) | Q(kind=Message.Kind.REPLY)).exists()
