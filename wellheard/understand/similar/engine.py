"""What every engine that finds similar things can do, whether it compares words or meanings."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Document:
    """Something that can be found: what kind of thing it is, its id, its text and the text's language."""

    kind: str
    object_id: int
    text: str
    language: str = ""


@dataclass(frozen=True)
class Match:
    """Something found, and how much of what was asked it says: 0 to 1."""

    object_id: int
    score: float


class SimilarEngine(Protocol):
    """One way to find similar things."""

    def index_many(self, documents: Iterable[Document]) -> int:
        """Keep documents so that they are found; return how many were new or had changed."""

    def find(
        self, text: str, *, kind: str, limit: int, language: str, among: Collection[int] | None = None
    ) -> list[Match]:
        """Return what says most nearly the same, best first; of these alone, where some are named."""

    def find_each(self, texts: Sequence[str], *, kind: str, limit: int) -> list[list[Match]]:
        """Return the same for each of several texts, as cheaply as for one."""

    def search(self, text: str, *, kind: str, limit: int, language: str) -> list[Match]:
        """Return what holds all the words typed so far, best first."""

    def forget(self, *, kind: str, object_ids: Iterable[int]) -> None:
        """Let documents not be found any more."""
