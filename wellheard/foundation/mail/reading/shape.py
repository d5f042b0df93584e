"""What a mail says, as typed structure. The one page to read for whoever works with mail that was read.

Texts hold no NUL and no lone surrogates, so the database takes them; times are aware and in UTC; addresses are as they were
written (compare them with `clean_email`). Nothing in here is trusted: a sender may have written any of it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Automatic(StrEnum):
    """Which sign says that a machine sent it. Such mail is kept and shown, but not answered by a machine.

    Only `bulk` and `list` may still be a person's words (a mailing list passes them on).
    """

    NO = ""
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    RECEIPT = "receipt"
    CALENDAR = "calendar"
    AUTO_REPLY = "auto_reply"
    # Our own or another machine's notice, which answers nothing: Auto-Submitted: auto-generated.
    NOTICE = "notice"
    LIST = "list"
    BULK = "bulk"

    @property
    def may_be_a_person(self) -> bool:
        return self in {Automatic.NO, Automatic.LIST, Automatic.BULK}


class Problem(StrEnum):
    """What was odd or had to be left out; the raw mail has all of it."""

    # Larger than MOST_BYTES: only its headers were read.
    TOO_LARGE = "too_large"
    HEADERS_CUT = "headers_cut"
    TOO_MANY_ADDRESSES = "too_many_addresses"
    TOO_MANY_REFERENCES = "too_many_references"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_DEEP = "too_deep"
    TEXT_CUT = "text_cut"
    SENDER_UNREADABLE = "sender_unreadable"
    DATE_UNREADABLE = "date_unreadable"
    BOUNDARY_MISSING = "boundary_missing"
    BOUNDARY_UNTERMINATED = "boundary_unterminated"
    ENCODING_UNKNOWN = "encoding_unknown"
    CHARSET_UNKNOWN = "charset_unknown"
    CHARSET_WRONG = "charset_wrong"
    # A winmail.dat of Outlook: kept, and the files in it stand beside it; how its words were set is not read.
    TNEF = "tnef"
    # Reading failed in a way nobody thought of; what was read until then is here.
    UNREADABLE = "unreadable"


class Protection(StrEnum):
    """Whether the words are signed or sealed (S/MIME, PGP); the signature is not checked, sealed words cannot be read."""

    NONE = ""
    SIGNED = "signed"
    ENCRYPTED = "encrypted"


@dataclass(frozen=True)
class Address:
    """A person in a header: `Ann <ann@example.org>`. An address that cannot be one is empty, its words stand in the name."""

    name: str
    address: str


@dataclass(frozen=True)
class Attachment:
    """A file that came along: a name safe to store under, what its sender says it is, its bytes.

    `content_id` is without <>, as `cid:` in HTML names it. `dropped_reason` is a code, empty when the bytes are here.
    """

    filename: str
    media_type: str
    data: bytes
    content_id: str = ""
    is_inline: bool = False
    dropped_reason: str = ""

    @property
    def byte_count(self) -> int:
        return len(self.data)


@dataclass(frozen=True)
class BouncedRecipient:
    """What became of a mail for one recipient (RFC 3464): action is failed, delayed, delivered, relayed or expanded.

    `status` is the enhanced code such as 5.1.1, empty when none was given; `diagnostic` the server's own words.
    """

    address: str
    action: str
    status: str
    diagnostic: str

    @property
    def is_final(self) -> bool:
        return self.action == "failed" and not self.status.startswith("4.")


@dataclass(frozen=True)
class Bounce:
    """A delivery report: of which mail (its Message-ID, empty when not told) and for whom."""

    original_message_id: str
    recipients: tuple[BouncedRecipient, ...]


@dataclass(frozen=True)
class Complaint:
    """Somebody pressed "this is spam" on a mail of ours (RFC 5965): abuse, fraud, opt-out, ... as they call it."""

    kind: str
    recipient: str
    original_message_id: str


@dataclass(frozen=True)
class Authentication:
    """What a server claims to have checked (RFC 8601), from the topmost Authentication-Results: pass, fail, none, ...

    Believe it only when `server` is one of ours: a sender may write this header too. Empty: nothing was said.
    """

    server: str = ""
    spf: str = ""
    dkim: str = ""
    dmarc: str = ""


@dataclass(frozen=True)
class ReadMail:
    """A mail that was read. Absent things are empty; `problems` says what was left out or odd.

    `text` is what a person reads, made from `html` where no plain text came; `html` is as it came, not cleaned.
    `delivered_to` are the addresses the envelope went to as servers noted them: also X-Forwarded-To, X-Original-To, ...
    `return_path` is None when absent and "" for the empty path <>, which only machines use.
    `date` may lie in the future: clocks are wrong. `nested` are mails inside this one; each is also an attachment.
    """

    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    subject: str = ""
    date: datetime | None = None
    sender: Address = Address("", "")
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    return_path: str | None = None
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    nested: tuple["ReadMail", ...] = ()
    automatic: Automatic = Automatic.NO
    bounce: Bounce | None = None
    complaint: Complaint | None = None
    authentication: Authentication = field(default_factory=Authentication)
    protection: Protection = Protection.NONE
    list_id: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()

    def header(self, name: str) -> str:
        """Return a header's first value, decoded; empty when absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")
