"""Turn text into terms a full-text index can hold: pairs of characters where no spaces part the words, plain words elsewhere."""

import re
import unicodedata
from dataclasses import dataclass

from wellheard.foundation.text.clean import clean_words
from wellheard.foundation.text.words import UNSPACED

# What is written without spaces: pairs find parts of its words.
_RUN = re.compile(f"[{UNSPACED}]+")

# Which word forms PostgreSQL knows for a language.
CONFIGS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


def config_of(language: str) -> str:
    """Return the name of the text search configuration for a language; the plain one for languages without word forms."""
    return CONFIGS.get(language.split("-", maxsplit=1)[0].lower(), "simple")


def normalised(text: str) -> str:
    """Return text in the one form that is compared: full-width letters and ligatures resolved, lower case, ё as е."""
    return clean_words(unicodedata.normalize("NFKC", clean_words(text))).lower().replace("ё", "е")


def for_index(text: str) -> str:
    """Return what is indexed: runs as pairs, with single characters after them, so that one character finds too."""
    text = normalised(text)
    singles = sorted(set("".join(_RUN.findall(text))))
    as_pairs = _RUN.sub(lambda run: f" {' '.join(pairs(run.group()))} ", text)
    return f"{as_pairs} {' '.join(singles)}".strip()


def pairs(run: str) -> list[str]:
    """Return a run's overlapping pairs; a single character stays alone."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


@dataclass(frozen=True)
class Piece:
    """A word, or a run of characters written without spaces."""

    text: str
    is_run: bool


def pieces(text: str) -> list[Piece]:
    """Cut a text that is asked for into words and runs, in order."""
    found: list[Piece] = []
    at = 0
    text = normalised(text)
    for run in _RUN.finditer(text):
        found += [Piece(word, is_run=False) for word in text[at : run.start()].split()]
        found.append(Piece(run.group(), is_run=True))
        at = run.end()
    return found + [Piece(word, is_run=False) for word in text[at:].split()]
