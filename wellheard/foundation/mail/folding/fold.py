"""From a mail's words to the ranges of them that are folded."""

from collections.abc import Sequence
from itertools import accumulate

from wellheard.foundation.mail.folding.align import ranges_in
from wellheard.foundation.mail.folding.phrases import FORWARD_SUBJECTS
from wellheard.foundation.mail.folding.plain import plain_of_html
from wellheard.foundation.mail.folding.text import MOST_LINES, folded_lines


def fold(text: str, *, html: str = "", subject: str = "") -> list[tuple[int, int]]:
    """Return the ranges [begin, end) of `text` that are quoted history, signature or footer, in order and apart.

    `html` is the same mail's HTML, where there is some; `subject` tells a forward by Fwd: and the like, of which nothing is
    folded. Of a text of more than MOST_LINES lines the rest counts as one line.
    """
    if subject.strip().lower().startswith(FORWARD_SUBJECTS):
        return []
    lines = text.split("\n", MOST_LINES)
    by_shape = folded_lines(lines)
    if by_shape is None:
        return []
    begins = list(accumulate((len(line) + 1 for line in lines), initial=0))
    folds = [(begins[begin], min(begins[end], len(text))) for begin, end in by_shape]
    if html:
        folds = _with_marked(text, folds, html)
    return folds if _says_something(text, folds) else []


def visible(text: str, folds: Sequence[Sequence[int]]) -> str:
    """Return the words that are not folded, without the empty lines around them."""
    pieces, at = [], 0
    for begin, end in folds:
        pieces.append(text[at:begin])
        at = end
    return "".join([*pieces, text[at:]]).strip()


def _with_marked(text: str, folds: list[tuple[int, int]], html: str) -> list[tuple[int, int]]:
    """Add what mail programs marked in HTML, unless nothing were left then."""
    marked = ranges_in(text, plain_of_html(html))
    together = _united(folds + marked)
    return together if _says_something(text, together) else folds


def _united(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for begin, end in sorted(ranges):
        if united and begin <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        elif begin < end:
            united.append((begin, end))
    return united


def _says_something(text: str, folds: Sequence[Sequence[int]]) -> bool:
    """Tell whether a letter, a number or a sign such as 👍 is left."""
    return any(not char.isspace() and char not in "-_=*>|.,:" for char in visible(text, folds)[:100_000])
