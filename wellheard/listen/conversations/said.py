"""What somebody said in a conversation, on its way in or out, before it is a row."""

from dataclasses import dataclass, field
from datetime import datetime

from wellheard.listen.conversations.models import Message
from wellheard.listen.mailboxes.models import IncomingMail

# More than this of one message is kept only in the raw mail.
MOST_CHARACTERS = 500_000
MOST_FILES = 100
# A Message-ID is compared up to here; an index holds no longer ones.
MOST_OF_ID = 500
MOST_OF_ADDRESS = 320


@dataclass(frozen=True)
class NewFile:
    """A file that came or goes with a message; without data it says what was not kept, and why."""

    name: str
    media_type: str = "application/octet-stream"
    data: bytes = b""
    content_id: str = ""
    is_inline: bool = False
    dropped_reason: str = ""
    byte_count: int = 0


@dataclass(frozen=True)
class Said:
    """One message from a customer, as a mailbox, a program or an import hands it over.

    `words` are clean already (foundation.text.clean), so that `folds` point where they should. `origin` and `origin_key`
    make the same message the same message. `said_at` is when it was said, where that is believed; it arrives now. Whoever
    wrote it takes part from then on, unless `takes_part` says that they do not.
    """

    words: str
    html: str = ""
    folds: tuple[tuple[int, int], ...] = ()
    said_at: datetime | None = None
    language: str = ""
    author_name: str = ""
    author_address: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    incoming: IncomingMail | None = None
    is_automatic: bool = False
    takes_part: bool = True
    placed_by: str = Message.PlacedBy.PROGRAM
    placed_score: int | None = None
    files: tuple[NewFile, ...] = field(default=())
    origin: str = ""
    origin_key: str = ""
