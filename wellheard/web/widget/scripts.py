"""The scripts that stand in the vendor's product, under addresses that never change."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "static" / "widget"
NAMES = ("v1.js", "tab.js", "screenshot.js")
# As long as the loader's mark in an address: it changes with what is in the file.
HOUR, FOR_EVER = "public, max-age=3600", "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Script:
    """A script as it is sent: plain and compressed, and a mark by which browsers know that it is the same."""

    plain: bytes
    compressed: bytes

    @property
    def mark(self) -> str:
        """What the loader puts behind the address of a script."""
        return hashlib.sha256(self.plain).hexdigest()[:8]

    @property
    def etag(self) -> str:
        """A weak one: compressed or not, it is the same script."""
        return f'W/"{hashlib.sha256(self.plain).hexdigest()[:32]}"'


def script(name: str) -> Script | None:
    """Return one of the scripts; None for any other name and where they were not built."""
    path = FOLDER / name
    if name not in NAMES or not path.is_file():
        return None
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, _written_at: int) -> Script:
    plain = path.read_bytes()
    return Script(plain, gzip.compress(plain, 9, mtime=0))
