"""Signing mail for its domain (DKIM, RFC 6376), where the owner gave us a key."""

import base64

from wellheard.foundation.mail.sender import DkimKey

# What readers see, and what programs thread by; named twice, a header cannot be added later (RFC 6376, 5.4.2).
_SIGNED = [b"from", b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references",
    b"mime-version", b"content-type", b"auto-submitted", b"list-unsubscribe", b"list-unsubscribe-post"]  # fmt: skip

_NO_KEY = "The DKIM key cannot be used; it must be an RSA key in PEM form."


class DkimKeyError(ValueError):
    """A key that mail cannot be signed with."""


def signed(message: bytes, dkim_key: DkimKey) -> bytes:
    """Return a mail with its signature in front. Raises DkimKeyError for a key that is none."""
    import dkim

    present = [name for name in _SIGNED if b"\r\n%s:" % name in b"\r\n" + message.partition(b"\r\n\r\n")[0].lower()]
    try:
        signature = dkim.sign(
            message,
            dkim_key.selector.encode(),
            dkim_key.domain.encode("idna"),
            dkim_key.key.encode(),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=present,
        )
    except (dkim.DKIMException, ValueError, TypeError, IndexError, UnicodeError) as problem:
        raise DkimKeyError(_NO_KEY) from problem
    return bytes(signature) + message


def make_key() -> str:
    """Return a new key of 2048 bits, in PEM."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    return pem.decode()


def public_record(key: str) -> str:
    """Return what stands in the DNS for a key, so that others can check what it signed. Raises DkimKeyError."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    try:
        private = serialization.load_pem_private_key(key.encode(), password=None)
    except (ValueError, TypeError) as problem:
        raise DkimKeyError(_NO_KEY) from problem
    if not isinstance(private, rsa.RSAPrivateKey):
        raise DkimKeyError(_NO_KEY)
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"
