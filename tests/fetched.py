"""Programs of others that tests run against: what a lock file names, fetched once into a folder apart from our environment."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.serving.installation import CHECKOUT

CACHE = CHECKOUT / ".cache"
FETCH_SECONDS = 400


def python_packages(name: str, locked: Path) -> Path:
    """Return a folder with the packages of a lock file, to be put on PYTHONPATH; skip where they cannot be fetched."""

    def fetch(folder: Path) -> list[str]:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        return [*pip, "--require-hashes", "--target", str(folder), "-r", str(locked)]

    return fetched(name, [locked], fetch)


def fetched(name: str, made_from: list[Path], fetch: Callable[[Path], list[str]]) -> Path:
    """Return the folder with what these files name, fetched once; skip where it cannot be fetched."""
    version = hashlib.sha256(b"".join(path.read_bytes() for path in made_from)).hexdigest()[:12]
    folder = CACHE / f"{name}-{version}"
    with _alone(name):
        if folder.exists():
            return folder
        new = folder.with_name(f"{folder.name}-new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        try:
            fetching = subprocess.run(fetch(new), capture_output=True, text=True, timeout=FETCH_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            pytest.skip("What this needs could not be fetched in time; the network may be away.")
        if fetching.returncode:
            pytest.skip(f"What this needs could not be fetched: {fetching.stderr.strip()[-300:]}")
        new.rename(folder)
    return folder


@contextmanager
def _alone(name: str) -> Iterator[None]:
    CACHE.mkdir(exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
