"""Keep what somebody has begun to write, while they write it."""

from datetime import timedelta

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.conversations.commands.draft_files import delete_drafts
from wellheard.listen.conversations.commands.locking import locked_conversation
from wellheard.listen.conversations.commands.writing import known_message
from wellheard.listen.conversations.models import Draft
from wellheard.listen.conversations.said import MOST_CHARACTERS
from wellheard.workspace.models import Staff

# Who began to write and came back to it no more for so long does not send it.
FORGOTTEN_AFTER = timedelta(days=30)
_AT_ONCE = 500


@transaction.atomic
def save_draft(
    *, conversation_id: int, staff: Staff, kind: str, words: str, seen_message_id: int | None, key: str = ""
) -> None:
    """Keep what somebody has begun to write; without words the draft goes.

    `key` is that of the form it is written in: what was sent from there meanwhile is no draft any more.
    """
    conversation = locked_conversation(conversation_id)
    kept = clean_words(words)[:MOST_CHARACTERS]
    if not kept or known_message(conversation.pk, key):
        drop_draft(conversation_id=conversation.pk, staff=staff, kind=kind)
        return
    seen = conversation.messages.filter(pk=seen_message_id or 0).first()
    Draft.objects.update_or_create(
        conversation=conversation,
        staff=staff,
        kind=kind,
        defaults={"words": kept, "seen_message": seen, "saved_at": clock.now()},
    )


@transaction.atomic
def drop_draft(*, conversation_id: int, staff: Staff, kind: str) -> None:
    """Drop the words somebody had begun to write. Files they chose and did not send stay until they take them out."""
    begun = Draft.objects.filter(conversation=conversation_id, staff=staff, kind=kind)
    begun.filter(files=None).delete()
    begun.update(words="", seen_message=None)


@transaction.atomic
def forget_drafts() -> int:
    """Delete what was begun a month ago and never sent, with its files; return how many."""
    old = list(Draft.objects.filter(saved_at__lt=clock.now() - FORGOTTEN_AFTER).order_by("pk")[:_AT_ONCE])
    delete_drafts(old)
    return len(old)
