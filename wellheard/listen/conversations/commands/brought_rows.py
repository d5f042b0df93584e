"""The rows of messages an import brings: as they were said, with nothing in them that could do harm."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from wellheard.foundation.mail.cleaning import clean_html
from wellheard.foundation.mail.folding import fold
from wellheard.foundation.text.clean import clean_email, clean_line, clean_words
from wellheard.foundation.text.language import detect_language
from wellheard.listen.conversations.brought import BroughtConversation, BroughtMessage, Link, Person
from wellheard.listen.conversations.models import Attachment, Conversation, Message
from wellheard.listen.conversations.said import MOST_CHARACTERS, MOST_FILES, MOST_OF_ADDRESS, MOST_OF_ID
from wellheard.listen.conversations.standing import shown_words
from wellheard.workspace.installation import installation

_MOST_RECIPIENTS, _MOST_OF_URL, _MOST_OF_KEY = 50, 2_000, 200
# The language is told by the first so many characters.
_TOLD_BY = 2_000
_STATES = {
    str(Message.Kind.HEARD): Message.State.RECEIVED,
    str(Message.Kind.REPLY): Message.State.SENT,
    str(Message.Kind.NOTE): Message.State.KEPT,
}


def key_of(draft: BroughtConversation, message: BroughtMessage) -> str:
    """Return a message's id, unique within its system."""
    key = f"{draft.key}/{message.key}"
    return key if len(key) <= _MOST_OF_KEY else hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def message_row(
    conversation: Conversation, brought: BroughtMessage, *, origin: str, key: str, now: datetime
) -> Message:
    """Return a message as it was said there. A note has no way out, whatever the other system kept with it."""
    words = clean_words(brought.words)[:MOST_CHARACTERS]
    html = clean_html(brought.html) if brought.html else ""
    said_at = min(brought.said_at, now)
    message = Message(
        conversation=conversation,
        kind=brought.kind,
        contact=brought.author.contact if brought.is_heard else None,
        staff=brought.staff,
        author_name=clean_line(brought.author.name)[:200],
        author_address=clean_email(brought.author.address)[:MOST_OF_ADDRESS],
        words=words,
        html=html,
        said_at=said_at,
        recorded_at=said_at,
        state=_STATES[brought.kind],
        sent_at=said_at if brought.kind == Message.Kind.REPLY else None,
        is_automatic=brought.is_automatic,
        placed_by=Message.PlacedBy.IMPORT,
        origin=origin,
        origin_key=key,
    )
    if not message.is_note:
        message.folds = [list(one) for one in fold(words, html=html, subject=conversation.subject)]
        message.message_id = brought.message_id[:MOST_OF_ID]
        message.in_reply_to = brought.in_reply_to[:MOST_OF_ID]
        message.to, message.cc = _addresses(brought.to), _addresses(brought.cc)
    if brought.is_heard:
        message.language = _language(message, brought.author)
    return message


def attachment_rows(message: Message, brought: BroughtMessage) -> list[Attachment]:
    """Return the files of a message, as links to where they lie."""
    return [_attachment(message, link) for link in brought.links[:MOST_FILES]]


def _attachment(message: Message, link: Link) -> Attachment:
    is_link = link.url.startswith(("https://", "http://")) and len(link.url) <= _MOST_OF_URL
    return Attachment(
        message=message,
        name=clean_line(link.name).replace("/", "_").replace("\\", "_")[-200:] or "file",
        url=link.url if is_link else "",
        media_type=clean_line(link.media_type)[:120] or "application/octet-stream",
        byte_count=link.byte_count,
        dropped_reason="" if is_link else Attachment.Dropped.UNREADABLE,
    )


def _addresses(written: Iterable[str]) -> list[str]:
    kept = [clean_email(one)[:MOST_OF_ADDRESS] for one in written]
    return list(dict.fromkeys(one for one in kept if "@" in one))[:_MOST_RECIPIENTS]


def _language(message: Message, author: Person) -> str:
    known = author.contact.language if author.contact else ""
    return detect_language(shown_words(message)[:_TOLD_BY], otherwise=known or installation().language)
