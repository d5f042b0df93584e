"""py3langid's model, made small: of its languages those we tell apart, of its automaton what cannot be reckoned.

As its own library loads it, the model takes 60 MB for as long as the process lives: weights of 142 languages, and for every
state of the automaton and every byte the next state. It is an automaton of Aho and Corasick (1975): the tree of the runs it
knows, with a way back from each, says the same in a twentieth of the space.
"""

from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from wellheard.foundation.text.language_tables import HEAD_BYTES

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[Any]]


def title_of(languages: Sequence[str]) -> str:
    """Return what tells these tables from those of other languages, or of another version of the model."""
    return f"py3langid {version('py3langid')}: {' '.join(languages)}"


def made(languages: Sequence[str]) -> bytes:
    """Return the tables of these languages, as `Tables` reads them. Takes a second, and 150 MB for that time."""
    import numpy as np
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages(list(languages))
    next_rows = np.frombuffer(model.tk_nextmove, np.uint32).reshape(-1, 256)
    states, first, back, last = _tree(next_rows, np.frombuffer(model.tk_row, np.uint16))
    row = np.asarray(model.tk_output)[states]
    head = f"{title_of(languages)}\n{' '.join(model.nb_classes)}\n{len(states)}".encode()
    parts = [(model.nb_pc, "f"), (first, "I"), (back, "I"), (row, "i"), (last, "B"), (model.nb_ptc, "e")]
    return head.ljust(HEAD_BYTES) + b"".join(part.astype(kind).tobytes() for part, kind in parts)


def _tree(next_rows: "Numbers", row_of: "Numbers") -> "tuple[Numbers, Numbers, Numbers, Numbers]":
    """Return the automaton's states, shorter runs first; where those that go on from each begin; its way back; its last byte.

    What leads to a state before anything else does is the tree. A way back leads where the last byte leads from the way back of
    the run without it.
    """
    import numpy as np

    is_known = np.zeros(len(row_of), bool)
    is_known[0] = True
    nothing = np.zeros(1, np.intp)
    states, back, last, followers = [nothing], [nothing], [nothing], [nothing + 1]
    while len(states[-1]):
        following = next_rows[row_of[states[-1]]]
        before, byte = np.nonzero(~is_known[following])
        new = following[before, byte]
        is_known[new] = True
        followers.append(np.bincount(before, minlength=len(states[-1])))
        back.append(next_rows[row_of[back[-1][before]], byte] if len(states) > 1 else np.zeros_like(new))
        states.append(new)
        last.append(byte)
    number = np.empty(len(row_of), np.intp)
    number[np.concatenate(states)] = np.arange(len(row_of))
    return (
        np.concatenate(states),
        np.cumsum(np.concatenate(followers)),
        number[np.concatenate(back)],
        np.concatenate(last),
    )
