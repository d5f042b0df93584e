"""Put a mail that was read where it belongs: into its conversation, or into a new one. Every mail ends up in one."""

from dataclasses import dataclass

from django.db import transaction

from wellheard.connect.mail_in.forwarded import is_forward, original_sender
from wellheard.connect.mail_in.matching import Match, is_forged, match, recipients_of, related
from wellheard.customers.commands import ErasedPersonError, find_or_make_contact
from wellheard.customers.errors import CustomerError
from wellheard.customers.models import Contact
from wellheard.foundation.mail.cleaning import clean_html
from wellheard.foundation.mail.folding import fold, visible
from wellheard.foundation.mail.reading import Address, Attachment, Automatic, ReadMail
from wellheard.foundation.text.clean import clean_email, clean_words
from wellheard.listen.conversations.commands import (
    Beginning,
    Heard,
    add_participants,
    hear_message,
    note_outside_reply,
    open_conversation,
    write_note,
)
from wellheard.listen.conversations.mail_marks import conversation_of_message_id
from wellheard.listen.conversations.models import Conversation, ConversationAside, Message
from wellheard.listen.conversations.said import MOST_CHARACTERS, NewFile, Said
from wellheard.listen.mailboxes.models import IncomingMail, Mailbox
from wellheard.listen.mailboxes.queries import ours_among
from wellheard.workspace.models import Staff

