"""Files arrive piece by piece in a file of their own; too large or too many are refused with a sentence."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from tests.serving.test_handover import sender
from wellheard.web import uploads
from wellheard.web.bodies import GoneError, TooLargeError
from wellheard.web.uploads import BusyError, is_upload, read_upload

Receive = Callable[[], Any]
SCOPE = {"path": "/imports/new/"}
MULTIPART = b"multipart/form-data; boundary=x"


@pytest.fixture(autouse=True)
def _in_a_folder_of_this_test(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.IMPORT_MEGABYTES = 1


def in_a_loop(ask: Callable[[], Any]) -> Any:
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(lambda: asyncio.run(ask())).result()


async def read_back(receive: Receive) -> tuple[int, bytes]:
    upload = await read_upload(SCOPE, receive)
    try:
        return upload.size, upload.from_its_start().read()
    finally:
        upload.close()


@pytest.mark.parametrize("size", [0, 10, 256_000, 512_000, 900_001])
def test_what_arrived_is_read_again(size: int) -> None:
    said = bytes(range(256)) * (size // 256) + b"x" * (size % 256)

    assert in_a_loop(lambda: read_back(sender(said[:100], said[100:]))) == (size, said)


def test_too_large_a_file_is_refused_and_leaves_nothing(settings: Settings) -> None:
    with pytest.raises(TooLargeError, match="larger than the 1 MB"):
        in_a_loop(lambda: read_back(sender(*[b"x" * 500_000] * 4)))
    assert list(Path(settings.MEDIA_ROOT).iterdir()) == []


def test_half_a_file_is_no_file(settings: Settings) -> None:
    with pytest.raises(GoneError):
        in_a_loop(lambda: read_back(sender(b"x" * 10, hangs_up=True)))
    assert list(Path(settings.MEDIA_ROOT).iterdir()) == []


def test_a_few_upload_at_once_and_the_next_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async def four() -> list[Any]:
        monkeypatch.setattr(uploads, "_room", asyncio.Semaphore(3))
        slow = [asyncio.create_task(read_upload(SCOPE, sender(b"a", b"b", pause=0.2))) for _ in range(3)]
        await asyncio.sleep(0.05)
        refused = await asyncio.gather(read_upload(SCOPE, sender(b"a")), return_exceptions=True)
        taken = await asyncio.gather(*slow)
        for one in taken:
            one.close()
        return [*refused, *taken]

    refused, *taken = in_a_loop(four)

    assert isinstance(refused, BusyError)
    assert [one.size for one in taken] == [2, 2, 2]


@pytest.mark.parametrize(
    ("method", "path", "cookie", "kind", "expected"),
    [
        ("POST", "/imports/new/", b"theme=dark; sessionid=abc", MULTIPART, True),
        ("POST", "/imports/new/", b"theme=dark", MULTIPART, False),
        ("GET", "/imports/new/", b"sessionid=abc", MULTIPART, False),
        ("POST", "/portal/", b"sessionid=abc", MULTIPART, False),
        ("POST", "/inbox/7/files/", b"sessionid=abc", MULTIPART, True),
        ("POST", "/inbox/7/writing/", b"sessionid=abc", MULTIPART, True),
        ("POST", "/inbox/7/writing/", b"sessionid=abc", b"application/x-www-form-urlencoded", False),
        ("POST", "/inbox/7/draft/", b"sessionid=abc", MULTIPART, False),
    ],
)
def test_only_who_seems_signed_in_sends_files_and_only_where_they_belong(
    method: str, path: str, cookie: bytes, kind: bytes, *, expected: bool, settings: Settings
) -> None:
    settings.SESSION_COOKIE_NAME = "sessionid"
    headers = [(b"cookie", cookie), (b"content-type", kind)]
    assert is_upload({"method": method, "path": path, "headers": headers}) is expected
