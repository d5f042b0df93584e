"""What each run of letters says for each language, in a file that is read in place: processes share it and hold none of it."""

import mmap
import os
import struct
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from math import log1p
from pathlib import Path
from typing import Self

# The first lines say what the file holds; padded, so that the numbers behind them begin where the processor likes it.
HEAD_BYTES = 512


class Tables:
    """The known runs of bytes as a tree, and how much each speaks for each language.

    Shorter runs come first, and those that go on from the same one stand together: `_first` says where they begin, `_last`
    with which byte each ends. `_back` is the longest other run that ends the same; `_row` says where the weights are,
    -1 where a run has none.
    """

    def __init__(self, held: memoryview) -> None:
        """Read what `language_model.made` returned. Raises ValueError when it is something else."""
        _title, codes, runs = held[:HEAD_BYTES].tobytes().decode().rstrip().split("\n")
        self._codes, count = codes.split(), int(runs)
        self._weights_of = struct.Struct(f"={len(self._codes)}e")
        sizes = [4 * len(self._codes), 4 * (count + 1), 4 * count, 4 * count, count]
        base, first, back, row, last, self._weights = _cut(held[HEAD_BYTES:], sizes)
        self._base, self._last = list(base.cast("f")), last.tobytes()
        self._first, self._back, self._row = first.cast("I"), back.cast("I"), row.cast("i")

    @classmethod
    def kept(cls, path: Path, *, title: str, make: Callable[[], bytes]) -> Self:
        """Return the tables in a file; where it has none of this title, make them and keep them there."""
        with suppress(OSError, ValueError), path.open("rb") as file:
            held = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            if held[:HEAD_BYTES].tobytes().startswith(f"{title}\n".encode()):
                return cls(held)
        made = make()
        # Without room for the file this process holds its own.
        with suppress(OSError):
            _keep(made, path)
        return cls(memoryview(made))

    def best(self, text: str) -> str:
        """Return the language for which the text speaks most; the first one when nothing of it is known."""
        alike: dict[int, list[tuple[float, ...]]] = {}
        for row, times in Counter(self._rows(_spelled(text))).items():
            alike.setdefault(times, []).append(self._weights_of.unpack_from(self._weights, row * self._weights_of.size))
        sums: list[float] = self._base if alike else [0.0]
        for times, weights in alike.items():
            factor, columns = log1p(times), zip(*weights, strict=True)
            sums = [before + factor * sum(column) for before, column in zip(sums, columns, strict=True)]
        return self._codes[sums.index(max(sums))]

    def _rows(self, spelled: bytes) -> Iterator[int]:
        """Yield where the weights of the longest known run are that ends with each byte (Aho and Corasick, 1975)."""
        first, back, last, rows = self._first, self._back, self._last, self._row
        run = 0
        for byte in spelled:
            while (longer := last.find(byte, first[run], first[run + 1])) < 0 and run:
                run = back[run]
            run = max(longer, 0)
            if rows[run] >= 0:
                yield rows[run]


def _spelled(text: str) -> bytes:
    """Return the bytes the model was made for: without shouting, each accented letter as one."""
    return unicodedata.normalize("NFC", text.lower() if text.isupper() else text).encode(errors="surrogatepass")


def _cut(held: memoryview, sizes: list[int]) -> Iterator[memoryview]:
    """Yield parts of these sizes, and what is left."""
    for size in sizes:
        yield held[:size]
        held = held[size:]
    yield held


def _keep(made: bytes, path: Path) -> None:
    """Write the file whole or not at all; others may read it or make it at this moment."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(made)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