ORIGIN = "mail"
# A mail to more people than this is no talk among them.
MOST_COPIED = 20
_NO_REPLY = ("noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "nepasrepondre")


@dataclass(frozen=True)
class _Writer:
    """Who a mail is from: the person we know by its From, what the mail calls them, and where answers go."""

    contact: Contact | None
    name: str
    address: str


@dataclass(frozen=True)
class _Us:
    """Which addresses a mail names are ours: those of mailboxes, and of colleagues, also of those who left."""

    mailboxes: set[str]
    staff: dict[str, Staff]

    @classmethod
    def in_mail(cls, mail: ReadMail) -> "_Us":
        named = [mail.sender, *mail.reply_to, *mail.to, *mail.cc, *filter(None, [original_sender(mail)])]
        addresses = {clean_email(one.address) for one in named if one.address}
        colleagues = Staff.objects.filter(email__in=addresses).order_by("pk")
        return cls(ours_among(addresses), {one.email: one for one in colleagues})

    def is_mailbox(self, address: str) -> bool:
        return clean_email(address) in self.mailboxes

    def colleague(self, address: str) -> Staff | None:
        """Return who of us works here under this address."""
        staff = self.staff.get(clean_email(address))
        return staff if staff and staff.is_active else None

    def has(self, address: str) -> bool:
        return self.is_mailbox(address) or clean_email(address) in self.staff


@dataclass(frozen=True)
class _Arrival:
    """A mail as it was kept and as it was read, and who of those it names is one of us."""

    incoming: IncomingMail
    mail: ReadMail
    us: _Us


@transaction.atomic
def place_mail(*, incoming: IncomingMail, mail: ReadMail) -> Message:
    """Keep a mail as a message of the conversation it belongs to, or begin one with it. Placing it again changes nothing.

    Who a mail is from is only what it says: nobody's rights or answers rest on it. A colleague's answer from their own mail
    program is an answer of ours; what a program wrote wakes nobody.
    """
    known = Message.objects.filter(origin=ORIGIN, origin_key=str(incoming.pk)).first()
    if known:
        return known
    found = match(mail, incoming)
    arrival = _Arrival(incoming, mail, _Us.in_mail(mail))
    staff = arrival.us.colleague(mail.sender.address)
    if staff and found and _is_written_by(staff, arrival):
        return _our_own_words(arrival, found, staff)
    writer = _writer(arrival, staff)
    heard = _hear(arrival, writer, found)
    # Who is in copy of a mail that only looks like theirs takes no part: our answers would go to whoever wrote it.
    if heard.is_new and not is_forged(mail) and (found is None or found.placed_by != Message.PlacedBy.SUBJECT):
        _copy_in(heard.conversation, arrival, writer)
    return heard.message


def _hear(arrival: _Arrival, writer: _Writer, found: Match | None) -> Heard:
    mail, incoming = arrival.mail, arrival.incoming
    said = _said(arrival, writer, found)
    if found:
        return hear_message(conversation_id=found.conversation.pk, contact=writer.contact, said=said)
    beginning = Beginning(
        channel=Conversation.Channel.EMAIL,
        subject=mail.subject,
        contact=writer.contact,
        mailbox=incoming.mailbox or Mailbox.objects.open().order_by("pk").first(),
        aside_reason=ConversationAside.AUTOMATIC if _is_nobodys(arrival) else "",
        origin=ORIGIN,
        origin_key=str(incoming.pk),
        follows=related(mail, incoming),
    )
    return open_conversation(beginning=beginning, said=said)


def _is_written_by(staff: Staff, arrival: _Arrival) -> bool:
    """Tell whether a colleague wrote these words themselves: as far as we can tell not forged, by no program, not passed on."""
    mail = arrival.mail
    is_theirs = mail.automatic.may_be_a_person and not is_forged(mail) and not is_forward(mail)
    return is_theirs and not arrival.us.is_mailbox(staff.email)


def _our_own_words(arrival: _Arrival, found: Match, staff: Staff) -> Message:
    """Keep what a colleague wrote from their own mail program: an answer where the customer has it, else a note among us."""
    mail = arrival.mail
    taking_part = set(found.conversation.participants.filter(left_at=None).values_list("address", flat=True)) - {""}
    if taking_part & {clean_email(one.address) for one in (*mail.to, *mail.cc)}:
        said = _said(arrival, _Writer(None, staff.name, staff.email), found)
        return note_outside_reply(conversation_id=found.conversation.pk, staff=staff, said=said)
    words = visible(clean_words(mail.text), fold(clean_words(mail.text), html=mail.html, subject=mail.subject))
    return write_note(
        conversation_id=found.conversation.pk,
        by=staff,
        words=words.strip() or mail.subject or "…",
        key=f"mail:{arrival.incoming.pk}",
        files=tuple(_file(one) for one in mail.attachments),
        incoming=arrival.incoming,
    )


def _writer(arrival: _Arrival, staff: Staff | None) -> _Writer:
    """Return who a mail is from. What a colleague forwards is from whom they had it; a form's is from whom it names."""
    mail = arrival.mail
    sender = mail.sender
    if staff and (original := original_sender(mail)):
        sender = original
    elif _is_no_reply(sender.address) and mail.reply_to:
        # A form on a website: answers go where it says, but nobody is who a form says they are.
        return _Writer(None, mail.reply_to[0].name, clean_email(mail.reply_to[0].address))
    if arrival.us.has(sender.address):
        return _Writer(None, sender.name, clean_email(sender.address))
    return _Writer(_contact(sender), sender.name, clean_email(sender.address))


def _contact(sender: Address) -> Contact | None:
    if not sender.address:
        return None
    try:
        return find_or_make_contact(email=sender.address, name=sender.name)
    except (ErasedPersonError, CustomerError):
        # The voice is kept, and not whose it is.
        return None


def _said(arrival: _Arrival, writer: _Writer, found: Match | None) -> Said:
    mail = arrival.mail
    words = clean_words(mail.text)[:MOST_CHARACTERS]
    return Said(
        words=words,
        html=clean_html(mail.html) if mail.html else "",
        folds=tuple(fold(words, html=mail.html, subject=mail.subject)),
        said_at=mail.date,
        author_name=writer.name,
        author_address=writer.address,
        message_id=mail.message_id,
        in_reply_to=mail.in_reply_to[0] if mail.in_reply_to else "",
        to=tuple(clean_email(one.address) for one in mail.to if one.address)[:100],
        cc=tuple(clean_email(one.address) for one in mail.cc if one.address)[:100],
        incoming=arrival.incoming,
        is_automatic=_is_by_a_program(arrival),
        takes_part=not arrival.us.has(writer.address),
        placed_by=found.placed_by if found else Message.PlacedBy.NEW,
        placed_score=found.score if found else None,
        files=tuple(_file(one) for one in mail.attachments),
        origin=ORIGIN,
        origin_key=str(arrival.incoming.pk),
    )


def _file(attachment: Attachment) -> NewFile:
    return NewFile(
        name=attachment.filename,
        media_type=attachment.media_type,
        data=attachment.data,
        content_id=attachment.content_id,
        is_inline=attachment.is_inline,
        dropped_reason=attachment.dropped_reason,
        byte_count=attachment.byte_count,
    )


def _copy_in(conversation: Conversation, arrival: _Arrival, writer: _Writer) -> None:
    """Let those the mail was also sent to take part, unless they are us, or too many for a talk."""
    mail = arrival.mail
    others = [one for one in (*mail.to, *mail.cc) if one.address and clean_email(one.address) != writer.address]
    theirs = [one for one in others if not arrival.us.has(one.address)]
    if theirs and len(recipients_of(mail, arrival.incoming)) <= MOST_COPIED:
        add_participants(conversation_id=conversation.pk, people=[(one.name, one.address) for one in theirs])


def _is_nobodys(arrival: _Arrival) -> bool:
    """Tell whether a mail that belongs nowhere is nobody's work: a program answers, confirms or reports."""
    mail = arrival.mail
    if arrival.us.is_mailbox(mail.sender.address):
        return True
    is_answer = mail.automatic in {
        Automatic.BOUNCE, Automatic.COMPLAINT, Automatic.RECEIPT, Automatic.AUTO_REPLY, Automatic.CALENDAR,
    }  # fmt: skip
    return is_answer and not _is_form(mail)


def _is_by_a_program(arrival: _Arrival) -> bool:
    """Tell whether no person wrote it: our own mail that came back to us included, which wakes nobody."""
    mail = arrival.mail
    is_our_own = arrival.us.is_mailbox(mail.sender.address) or conversation_of_message_id(mail.message_id) is not None
    return is_our_own or (not mail.automatic.may_be_a_person and not _is_form(mail))


def _is_form(mail: ReadMail) -> bool:
    """Tell whether a program passes on what a person wrote into a form: it says where answers go."""
    is_elsewhere = any(clean_email(one.address) != clean_email(mail.sender.address) for one in mail.reply_to)
    return mail.automatic == Automatic.NOTICE and is_elsewhere


def _is_no_reply(address: str) -> bool:
    return clean_email(address).partition("@")[0].startswith(_NO_REPLY)
