"""Bytes of a mail to typed structure; knows no customers and no database.

`read_mail(raw)` reads here, `read_apart(raw)` in a process of its own with limits on time and memory: that is for mail of
strangers. What comes back is described in `shape`.
"""

from wellheard.foundation.mail.reading.apart import UnreadableMailError, read_apart
from wellheard.foundation.mail.reading.mail import read_mail
from wellheard.foundation.mail.reading.shape import (
    Address,
    Attachment,
    Authentication,
    Automatic,
    Bounce,
    BouncedRecipient,
    Complaint,
    Problem,
    Protection,
    ReadMail,
)

__all__ = [
    "Address",
    "Attachment",
    "Authentication",
    "Automatic",
    "Bounce",
    "BouncedRecipient",
    "Complaint",
    "Problem",
    "Protection",
    "ReadMail",
    "UnreadableMailError",
    "read_apart",
    "read_mail",
]
