"""Make feedback of what a customer wrote in a conversation: the whole message, or a marked passage."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.listen.commands import record_feedback
from wellheard.listen.commands.feedback import MOST_CHARACTERS
from wellheard.listen.conversations.commands.errors import ConversationError
from wellheard.listen.conversations.commands.locking import message_in_its_conversation
from wellheard.listen.conversations.models import Conversation, Message, Passage
from wellheard.listen.conversations.standing import shown_words
from wellheard.listen.models import Feedback

ORIGIN = "conversation"
_SOURCES = {
    Conversation.Channel.COMMUNITY: Feedback.Source.COMMUNITY,
    Conversation.Channel.IN_APP: Feedback.Source.WIDGET,
}


@transaction.atomic
def make_feedback_of(*, message_id: int, begin: int | None = None, end: int | None = None) -> Feedback:
    """Make feedback of a message, or of its words from one character up to another; the same again returns what is there.

    Raises ConversationError for what we wrote ourselves and for a passage that lies outside.
    """
    message = message_in_its_conversation(message_id)
    if not message.is_heard:
        raise ConversationError(_("Only what the customer wrote is feedback; mark a passage of theirs."))
    begin, end = _bounds(message, begin, end)
    known = Passage.objects.select_related("feedback").filter(message=message, begin=begin, end=end).first()
    if known:
        return known.feedback
    feedback = record_feedback(
        words=_words(message, begin, end),
        source=_SOURCES.get(Conversation.Channel(message.conversation.channel), Feedback.Source.SUPPORT),
        acknowledge="none",
        contact=message.contact,
        company=message.conversation.company,
        heard_at=message.said_at,
        origin=ORIGIN,
        origin_key=f"{message.pk}:{begin}-{end}",
        language=message.language,
    )
    Passage.objects.create(message=message, feedback=feedback, begin=begin, end=end)
    return feedback


def _bounds(message: Message, begin: int | None, end: int | None) -> tuple[int, int]:
    begin, end = begin or 0, len(message.words) if end is None else end
    if not 0 <= begin < end <= len(message.words) or not message.words[begin:end].strip():
        raise ConversationError(_("This passage lies outside of what was written; mark it again."))
    return begin, end


def _words(message: Message, begin: int, end: int) -> str:
    """Return the words of a passage; of a whole message what is not folded, as long as feedback may be."""
    if (begin, end) != (0, len(message.words)):
        return message.words[begin:end].strip()[:MOST_CHARACTERS]
    return (shown_words(message) or message.words.strip())[:MOST_CHARACTERS]
