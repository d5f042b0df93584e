"""What all that we write has in common: words, and a key that makes a second click the same message."""

from django.utils.translation import gettext as _

from wellheard.foundation.text.clean import clean_words
from wellheard.listen.conversations.commands.errors import ConversationError
from wellheard.listen.conversations.models import Message
from wellheard.listen.conversations.said import MOST_CHARACTERS

WEB = "reply"


def known_message(conversation_id: int, key: str) -> Message | None:
    """Return what was written under this key already."""
    if not key:
        return None
    return Message.objects.filter(origin=WEB, origin_key=f"{conversation_id}:{key}"[:200]).first()


def required_words(words: str) -> str:
    """Return words as they are kept. Raises ConversationError for none and for too many."""
    kept = clean_words(words)
    if not kept:
        raise ConversationError(_("There are no words in this; write what you want to say."))
    if len(kept) > MOST_CHARACTERS:
        raise ConversationError(_("This is too long to send; attach it as a file."))
    return kept
