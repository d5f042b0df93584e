"""Keep the files of a message, and say of each that was not kept why."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from wellheard.foundation.files import keep_file
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.conversations.file_kinds import is_taken
from wellheard.listen.conversations.models import Attachment, Message
from wellheard.listen.conversations.said import MOST_FILES, NewFile

FOLDER = "conversations"
MOST_BYTES = 25 * 1024 * 1024
MOST_OF_NAME = 200


def keep_files(message: Message, files: Iterable[NewFile]) -> None:
    """Keep the files that came or go with a message."""
    rows = [_row(message, new, place) for place, new in enumerate(files)]
    Attachment.objects.bulk_create(rows)


def _row(message: Message, new: NewFile, place: int) -> Attachment:
    size = len(new.data) or new.byte_count
    dropped = new.dropped_reason or _refused(new, place)
    return Attachment(
        message=message,
        name=name_of(new),
        file="" if dropped or not new.data else keep_bytes(new),
        media_type=clean_line(new.media_type)[:120] or "application/octet-stream",
        byte_count=size,
        content_id=clean_line(new.content_id)[:200],
        is_inline=new.is_inline,
        dropped_reason=dropped,
    )


def name_of(new: NewFile) -> str:
    """Return a file's name as it is shown and offered for saving."""
    return clean_line(new.name).replace("/", "_").replace("\\", "_")[-MOST_OF_NAME:] or "file"


def keep_bytes(new: NewFile) -> str:
    """Keep what is in a file and return under which name nobody can guess."""
    return keep_file(new.data, folder=FOLDER, ending=_ending(new.name))


def _refused(new: NewFile, place: int) -> str:
    if len(new.data) > MOST_BYTES:
        return str(Attachment.Dropped.TOO_LARGE)
    if not is_taken(name_of(new)):
        return str(Attachment.Dropped.KIND)
    return str(Attachment.Dropped.TOO_MANY) if place >= MOST_FILES else ""


def _ending(name: str) -> str:
    """Return the ending of a name as far as it is harmless; the file's own name is only ever shown."""
    ending = PurePosixPath(name).suffix.removeprefix(".").lower()
    return ending if ending.isascii() and ending.isalnum() and len(ending) <= 8 else "bin"  # noqa: PLR2004
