"""Notes, which only we read."""

from collections.abc import Sequence

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.conversations.commands.draft_files import send_draft_files
from wellheard.listen.conversations.commands.drafts import drop_draft
from wellheard.listen.conversations.commands.files import keep_files
from wellheard.listen.conversations.commands.locking import keep, locked_conversation
from wellheard.listen.conversations.commands.writing import WEB, known_message, required_words
from wellheard.listen.conversations.models import Conversation, Follower, Mention, Message
from wellheard.listen.conversations.said import NewFile
from wellheard.listen.mailboxes.models import IncomingMail
from wellheard.workspace.models import Staff

NOTED = names.declare("note.written", "Somebody here wrote a note that only we read.")


@transaction.atomic
def write_note(
    *,
    conversation_id: int,
    by: Staff | None,
    words: str,
    mentioned: Sequence[Staff] = (),
    key: str = "",
    author_name: str = "",
    files: Sequence[NewFile] = (),
    file_ids: Sequence[int] = (),
    incoming: IncomingMail | None = None,
) -> Message:
    """Write a note that only we read: it has no recipients and no way out. Who is mentioned is asked to look.

    What a program notes (a tracker's comment) has its name as author. `incoming` is the mail it came in, `file_ids` of a draft.
    """
    conversation = locked_conversation(conversation_id)
    if known := known_message(conversation.pk, key):
        return known
    now = clock.now()
    note = Message.objects.create(
        conversation=conversation,
        kind=Message.Kind.NOTE,
        staff=by,
        author_name=by.name if by else clean_line(author_name)[:200],
        words=required_words(words),
        said_at=now,
        recorded_at=now,
        state=Message.State.KEPT,
        origin=WEB if key else "",
        origin_key=f"{conversation.pk}:{key}"[:200] if key else "",
        incoming=incoming,
    )
    keep_files(note, files)
    _ask_to_look(note, mentioned)
    _count(conversation, note)
    if by:
        _end_draft(note, by, file_ids)
    ledger.record(NOTED, conversation, message=note.pk, mentioned=[staff.pk for staff in mentioned])
    return note


def _end_draft(note: Message, by: Staff, file_ids: Sequence[int]) -> None:
    send_draft_files(note, by, file_ids)
    drop_draft(conversation_id=note.conversation_id, staff=by, kind=Message.Kind.NOTE)


def _count(conversation: Conversation, note: Message) -> None:
    conversation.message_count += 1
    conversation.last_message_at = note.recorded_at
    keep(conversation, "message_count", "last_message_at")


def _ask_to_look(note: Message, mentioned: Sequence[Staff]) -> None:
    for staff in mentioned:
        asked = {"conversation": note.conversation, "made_at": note.recorded_at}
        Mention.objects.get_or_create(message=note, staff=staff, defaults=asked)
        Follower.objects.get_or_create(conversation=note.conversation, staff=staff)
