"""From the bytes of a mail to what it says."""

import logging
from collections.abc import Callable
from typing import Any

from wellheard.foundation.mail.reading import limits
from wellheard.foundation.mail.reading.addresses import addresses_of, bare_addresses, date_of, message_ids_of, shortened
from wellheard.foundation.mail.reading.automatic import automatic_of, comes_from_mail_server
from wellheard.foundation.mail.reading.body import Body
from wellheard.foundation.mail.reading.bounces import bounce_of, complaint_of, is_receipt
from wellheard.foundation.mail.reading.fields import Fields, decoded
from wellheard.foundation.mail.reading.parts import Part, Splitting, Window
from wellheard.foundation.mail.reading.shape import Address, Authentication, Automatic, Problem, ReadMail

log = logging.getLogger(__name__)

# Where servers note for whom a mail came in, the nearest to us first.
_DELIVERED = (
    "delivered-to",
    "x-delivered-to",
    "envelope-to",
    "x-envelope-to",
    "x-original-to",
    "x-forwarded-to",
    "x-rcpt-to",
)
# A subject is one line; what does not fit in one is a text.
_LONGEST_SUBJECT, _LONGEST_SHOWN = 500, 2_000
_RESULTS = {"pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy", "bestguesspass"}


def read_mail(raw: bytes) -> ReadMail:
    """Return what a mail says. Takes any bytes and never raises (but MemoryError): what could not be read is in `problems`.

    Time and memory grow with the size of the mail; whoever takes mail from strangers reads it apart nevertheless.
    """
    splitting = Splitting()
    if len(raw) > limits.MOST_BYTES:
        splitting.note(Problem.TOO_LARGE)
        raw = _head_of(raw)
    try:
        root = splitting.part_of(Window(raw, 0, len(raw)))
    except MemoryError:
        raise
    except Exception:
        # A mail that nobody thought of must not stop the others.
        log.warning("A mail could not be split", exc_info=True)
        return ReadMail(problems=(*splitting.problems, Problem.UNREADABLE))
    return _mail(root, splitting, limits.MOST_NESTED)


def _head_of(raw: bytes) -> bytes:
    head = raw[: limits.MOST_HEADER_BYTES]
    ends = [end for end in (head.find(b"\n\n"), head.find(b"\r\n\r\n")) if end >= 0]
    return head[: min(ends)] if ends else head


def _mail(root: Part, splitting: Splitting, nesting: int) -> ReadMail:
    """Put together what one part of a tree says as a mail; what fails is left out and noted."""
    found: dict[str, Any] = {}
    for gather in (_gather_headers, _gather_people, _gather_thread, _gather_words):
        _try(gather, root.fields, found, splitting, root)
    _try(_gather_signs, root.fields, found, splitting, root)
    if nesting:
        found["nested"] = tuple(_mail(part.children[0], splitting, nesting - 1) for part in _mails_in(root))
    return ReadMail(**found, problems=tuple(splitting.problems))


_Gather = Callable[[Fields, dict[str, Any], Splitting, Part], None]


def _try(gather: _Gather, fields: Fields, found: dict[str, Any], splitting: Splitting, root: Part) -> None:
    try:
        gather(fields, found, splitting, root)
    except MemoryError:
        raise
    except Exception:
        # As above: the rest of the mail is read all the same.
        log.warning("A part of a mail could not be read", exc_info=True)
        splitting.note(Problem.UNREADABLE)


def _gather_headers(fields: Fields, found: dict[str, Any], splitting: Splitting, _root: Part) -> None:
    found["subject"] = fields.words("subject")[:_LONGEST_SUBJECT]
    found["date"] = date_of(fields.raw("date"))
    if found["date"] is None and fields.raw("date"):
        splitting.note(Problem.DATE_UNREADABLE)
    found["list_id"] = fields.words("list-id")[:_LONGEST_SUBJECT]
    found["authentication"] = _authentication(fields)
    found["headers"] = tuple((name, decoded(value[:_LONGEST_SHOWN])) for name, value in fields.pairs)


