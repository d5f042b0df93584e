"""Find the conversation a mail belongs to. Each sign counts so many points; what stays below sixty begins a new one.

| sign | points |
|---|---|
| our own mark in an address it was sent to | 80 |
| our own mark in a Message-ID it answers | 60 |
| the Message-ID of a message in the conversation, which it answers | 40 |
| its sender takes part | 30 |
| its sender is of the same company as who asked | 15 |
| the subject is the same | 20 |
| it says "Re:" and names no message, and the sender wrote there within a week | 15 |
| the subject is another one | -30 |
| the conversation was closed over a month ago | -20 |
| the sender takes no part and nothing but a Message-ID leads here | -20 |
| a server found the sender forged (DMARC, or SPF and DKIM, failed) | -40 |

A From that nobody checked joins nothing by its address alone: the address and a subject give 50. An answer without
references to what its sender wrote this week does (65), as some mail programs write none; who it names in copy then takes no
part.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from wellheard.customers.models import Membership
from wellheard.foundation import clock
from wellheard.foundation.mail.reading import ReadMail
from wellheard.foundation.text.clean import clean_email, clean_line
from wellheard.listen.conversations.mail_marks import conversation_of_address, conversation_of_message_id
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.conversations.said import MOST_OF_ID
from wellheard.listen.mailboxes.models import IncomingMail

PlacedBy = Message.PlacedBy
ENOUGH = 60
RECENT = timedelta(days=7)
LONG_CLOSED = timedelta(days=30)
MOST_CANDIDATES = 10

# What mail programs put before the subject of an answer or a forwarded mail, in the languages people write to us.
_PREFIX = re.compile(
    r"^(?:(?:re|aw|antw|antwort|sv|vs|odp|ha|tr|rif|res|rv|enc|fwd?|wg|vl|i|pd|doorst|ats|на|ответ|пересл|пересылка|"
    r"回复|答复|转发|回覆|轉寄|返信|転送|답장|전달)\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"^\s*(?:re|aw|antw|sv|vs|odp|ha|ats|ответ|回复|答复|回覆|返信|답장)\s*[:：]", re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """The conversation a mail belongs to, how we know, and how sure we are, of 100."""

    conversation: Conversation
    placed_by: PlacedBy
    score: int


@dataclass
class _Candidate:
    """A conversation that something in a mail leads to; a merged one stands for what it was joined to."""

    conversation_id: int
    placed_by: PlacedBy
    points: int


def match(mail: ReadMail, incoming: IncomingMail) -> Match | None:
    """Return where a mail belongs; nothing when it begins something new."""
    best: Match | None = None
    for candidate in _candidates(mail, incoming):
        conversation = _standing(candidate.conversation_id)
        if conversation is None:
            continue
        score = candidate.points + _agreement(conversation, mail, candidate.placed_by)
        if best is None or score > best.score:
            best = Match(conversation, candidate.placed_by, min(score, 100))
    return best if best and best.score >= ENOUGH else None


def related(mail: ReadMail, incoming: IncomingMail) -> Conversation | None:
    """Return the conversation that our own mark leads to, though this is something new: to be shown beside it."""
    marked = (one for one in _candidates(mail, incoming) if one.placed_by == PlacedBy.TOKEN)
    return next((found for one in marked if (found := _standing(one.conversation_id))), None)


def bare_subject(subject: str) -> str:
    """Return a subject without what mail programs put before it."""
    return _PREFIX.sub("", clean_line(subject)).casefold().strip()


def is_answer(subject: str) -> bool:
    """Tell whether a mail program called this an answer."""
    return _ANSWER.match(subject) is not None


def recipients_of(mail: ReadMail, incoming: IncomingMail) -> list[str]:
    """Return every address a mail was sent to, as its headers and its envelope say."""
    written = [one.address for one in (*mail.to, *mail.cc)]
    return [*written, *mail.delivered_to, *incoming.envelope_to]


def _candidates(mail: ReadMail, incoming: IncomingMail) -> list[_Candidate]:
    found: dict[int, _Candidate] = {}

    def add(ids: Iterable[int | None], placed_by: PlacedBy, points: int) -> None:
        for conversation_id in ids:
            if conversation_id is not None and len(found) < MOST_CANDIDATES:
                found.setdefault(conversation_id, _Candidate(conversation_id, placed_by, points))

    answered = list(dict.fromkeys([*mail.in_reply_to, *reversed(mail.references)]))[:100]
    add((conversation_of_address(one) for one in recipients_of(mail, incoming)), PlacedBy.TOKEN, 80)
    add((conversation_of_message_id(one) for one in answered), PlacedBy.TOKEN, 60)
    add(_holding(answered), PlacedBy.REFERENCE, 40)
    if not answered and is_answer(mail.subject):
        add(_lately_with(clean_email(mail.sender.address), incoming), PlacedBy.SUBJECT, 15)
    return list(found.values())


def _holding(message_ids: list[str]) -> list[int]:
    ids = [one[:MOST_OF_ID] for one in message_ids if one]
    rows = Message.objects.filter(message_id__in=ids).order_by("-pk")
    return list(dict.fromkeys(rows.values_list("conversation_id", flat=True)[:MOST_CANDIDATES]))


def _lately_with(address: str, incoming: IncomingMail) -> list[int]:
    if not address:
        return []
    rows = Conversation.objects.standing().filter(
        participants__address=address, mailbox=incoming.mailbox, last_message_at__gte=clock.now() - RECENT
    )
    return list(rows.order_by("-last_message_at").values_list("pk", flat=True)[:MOST_CANDIDATES])


def _standing(conversation_id: int) -> Conversation | None:
    seen: set[int] = set()
    found = Conversation.objects.filter(pk=conversation_id).first()
    while found and found.merged_into_id and found.pk not in seen:
        seen.add(found.pk)
        found = Conversation.objects.filter(pk=found.merged_into_id).first()
    return found


def _agreement(conversation: Conversation, mail: ReadMail, placed_by: PlacedBy) -> int:
    """Return the points for and against a conversation that something leads to."""
    sender = clean_email(mail.sender.address)
    takes_part = bool(sender) and _takes_part(conversation, sender)
    points = 30 * takes_part
    if not takes_part:
        points += 15 if _is_colleague(conversation, sender) else 0
        points -= 20 if placed_by == PlacedBy.REFERENCE else 0
    points += _subject_points(conversation, mail)
    if conversation.closed_at and clock.now() - conversation.closed_at > LONG_CLOSED:
        points -= 20
    return points - 40 * is_forged(mail)


def _subject_points(conversation: Conversation, mail: ReadMail) -> int:
    theirs, ours = bare_subject(mail.subject), bare_subject(conversation.subject)
    if theirs == ours:
        return 20 if theirs else 0
    return -30 if theirs and ours else 0


def _takes_part(conversation: Conversation, address: str) -> bool:
    if conversation.participants.filter(address=address).exists():
        return True
    return conversation.messages.filter(cc__contains=[address]).exists()


def _is_colleague(conversation: Conversation, address: str) -> bool:
    """Tell whether somebody with this address belongs to the company, or to the mail domain the company is known by."""
    company = conversation.company
    if company is None or not address:
        return False
    if company.domain and address.rpartition("@")[2] == company.domain.lower():
        return True
    return Membership.objects.filter(company=company, contact__identities__value=address).exists()


def is_forged(mail: ReadMail) -> bool:
    """Tell whether a server said that the sender is not who they say. Anybody may write "pass", no forger writes "fail"."""
    checked = mail.authentication
    return checked.dmarc == "fail" or (checked.spf == "fail" and checked.dkim == "fail")
