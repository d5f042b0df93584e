"""Bodies too large for memory: written to a file while they arrive, and read from there by the thread that answers."""

import asyncio
import tempfile
import time
from pathlib import Path
from typing import IO

from django.conf import settings

from wellheard.web.bodies import BodyError, TooLargeError, TooSlowError, next_message
from wellheard.web.protocol import Receive, Scope

# Paths that begin so take files.
PREFIXES = ("/imports/new/",)
# Beside the file, a form has a few fields and the signs between them.
_AROUND = 100_000
_IN_MEMORY = 1_000_000
_WHOLE_SECONDS = 900
# Each may fill a part of the disk before anybody knows who sends it.
_AT_ONCE = 3

_room = asyncio.Semaphore(_AT_ONCE)


class BusyError(BodyError):
    """Others upload at this moment."""

    status = 503

    def __init__(self) -> None:
        super().__init__("Others are uploading files at this moment. Nothing was saved; send yours again in a minute.")


class Upload:
    """A body that lies in a file which is gone once it is closed."""

    def __init__(self) -> None:
        folder = Path(settings.MEDIA_ROOT)
        folder.mkdir(parents=True, exist_ok=True)
        # Closed by its user.
        self._file: tempfile.SpooledTemporaryFile[bytes] = tempfile.SpooledTemporaryFile(  # noqa: SIM115
            _IN_MEMORY, mode="w+b", dir=str(folder)
        )
        self.size = 0

    def take(self, piece: bytes) -> None:
        """Write the next piece."""
        self._file.write(piece)
        self.size += len(piece)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def from_its_start(self) -> IO[bytes]:
        """Return the file, to be read by the thread that answers."""
        self._file.seek(0)
        return self._file


def is_upload(scope: Scope) -> bool:
    """Tell whether a request may carry a file: to a path for files, from a browser whose cookies say it is signed in."""
    cookies = b";".join(value for name, value in scope["headers"] if name == b"cookie")
    is_known = settings.SESSION_COOKIE_NAME.encode() in cookies
    return scope["method"] == "POST" and scope["path"].startswith(PREFIXES) and is_known


async def read_upload(receive: Receive) -> Upload:
    """Write the whole body to a file. Raises TooLargeError, TooSlowError, BusyError or GoneError."""
    if _room.locked():
        raise BusyError
    async with _room:
        upload = Upload()
        try:
            await _fill(upload, receive)
        except BaseException:
            upload.close()
            raise
        return upload


async def _fill(upload: Upload, receive: Receive) -> None:
    most = settings.IMPORT_MEGABYTES * 1_000_000
    give_up_at = time.monotonic() + _WHOLE_SECONDS
    more = True
    while more:
        if time.monotonic() > give_up_at:
            raise TooSlowError
        message = await next_message(receive, give_up_at)
        piece, more = message.get("body", b""), message.get("more_body", False)
        if upload.size + len(piece) > most + _AROUND:
            raise TooLargeError(most)
        await asyncio.to_thread(upload.take, piece)
