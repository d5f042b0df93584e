"""Why a mail did not get through, read from what the mail server said."""

import re
import smtplib

from django.db import models
from django.utils.translation import gettext_lazy as _


class Failure(models.TextChoices):
    """The reason of a failure, as a person can act on it."""

    UNKNOWN_ADDRESS = "address", _("Their mail server does not know this address")
    MAILBOX_FULL = "full", _("Their mailbox is full")
    BLOCKED = "blocked", _("Their mail server refuses mail from us")
    OUR_SERVER = "ours", _("Our own mail server did not take it")
    OTHER = "other", _("It was refused for another reason")


# RFC 3463: enhanced status codes, class.subject.detail.
_STATUS = re.compile(r"\b[45]\.(\d{1,3})\.(\d{1,3})\b")
_BY_STATUS = {
    ("1", "1"): Failure.UNKNOWN_ADDRESS,
    ("1", "2"): Failure.UNKNOWN_ADDRESS,
    ("1", "3"): Failure.UNKNOWN_ADDRESS,
    ("1", "6"): Failure.UNKNOWN_ADDRESS,
    ("1", "10"): Failure.UNKNOWN_ADDRESS,
    ("2", "1"): Failure.UNKNOWN_ADDRESS,
    ("2", "2"): Failure.MAILBOX_FULL,
}
# What servers write when they give no such code.
_BY_WORDS = (
    (Failure.MAILBOX_FULL, re.compile(r"full|quota|storage|\b552\b", re.IGNORECASE)),
    (Failure.BLOCKED, re.compile(r"spam|block|black ?list|reputation|policy|dmarc|spf|dkim|\b554\b", re.IGNORECASE)),
    (
        Failure.UNKNOWN_ADDRESS,
        re.compile(r"unknown|no such|not exist|not found|invalid|no mailbox|unavailable|unrouteable", re.IGNORECASE),
    ),
)


def failure_of(problem: Exception) -> Failure:
    """Tell from an SMTP reply, or from there being none, why a mail did not get out."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return failure_in_words(reply_of(problem))
    return Failure.OUR_SERVER


def failure_in_words(reply: str) -> Failure:
    """Read the reason out of what a mail server wrote, in its reply or in a bounce."""
    if status := _STATUS.search(reply):
        subject, detail = status.groups()
        if subject == "7":
            return Failure.BLOCKED
        if (subject, detail) in _BY_STATUS:
            return _BY_STATUS[subject, detail]
    return next((failure for failure, words in _BY_WORDS if words.search(reply)), Failure.OTHER)


def reply_of(problem: Exception) -> str:
    """Return what the mail server said, as it can be shown."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_text(reply)}" for code, reply in problem.recipients.values())
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{problem.smtp_code} {_text(problem.smtp_error)}"
    return str(problem)


def is_refusal(problem: Exception) -> bool:
    """Tell a "no" of the mail server (5xx for this mail, RFC 5321 4.2.1) from a "not now"."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _reply in problem.recipients.values())  # noqa: PLR2004
    return isinstance(problem, smtplib.SMTPDataError) and 500 <= problem.smtp_code < 600  # noqa: PLR2004


def _text(reply: bytes | str) -> str:
    return reply.decode(errors="replace") if isinstance(reply, bytes) else reply
