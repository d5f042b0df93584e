"""Cut a message into pieces: what is shown, what is folded, and what became feedback."""

from dataclasses import dataclass
from itertools import pairwise

from wellheard.listen.conversations.models import Message

SHOWN, FOLDED, MARKED = "shown", "folded", "marked"


@dataclass(frozen=True)
class Piece:
    """A stretch of a message from one character on; `kind` says how it is shown."""

    kind: str
    begin: int
    words: str
    feedback_id: int | None = None


def pieces_of(message: Message) -> list[Piece]:
    """Return a message cut at its folds and at the passages that became feedback; together they are all of it."""
    words = message.words
    edges = {0, len(words)}
    folds = [(begin, end) for begin, end in message.folds if 0 <= begin < end <= len(words)]
    whole = (0, len(words))
    marks = {(one.begin, one.end): one.feedback_id for one in message.passages.all() if (one.begin, one.end) != whole}
    for begin, end in (*folds, *marks):
        edges.update((begin, min(end, len(words))))
    places = sorted(edges)
    return [_piece(words, begin, end, folds, marks) for begin, end in pairwise(places)]


def _piece(words: str, begin: int, end: int, folds: list[tuple[int, int]], marks: dict[tuple[int, int], int]) -> Piece:
    text = words[begin:end]
    if any(first <= begin and end <= last for first, last in folds):
        return Piece(FOLDED, begin, text)
    for (first, last), feedback_id in marks.items():
        if first <= begin and end <= last:
            return Piece(MARKED, begin, text, feedback_id)
    return Piece(SHOWN, begin, text)
