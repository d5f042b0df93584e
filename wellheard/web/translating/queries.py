"""In which languages customers read a text, or could: the same for ideas, decisions and releases."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wellheard.answer.languages import FRAMES
from wellheard.web.portal.languages import languages_offered, name_in_ours


@dataclass(frozen=True)
class Language:
    """A language a text is written in, or could be, and where one writes it."""

    code: str
    name: str
    is_original: bool
    is_written: bool
    url: str


def languages(original: str, written: Iterable[str], address: Callable[[str], str]) -> list[Language]:
    """Return the languages of a text: its own, those of the portal and of our letters, and whatever it is written in."""
    there = set(written)
    codes = dict.fromkeys([original, *(code for code, _name in languages_offered()), *FRAMES, *sorted(there)])
    return [Language(code, name_in_ours(code), code == original, code in there, address(code)) for code in codes]
