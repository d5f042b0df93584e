"""Who a mail was from before a colleague forwarded it to us: as its inner mail or the copied headers say."""

import re

from wellheard.foundation.mail.reading import Address, ReadMail
from wellheard.foundation.text.clean import clean_line

# A forwarded mail begins with its headers, near the top; further down stands what was forwarded before.
MOST_LINES = 40
_SUBJECT = re.compile(r"^\s*(?:fwd?|wg|tr|rv|enc|vb|vs|i|pd|пересл|转发|轉寄|転送|전달)\s*[:：]", re.IGNORECASE)
_NAMED = r"from|von|de|van|från|fra|od|da|от|від|nuo|发件人|寄件者|差出人|보낸 ?사람|lähettäjä|kimden"
_FROM = re.compile(rf"^[\s>*]*(?:{_NAMED})\s*\*?\s*[:：]\s*(.{{3,300}})$", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\[\]():;,\"']{1,64}@[^\s<>\[\]():;,\"']{3,190}")


def is_forward(mail: ReadMail) -> bool:
    """Tell whether a mail passes on another one."""
    return _SUBJECT.match(mail.subject) is not None or original_sender(mail) is not None


def original_sender(mail: ReadMail) -> Address | None:
    """Return who wrote what was forwarded; nothing when a mail was not forwarded, or does not say."""
    if mail.nested and mail.nested[0].sender.address:
        return mail.nested[0].sender
    if not _SUBJECT.match(mail.subject):
        return None
    for line in mail.text.splitlines()[:MOST_LINES]:
        written = _FROM.match(line[:400])
        if written and (address := _ADDRESS.search(written[1])):
            name = written[1][: address.start()].replace("mailto:", "")
            return Address(clean_line(name.strip(" <[*\"'")), address[0].rstrip(".*"))
    return None
