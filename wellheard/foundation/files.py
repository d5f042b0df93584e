"""Files we keep for customers, below the folder of files: under names nobody can guess, written whole or not at all."""

import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse  # noqa: TID251 - how a kept file is given out safely

# A file of a stranger's does nothing but be looked at, whatever a browser takes it for.
SAFE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FOR_EVER = "public, max-age=31536000, immutable"
FOR_READER = "private, max-age=3600"


def keep_file(data: bytes, *, folder: str, ending: str) -> str:
    """Keep a file and return its name. Its address changes with each new one, so browsers may keep it for ever."""
    token = secrets.token_hex(16)
    return default_storage.save(f"{folder}/{token[:2]}/{token}.{ending}", ContentFile(data))


def drop_file(name: str) -> None:
    """Delete a file; one that is gone already is no matter."""
    if name:
        default_storage.delete(name)


def file_response(name: str, *, media_type: str, cache: str) -> HttpResponse | None:
    """Give a file out to be looked at; None when it is gone."""
    if not default_storage.exists(name):
        return None
    with default_storage.open(name, "rb") as kept:
        return HttpResponse(kept.read(), content_type=media_type, headers=SAFE_HEADERS | {"Cache-Control": cache})
