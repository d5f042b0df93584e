"""Keep a secret that we must be able to read again: encrypted with a key outside the database, so that a dump reveals nothing."""

import base64
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def seal(text: str, *, purpose: str) -> str:
    """Return a secret as it may be stored. What was sealed for one purpose cannot be opened for another."""
    return _cipher(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Return the secret; empty when it was sealed under another secret key, or for another purpose."""
    from cryptography.fernet import InvalidToken

    try:
        return _cipher(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _cipher(purpose: str) -> "Fernet":
    from cryptography.fernet import Fernet

    digest = hashlib.sha256(f"{purpose} {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
