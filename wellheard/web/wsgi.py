"""Django as a WSGI application: every page and the API run here, in threads."""

import os
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.util import FileWrapper

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellheard.settings")

# Each piece of a file crosses from a thread to the listener: large ones make that rare.
FILE_PIECE_BYTES = 256 * 1024

_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request."""
    environ["wsgi.file_wrapper"] = _in_large_pieces
    return _django(environ, start_response)


def _in_large_pieces(file: Any, _size: int) -> Iterable[bytes]:
    return FileWrapper(file, FILE_PIECE_BYTES)
