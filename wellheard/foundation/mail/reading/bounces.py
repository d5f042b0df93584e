"""Delivery reports (RFC 3464), complaints (RFC 5965), read receipts (RFC 8098), and the reports of servers that know no RFC."""

import re
from collections.abc import Iterator

from wellheard.foundation.mail.reading.addresses import message_ids_of
from wellheard.foundation.mail.reading.fields import Fields, decoded, fields_of
from wellheard.foundation.mail.reading.parts import Part, Splitting
from wellheard.foundation.mail.reading.shape import Bounce, BouncedRecipient, Complaint

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_REPLY_CODE = re.compile(r"\b([45])\d\d[ -]")
_ADDRESS = re.compile(r"[^\s<>()\",;:'\[\]]{1,64}@[^\s<>()\",;:'\[\]]{1,255}")
_ACTIONS = {"failed", "delayed", "delivered", "relayed", "expanded"}
_LONGEST_DIAGNOSTIC, _MOST_RECIPIENTS, _LONGEST_REPORT, _MOST_LINES = 500, 200, 200_000, 400
# qmail, Exchange 5.5, old sendmail, Postfix without a report part, Gmail, Yahoo, Exim, mail.ru, GMX.
_FAILED_WORDS = re.compile(
    r"undeliver|delivery (?:status notification|has failed|failure|to the following|notification)|mail delivery|failure notice|"
    r"returned mail|returned to sender|could not be delivered|couldn't be delivered|wasn't able to deliver|"
    r"permanent(?:ly)? (?:fatal )?error|did not reach|address(?:es)? (?:had|not found)|non remis|unzustellbar|"
    r"nicht zugestellt|no se (?:ha )?pudo entregar|não (?:foi )?entregue|niet (?:worden )?bezorgd|"
    r"не (?:может быть |было )?доставлен|недоставлен|退信|无法投递|未送达|配信不能|nedostavlen|nepristatyt",
    re.IGNORECASE,
)
_DELAYED_WORDS = re.compile(
    r"delayed|delay\)|will (?:be retried|keep trying|continue to)|not yet been delivered|still trying|temporar|"
    r"warning: (?:message|could)|verzögert|retrasad|задерж",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"^(?:-{2,}.{0,80}(?:original|copy|message|transcript).{0,80}-{2,}|.{0,40}below this line is a copy of the message.{0,10})$",
    re.IGNORECASE,
)
_ORIGINAL_ID = re.compile(rb"^Message-ID:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\r\n]{1,500}>)", re.IGNORECASE | re.MULTILINE)


