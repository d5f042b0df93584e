"""Our own mark in what we send, by which an answer to it is known again: nobody can make one up.

It stands in the Message-ID (`<c.CONVERSATION.MESSAGE.MARK@host>`) and in the address that answers go to
(`inbox+c.CONVERSATION.MARK@host`).
"""

import re
from email.utils import parseaddr

from django.utils.crypto import constant_time_compare, salted_hmac

_MESSAGE_ID = re.compile(r"<c\.(\d{1,18})\.(\d{1,18})\.([0-9a-f]{24})@")
_PLUS = re.compile(r"\+c\.(\d{1,18})\.([0-9a-f]{24})@")
_SALT = "wellheard.conversations"
_LENGTH = 24


def message_id_for(conversation_id: int, message_id: int, host: str) -> str:
    """Return the Message-ID of one of our messages, with its angle brackets."""
    return f"<c.{conversation_id}.{message_id}.{_mark(f'{conversation_id}.{message_id}')}@{host}>"


def answers_to(conversation_id: int, address: str) -> str:
    """Return the address that answers go to: that of the mailbox, with the conversation's mark."""
    _name, plain = parseaddr(address)
    local, _at, host = plain.rpartition("@")
    return f"{local}+c.{conversation_id}.{_mark(str(conversation_id))}@{host}"


def conversation_of_message_id(message_id: str) -> int | None:
    """Return which conversation a Message-ID of ours belongs to; nothing where the mark is not ours."""
    found = _MESSAGE_ID.search(message_id)
    if found and constant_time_compare(found[3], _mark(f"{found[1]}.{found[2]}")):
        return int(found[1])
    return None


def conversation_of_address(address: str) -> int | None:
    """Return which conversation an address with our mark belongs to; nothing where the mark is not ours."""
    found = _PLUS.search(address.lower())
    return int(found[1]) if found and constant_time_compare(found[2], _mark(found[1])) else None


def without_mark(address: str) -> str:
    """Return an address as the mailbox has it: what stands behind the plus sign is no part of it."""
    local, _at, host = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{host}"


def _mark(value: str) -> str:
    return salted_hmac(_SALT, value, algorithm="sha256").hexdigest()[:_LENGTH]
