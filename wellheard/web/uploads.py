"""Bodies too large for memory: written to a file while they arrive, and read from there by the thread that answers."""

import asyncio
import re
import tempfile
import time
from pathlib import Path
from typing import IO

from django.conf import settings

from wellheard.web.bodies import BodyError, TooLargeError, TooSlowError, next_message
from wellheard.web.protocol import Receive, Scope

# Paths that begin so take files.
PREFIXES = ("/imports/new/",)
# Where a colleague sends files along with a reply or a note: several at once, each looked at by itself.
WRITING = re.compile(r"/inbox/[0-9]+/(writing|files)/")
_WRITING_BYTES = 64_000_000
# Where programs post mail; its signature is looked at once it is here.
MAIL = "/mail-in/"
# Beside the file, a form has a few fields and the signs between them.
_AROUND = 100_000
_IN_MEMORY = 1_000_000
_WHOLE_SECONDS = 900
# Each may fill a part of the disk before anybody knows who sends it.
_AT_ONCE = 3

_MAILS_AT_ONCE, _WRITING_AT_ONCE = 8, 20

_room, _mail_room = asyncio.Semaphore(_AT_ONCE), asyncio.Semaphore(_MAILS_AT_ONCE)
_writing_room = asyncio.Semaphore(_WRITING_AT_ONCE)


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
    """Tell whether a request may carry a file: a signed mail, or to a path for files from a browser that is signed in."""
    if scope["path"] == MAIL:
        return scope["method"] == "POST" and any(name == b"webhook-signature" for name, _value in scope["headers"])
    cookies = b";".join(value for name, value in scope["headers"] if name == b"cookie")
    is_known = settings.SESSION_COOKIE_NAME.encode() in cookies
    return scope["method"] == "POST" and is_known and (scope["path"].startswith(PREFIXES) or _is_writing(scope))


async def read_upload(scope: Scope, receive: Receive) -> Upload:
    """Write the whole body to a file, if its path takes so much. Raises TooLargeError, TooSlowError, BusyError or GoneError."""
    room, most = _room_for(scope)
    if room.locked():
        raise BusyError
    async with room:
        upload = Upload()
        try:
            await _fill(upload, receive, most=most)
        except BaseException:
            upload.close()
            raise
        return upload


def _is_writing(scope: Scope) -> bool:
    """Tell whether a reply or a note comes as a form with files; without any it is like every other form."""
    kinds = (value for name, value in scope["headers"] if name == b"content-type")
    return bool(WRITING.fullmatch(scope["path"])) and next(kinds, b"").startswith(b"multipart/form-data")


def _room_for(scope: Scope) -> tuple[asyncio.Semaphore, int]:
    """Return where a body is taken, and how many bytes of it."""
    if scope["path"] == MAIL:
        return _mail_room, settings.MAIL_MEGABYTES * 1_000_000
    if WRITING.fullmatch(scope["path"]):
        return _writing_room, _WRITING_BYTES
    return _room, settings.IMPORT_MEGABYTES * 1_000_000


async def _fill(upload: Upload, receive: Receive, *, most: int) -> None:
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
