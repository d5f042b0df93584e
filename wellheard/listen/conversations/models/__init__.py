"""Conversations, their messages, and who takes part in them."""

from wellheard.listen.conversations.models.conversations import (
    Conversation,
    ConversationAside,
    ConversationMerge,
    ConversationQuerySet,
)
from wellheard.listen.conversations.models.drafts import Draft, DraftFile
from wellheard.listen.conversations.models.messages import Attachment, Message, MessageQuerySet, Passage
from wellheard.listen.conversations.models.people import Follower, Mention, Participant, ReadMark
from wellheard.listen.conversations.models.product_waits import ProductWait
from wellheard.listen.conversations.models.surroundings import Surroundings
from wellheard.listen.conversations.models.tags import Tag

__all__ = [
    "Attachment",
    "Conversation",
    "ConversationAside",
    "ConversationMerge",
    "ConversationQuerySet",
    "Draft",
    "DraftFile",
    "Follower",
    "Mention",
    "Message",
    "MessageQuerySet",
    "Participant",
    "Passage",
    "ProductWait",
    "ReadMark",
    "Surroundings",
    "Tag",
]