def find_all(root: Part, *media_types: str) -> Iterator[Part]:
    """Yield the parts of these types among the parts of one mail, not of mails inside it."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if part.media_type in media_types:
            yield part
        if part.main_type != "message":
            waiting.extend(reversed(part.children))


def find(root: Part, *media_types: str) -> Part | None:
    """Return the first of them."""
    return next(find_all(root, *media_types), None)


def bounce_of(root: Part, splitting: Splitting, text: str, *, is_from_server: bool, subject: str) -> Bounce | None:
    """Return the delivery report this mail is, by its report part or, from a mail server, by its words."""
    reports = list(find_all(root, "message/delivery-status", "message/global-delivery-status"))
    original = _original_id(root, splitting)
    if reports:
        contents = [splitting.content_of(report)[:_LONGEST_REPORT] for report in reports]
        recipients = tuple(recipient for content in contents for recipient in _reported(content))
        return Bounce(original, recipients or tuple(_in_words(text, root, subject)))
    failed = decoded(root.fields.raw("x-failed-recipients")[:2000])
    if not failed and not (is_from_server and (_FAILED_WORDS.search(subject) or _FAILED_WORDS.search(text[:3000]))):
        return None
    return Bounce(original, tuple(_in_words(text, root, subject)))


def complaint_of(root: Part, splitting: Splitting) -> Complaint | None:
    """Return who complained, where this is a feedback report."""
    part = find(root, "message/feedback-report")
    if part is None:
        return None
    fields = fields_of(_one_block(splitting.content_of(part)))
    recipient = fields.words("original-rcpt-to") or fields.words("removal-recipient")
    original = _original_fields(root, splitting)
    return Complaint(
        kind=fields.token("feedback-type") or "abuse",
        recipient=(recipient or (original.words("to") if original else "")).strip("<> ")[:320],
        original_message_id=_original_id(root, splitting),
    )


def is_receipt(root: Part) -> bool:
    """Tell a notice that somebody opened a mail."""
    return find(root, "message/disposition-notification") is not None


def _one_block(data: bytes) -> bytes:
    return data.strip().replace(b"\r\n", b"\n").replace(b"\n\n", b"\n")


def _reported(data: bytes) -> Iterator[BouncedRecipient]:
    """Yield what a report says of each recipient: blocks of headers below the one about the mail."""
    for block in re.split(rb"\n[ \t]*\n", data.replace(b"\r\n", b"\n"))[:_MOST_RECIPIENTS]:
        fields = fields_of(block.strip(b"\n"))
        address = _typed(fields, "final-recipient") or _typed(fields, "original-recipient")
        action = fields.token("action").split(" ", 1)[0]
        status = _STATUS.search(fields.words("status"))
        if address or action in _ACTIONS:
            diagnostic = _typed(fields, "diagnostic-code")[:_LONGEST_DIAGNOSTIC]
            code = status.group(1) if status else _status_in(diagnostic)
            yield BouncedRecipient(
                address, action if action in _ACTIONS else _action(code, diagnostic), code, diagnostic
            )


def _typed(fields: Fields, name: str) -> str:
    """Return `rfc822; ann@example.org` without its type."""
    words = fields.words(name)
    _type, semicolon, rest = words.partition(";")
    return (rest if semicolon else words).strip().strip("<>").strip()


def _in_words(text: str, root: Part, subject: str) -> Iterator[BouncedRecipient]:
    """Yield the recipients that a report in plain words names, each with what the server said below it."""
    said = _before_original(text)
    named = decoded(root.fields.raw("x-failed-recipients")[:2000]) or "\n".join(said)
    is_delayed = bool(_DELAYED_WORDS.search(subject) or _DELAYED_WORDS.search(" ".join(said[:40])))
    diagnostic = _diagnostic(said)
    for address in list(dict.fromkeys(found.rstrip(".") for found in _ADDRESS.findall(named)))[:_MOST_RECIPIENTS]:
        if address.partition("@")[0].lower() in {"postmaster", "mailer-daemon", "abuse", "support", "help"}:
            continue
        around = _around(said, address) or diagnostic
        status = _status_in(around) or _status_in(diagnostic)
        yield BouncedRecipient(address, "delayed" if is_delayed else "failed", status, around[:_LONGEST_DIAGNOSTIC])


def _before_original(text: str) -> list[str]:
    lines = [line.strip()[:1000] for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]]
    end = next((number for number, line in enumerate(lines) if _BELOW.match(line)), len(lines))
    return lines[:end]


def _around(lines: list[str], address: str) -> str:
    """Return the lines from the one that names an address to the next blank one."""
    for number, line in enumerate(lines):
        if address in line:
            block = [line]
            for following in lines[number + 1 : number + 6]:
                if not following:
                    break
                block.append(following)
            return " ".join(block) if _STATUS.search(" ".join(block)) or _REPLY_CODE.search(" ".join(block)) else ""
    return ""


def _diagnostic(lines: list[str]) -> str:
    return next((line for line in lines if _STATUS.search(line) or _REPLY_CODE.search(line)), "")


def _status_in(words: str) -> str:
    if found := _STATUS.search(words):
        return found.group(1)
    reply = _REPLY_CODE.search(words)
    return f"{reply.group(1)}.0.0" if reply else ""


def _action(status: str, diagnostic: str) -> str:
    return "delayed" if status.startswith("4") or _DELAYED_WORDS.search(diagnostic) else "failed"


def _original_fields(root: Part, splitting: Splitting) -> Fields | None:
    part = find(root, "message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers")
    if part is None:
        return None
    return (
        part.children[0].fields if part.children else fields_of(splitting.content_of(part).lstrip()[:_LONGEST_REPORT])
    )


def _original_id(root: Part, splitting: Splitting) -> str:
    """Return the Message-ID of the mail that came back: from its headers, else from where a server copied it to."""
    original = _original_fields(root, splitting)
    if original and (ids := message_ids_of([original.raw("message-id")])):
        return ids[0]
    window = root.window
    copied = _ORIGINAL_ID.search(window.source[window.begin : min(window.end, window.begin + _LONGEST_REPORT)])
    ids = message_ids_of([copied.group(1)]) if copied else ()
    return (ids or message_ids_of([root.fields.raw("in-reply-to")]) or ("",))[0]
