"""Mails for tests, written as bytes."""


def mail(words: str | bytes, **headers: str) -> bytes:
    """Return a mail or a part: Message_ID="<a@b>" is a header."""
    lines = [f"{name.replace('_', '-')}: {value}".encode() for name, value in headers.items()]
    return b"\r\n".join([*lines, b"", words.encode() if isinstance(words, str) else words])


def multipart(kind: str, *parts: bytes, boundary: str = "outer", **headers: str) -> bytes:
    """Return a multipart of these parts."""
    line = f"\r\n--{boundary}".encode()
    body = b"".join(line + b"\r\n" + part for part in parts) + line + b"--\r\n"
    return mail(body, Content_Type=f'multipart/{kind}; boundary="{boundary}"', **headers)