def _gather_people(fields: Fields, found: dict[str, Any], splitting: Splitting, _root: Part) -> None:
    found["sender"] = _sender(fields)
    if not found["sender"].address:
        splitting.note(Problem.SENDER_UNREADABLE)
    for name in ("reply_to", "to", "cc"):
        addresses = addresses_of(fields.all(name.replace("_", "-")))
        if len(addresses) > limits.MOST_ADDRESSES:
            splitting.note(Problem.TOO_MANY_ADDRESSES)
        found[name] = tuple(person for person in addresses[: limits.MOST_ADDRESSES] if person.address)
    delivered = bare_addresses([value for name in _DELIVERED for value in fields.all(name)])
    found["delivered_to"] = delivered[: limits.MOST_ADDRESSES]
    if fields.has("return-path"):
        found["return_path"] = next(iter(bare_addresses([fields.raw("return-path")])), "")


def _gather_thread(fields: Fields, found: dict[str, Any], splitting: Splitting, _root: Part) -> None:
    found["message_id"] = next(iter(message_ids_of([fields.raw("message-id")])), "")
    references = message_ids_of(fields.all("references"))
    if len(references) > limits.MOST_REFERENCES:
        splitting.note(Problem.TOO_MANY_REFERENCES)
    found["references"] = shortened(references)
    found["in_reply_to"] = shortened(message_ids_of(fields.all("in-reply-to")))


def _gather_words(_fields: Fields, found: dict[str, Any], splitting: Splitting, root: Part) -> None:
    body = Body(splitting)
    words = body.read(root)
    found["text"], found["html"] = words.text, words.html
    found["attachments"] = tuple(body.files)
    found["protection"] = body.protection
    # For the signs below; a mail has no such field.
    found["automatic"] = Automatic.CALENDAR if body.has_calendar else Automatic.NO


def _gather_signs(fields: Fields, found: dict[str, Any], splitting: Splitting, root: Part) -> None:
    sender, subject = found["sender"].address, found["subject"]
    has_calendar = found.get("automatic") == Automatic.CALENDAR
    found["complaint"] = complaint_of(root, splitting)
    if found["complaint"]:
        found["automatic"] = Automatic.COMPLAINT
        return
    found["bounce"] = bounce_of(
        root, splitting, found.get("text", ""), is_from_server=_is_from_server(fields, sender), subject=subject
    )
    if found["bounce"]:
        found["automatic"] = Automatic.BOUNCE
    elif is_receipt(root):
        found["automatic"] = Automatic.RECEIPT
    else:
        found["automatic"] = automatic_of(fields, sender, subject, has_calendar=has_calendar)


def _is_from_server(fields: Fields, sender: str) -> bool:
    return comes_from_mail_server(sender) or fields.raw("return-path").strip() == b"<>" or not sender


def _sender(fields: Fields) -> Address:
    """Return who says to have written it: the first readable From, else Sender; else the words that stand there."""
    people = [*addresses_of(fields.all("from")), *addresses_of(fields.all("sender"))]
    return next((person for person in people if person.address), people[0] if people else Address("", ""))


def _authentication(fields: Fields) -> Authentication:
    claimed = fields.words("authentication-results")[:_LONGEST_SHOWN].lower()
    if not claimed:
        return Authentication()
    server, *results = claimed.split(";")
    said: dict[str, str] = {}
    for result in results:
        method, _equals, rest = result.strip().partition("=")
        outcome = rest.strip().split(" ", 1)[0].split("(", 1)[0].strip()
        # Of several signatures one that holds is enough.
        if method in {"spf", "dkim", "dmarc"} and outcome in _RESULTS and said.get(method) != "pass":
            said[method] = outcome
    return Authentication(server.strip().split(" ", 1)[0], **said)


def _mails_in(root: Part) -> list[Part]:
    """Return the mails inside this one, not those inside them."""
    found, waiting = [], [root]
    while waiting:
        part = waiting.pop()
        if part.main_type == "message" and part.children:
            found.append(part)
        elif part.main_type != "message":
            waiting.extend(reversed(part.children))
    return found
