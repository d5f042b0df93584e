"""Files chosen to go along with a reply or a note: kept with its draft, let go with it, or taken out again."""

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.files import drop_file
from wellheard.listen.conversations.commands.errors import ConversationError
from wellheard.listen.conversations.commands.files import keep_bytes, name_of
from wellheard.listen.conversations.commands.locking import locked_conversation
from wellheard.listen.conversations.file_kinds import is_taken, media_type_of
from wellheard.listen.conversations.models import Attachment, Draft, DraftFile, Message
from wellheard.listen.conversations.said import NewFile
from wellheard.workspace.models import Staff

MOST = 20
# Together: a mail is a third larger than the files in it, and most mail servers take 25 to 35 MB.
MOST_MEGABYTES = 20
MOST_BYTES = MOST_MEGABYTES * 1_000_000


class DraftFileError(ConversationError):
    """A file cannot go along; the text says why, and what was written and the other files stay."""


@transaction.atomic
def add_draft_file(*, conversation_id: int, staff: Staff, kind: str, new: NewFile) -> DraftFile:
    """Keep a file with what somebody is writing; the same one again is kept once. Raises DraftFileError."""
    name, digest = name_of(new), hashlib.sha256(new.data).hexdigest()
    draft = _held_draft(conversation_id, staff, kind)
    if same := draft.files.filter(name=name, digest=digest).first():
        return same
    _require_room(draft, new)
    Draft.objects.filter(pk=draft.pk).update(saved_at=clock.now())
    return DraftFile.objects.create(
        draft=draft,
        name=name,
        file=keep_bytes(new),
        media_type=media_type_of(name),
        byte_count=len(new.data),
        digest=digest,
        added_at=clock.now(),
    )


@transaction.atomic
def remove_draft_file(*, file_id: int, staff: Staff) -> None:
    """Take a file out of what somebody is writing; one that went out, or is out already, is no matter."""
    own = DraftFile.objects.filter(pk=file_id, draft__staff=staff)
    if draft_id := own.values_list("draft_id", flat=True).first():
        _delete(own)
        Draft.objects.filter(pk=draft_id, words="", files=None).delete()


def send_draft_files(message: Message, staff: Staff, file_ids: Sequence[int]) -> None:
    """Let chosen files go along with a message. Raises DraftFileError when one is not there any more: nothing goes without it."""
    if not file_ids:
        return
    rows = DraftFile.objects.select_for_update(of=("self",), no_key=True).filter(
        pk__in=file_ids, draft__staff=staff, draft__conversation=message.conversation_id, draft__kind=message.kind
    )
    files = list(rows.order_by("pk"))
    if len(files) < len(set(file_ids)):
        raise DraftFileError(_("A file you chose is not here any more. Look at the list, and attach it again."))
    same = ("name", "file", "media_type", "byte_count")
    Attachment.objects.bulk_create(
        Attachment(message=message, **{column: getattr(file, column) for column in same}) for file in files
    )
    rows.delete()


def draft_files_again(message: Message, draft: Draft) -> None:
    """Put the files of a reply that was taken back with its draft again."""
    for sent in message.attachments.exclude(file="").order_by("pk"):
        DraftFile.objects.create(
            draft=draft,
            name=sent.name,
            file=sent.file,
            media_type=sent.media_type,
            byte_count=sent.byte_count,
            # Of another sending than what was chosen since: kept beside it.
            digest=f"sent {sent.pk}",
            added_at=clock.now(),
        )
    message.attachments.exclude(file="").delete()


def delete_drafts(drafts: Sequence[Draft]) -> None:
    """Delete what was begun, and its files once that is sure."""
    _delete(DraftFile.objects.filter(draft__in=drafts))
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()


def join_drafts(*, draft: Draft, below: Draft) -> None:
    """Let one begun in another conversation go on below the one begun here, its files with it."""
    below.words = "\n\n".join(words for words in (below.words, draft.words) if words)
    below.save(update_fields=["words"])
    there = set(below.files.values_list("name", "digest"))
    for file in draft.files.all():
        if (file.name, file.digest) not in there:
            file.draft = below
            file.save(update_fields=["draft"])
    delete_drafts([draft])


def _delete(rows: QuerySet[DraftFile]) -> None:
    """Delete files. They are held first: one that goes out at this moment is not ours to delete any more."""
    files = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    DraftFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    for file in files:
        transaction.on_commit(lambda name=file.file: drop_file(name))  # type: ignore[misc]


def _held_draft(conversation_id: int, staff: Staff, kind: str) -> Draft:
    """Return what somebody is writing, its conversation held: two files at once would both pass the count."""
    conversation, now = locked_conversation(conversation_id), clock.now()
    begun = {"conversation": conversation, "staff": staff, "kind": kind}
    draft, _is_new = Draft.objects.get_or_create(**begun, defaults={"words": "", "saved_at": now})
    return draft


def _require_room(draft: Draft, new: NewFile) -> None:
    if not new.data:
        raise DraftFileError(_("There is nothing in it."))
    if not is_taken(name_of(new)):
        raise DraftFileError(_("Files of this kind are not taken; put it into a .zip if they need it."))
    if draft.files.count() >= MOST:
        raise DraftFileError(_("At most %(most)d files go along; take one out first.") % {"most": MOST})
    together = draft.files.aggregate(all=Sum("byte_count"))["all"] or 0
    if together + len(new.data) > MOST_BYTES:
        raise DraftFileError(
            _(
                "All files together would be larger than the %(most)d MB that mail servers take; send a link to it instead."
            )
            % {"most": MOST_MEGABYTES}
        )
