"""A mail as it goes over the wire: headers, text and HTML, pictures within it, files beside it."""

from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.utils import formataddr, parseaddr
from typing import Any

from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives, SafeMIMEMultipart  # noqa: TID251 - delivery alone hands it on
from django.core.mail.message import sanitize_address  # noqa: TID251

from wellheard.foundation.mail.html import html_of, text_of
from wellheard.foundation.mail.models import OutgoingMail

# RFC 3834, and what Exchange asks for instead.
_BY_MACHINE = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
_UTF8 = "utf-8"


def bytes_of(mail: OutgoingMail, *, sender: str) -> bytes:
    """Return a mail's bytes, with line ends as SMTP has them."""
    html = mail.html or html_of(mail.body, footer=mail.footer, language=mail.language, pixel=mail.pixel)
    message = _Composed(
        subject=mail.subject,
        body=text_of(mail.body, mail.footer),
        from_email=sender,
        to=[formataddr((mail.to_name, mail.to_address)), *mail.more_to],
        cc=mail.cc,
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=_headers(mail),
    )
    message.attach_alternative(html, "text/html")
    for described in mail.files:
        # RFC 6047: calendars act on an invitation that stands beside the text as another way to say the same.
        if described["media_type"].startswith("text/calendar"):
            message.attach_alternative(described["text"], described["media_type"])
    for part in filter(None, (_file(described) for described in mail.files)):
        named = part["Content-ID"]
        if named and f"cid:{named.strip('<>')}" in html:
            message.within.append(part)
        else:
            message.attach(part)
    whole: Any = message.message()
    return bytes(whole.as_bytes(linesep="\r\n"))


def recipients_of(mail: OutgoingMail) -> list[str]:
    """Return the plain addresses a mail goes to, each once."""
    addresses = (parseaddr(one)[1] or one for one in (*mail.more_to, *mail.cc))
    return [sanitize_address(one, _UTF8) for one in dict.fromkeys([mail.to_address, *addresses])]


def envelope_sender(sender: str) -> str:
    """Return the plain address of a sender: what could not be delivered comes back to it."""
    return parseaddr(sanitize_address(sender, _UTF8))[1]


class _Composed(EmailMultiAlternatives):
    """A mail whose HTML may have pictures within: text beside (HTML with its pictures), then the files (RFC 2387)."""

    def __init__(self, **fields: object) -> None:
        super().__init__(**fields)  # type: ignore[arg-type]
        self.within: list[MIMEBase] = []

    def _create_alternatives(self, msg: Any) -> Any:
        whole: Any = super()._create_alternatives(msg)  # type: ignore[misc]
        if not self.within:
            return whole
        *texts, html = whole.get_payload()
        related = SafeMIMEMultipart(_subtype="related", encoding=_UTF8)
        for part in (html, *self.within):
            related.attach(part)
        whole.set_payload([*texts, related])
        return whole


def _headers(mail: OutgoingMail) -> dict[str, str]:
    headers = {"Message-ID": mail.message_id, **(_BY_MACHINE if mail.by_machine else {}), **mail.headers}
    if mail.in_reply_to:
        headers |= {"In-Reply-To": mail.in_reply_to, "References": mail.references or mail.in_reply_to}
    elif mail.references:
        headers["References"] = mail.references
    return headers


def _file(described: dict[str, str]) -> MIMEBase | None:
    """Return a file as a part of a mail; None when it was erased meanwhile."""
    content = _content(described)
    if content is None:
        return None
    main, _slash, sub = described["media_type"].partition("/")
    part = MIMEBase(main, sub) if main and sub else MIMEBase("application", "octet-stream")
    part.set_payload(content)
    encode_base64(part)
    is_within = bool(described["content_id"])
    part.add_header("Content-Disposition", "inline" if is_within else "attachment", filename=described["name"])
    if is_within:
        part["Content-ID"] = f"<{described['content_id']}>"
    return part


def _content(described: dict[str, str]) -> bytes | None:
    if text := described.get("text"):
        return text.encode()
    if not default_storage.exists(described["file"]):
        return None
    with default_storage.open(described["file"], "rb") as kept:
        return bytes(kept.read())
