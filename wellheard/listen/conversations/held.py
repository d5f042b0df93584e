"""What a colleague looks after in conversations: those that are theirs and not closed."""

from django.db.models import Q
from django.utils.translation import ngettext

from wellheard.listen.conversations.models import (
    Conversation,
    ConversationMerge,
    Draft,
    Follower,
    Mention,
    Message,
    ReadMark,
    Tag,
)
from wellheard.workspace.handing_on import passes, stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    passes(
        "conversations",
        lambda n: ngettext("%(n)d conversation", "%(n)d conversations", n) % {"n": n},
        Conversation,
        "assignee",
        only=~Q(state="closed"),
    )
    stays(Conversation, "closed_by")
    stays(ConversationMerge, "made_by")
    stays(Message, "staff")
    stays(Tag, "confirmed_by")
    for own in (Draft, Follower, Mention, ReadMark):
        stays(own, "staff")
