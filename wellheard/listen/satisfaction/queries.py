"""Whom to ask how a conversation went, and what they said."""

from datetime import timedelta

from django.core import signing
from django.db.models import Count, Q

from wellheard.customers.queries import is_left_alone
from wellheard.foundation import clock
from wellheard.listen.conversations.models import Conversation, Message, Participant
from wellheard.listen.satisfaction.models import Asking, Rating

# A link in a mail is good for so long.
LINK_LASTS = timedelta(days=60)
_SALT = "wellheard.satisfaction"


class RatingLinkError(ValueError):
    """The link is not ours, or too old; the text says what to do instead."""


def asking() -> Asking:
    """Return whether and how customers are asked."""
    return Asking.objects.first() or Asking(pk=1)


def may_be_asked(conversation: Conversation) -> bool:
    """Tell whether we may ask how it went: we answered in person, they have an address, and it is their turn.

    Which conversations are in the sample is told by their number, so that asking again gives the same answer.
    """
    now = asking()
    is_talk = conversation.is_closed and not conversation.aside_reason and conversation.merged_into_id is None
    if now.asks_since is None or not is_talk or not _was_answered_here(conversation):
        return False
    address = address_of(conversation)
    if conversation.requester_id is None or conversation.first_answer_at is None or not address:
        return False
    if is_left_alone(address):
        return False
    if conversation.pk * 37 % 100 >= now.percent:
        return False
    since = clock.now() - timedelta(days=now.every_days)
    return not Rating.objects.filter(contact=conversation.requester_id, ask_at__gte=since).exists()


def _was_answered_here(conversation: Conversation) -> bool:
    """Tell whether we answered here, and not only where an import has the conversation from."""
    if conversation.channel != Conversation.Channel.IMPORT:
        return True
    replies = conversation.messages.standing().filter(kind=Message.Kind.REPLY)
    return replies.exclude(placed_by=Message.PlacedBy.IMPORT).exists()


def address_of(conversation: Conversation) -> str:
    """Return where whoever asked is written to; nothing where we know no address."""
    asked = conversation.participants.filter(role=Participant.Role.REQUESTER, left_at=None)
    return asked.exclude(address="").values_list("address", flat=True).first() or ""


def last_to_answer(conversation: Conversation) -> int | None:
    """Return who of us wrote to them last."""
    replies = conversation.messages.standing().filter(kind=Message.Kind.REPLY).exclude(staff=None)
    return replies.order_by("-pk").values_list("staff_id", flat=True).first()


def token_of(rating: Rating) -> str:
    """Return what stands in a rating's link."""
    return signing.dumps(rating.pk, salt=_SALT, compress=True)


def rating_of(token: str) -> Rating:
    """Return what a link asks about. Raises RatingLinkError when it is not ours, too old, or the conversation is gone."""
    try:
        number = signing.loads(token, salt=_SALT, max_age=LINK_LASTS)
    except signing.BadSignature as problem:
        raise RatingLinkError from problem
    rating = Rating.objects.select_related("conversation", "staff").filter(pk=number).first()
    if rating is None:
        raise RatingLinkError
    return rating


def counts() -> dict[str, int]:
    """Return of the last 30 days how many were asked, how many answered, and how many said it was good."""
    since = clock.now() - timedelta(days=30)
    return Rating.objects.filter(asked_at__gte=since).aggregate(
        asked=Count("pk"), rated=Count("score"), good=Count("pk", filter=Q(score=Rating.Score.GOOD))
    )
