"""What stands behind an option's key when it is not a text of the survey itself, such as "idea:12".

A registry that the stage which owns those things fills at start-up.
"""

from collections.abc import Callable, Iterable

from wellheard.foundation.text.numbers import is_whole_number

Labels = Callable[[list[int]], dict[int, str]]

_readers: dict[str, Labels] = {}


def register(kind: str, labels: Labels) -> None:
    """Let options name rows of a kind; `labels` returns by number what customers may read of those that are there."""
    _readers[kind] = labels


def labels_of(keys: Iterable[str]) -> dict[str, str]:
    """Return what customers read for each key that names a row; what is gone, or not for them, is left out."""
    numbers: dict[str, list[int]] = {}
    for key in keys:
        kind, _colon, number = key.partition(":")
        if kind in _readers and is_whole_number(number):
            numbers.setdefault(kind, []).append(int(number))
    return {f"{kind}:{pk}": label for kind, pks in numbers.items() for pk, label in _readers[kind](pks).items()}
