"""Cut what somebody said into passages, sentence by sentence, in any script."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wellheard.foundation.text.clean import shorten

# The end of a sentence, in Latin, Cyrillic, CJK, Devanagari and Arabic; or of a line.
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？；।؟]+[」』”]*|\n|$)", re.DOTALL)
# What somebody pastes is one quote a paragraph.
_BETWEEN_QUOTES = re.compile(r"\n[ \t]*\n\s*")
# A page cannot ask about more; what follows them belongs to the last.
MOST_PARTS = 60


class NotTheirWordsError(ValueError):
    """Something that was chosen as a quote does not stand in what they said."""

    def __init__(self, quote: str) -> None:
        super().__init__(
            _("“%(quote)s” does not stand so in what they said. Select it there, or copy it exactly.")
            % {"quote": shorten(quote, limit=60)}
        )


@dataclass(frozen=True)
class Part:
    """One passage, from one character of the whole up to another."""

    begin: int
    end: int
    words: str


def parts_of(words: str) -> list[Part]:
    """Return the sentences of what somebody said, each where it stands; together they are all of it."""
    found = [(match.start(), match.end()) for match in _SENTENCE.finditer(words)]
    spans = [(begin, end) for begin, end in found if words[begin:end].strip()]
    if len(spans) > MOST_PARTS:
        spans = [*spans[: MOST_PARTS - 1], (spans[MOST_PARTS - 1][0], spans[-1][1])]
    return [Part(begin, end, words[begin:end].strip()) for begin, end in spans]


def places_of(quotes: str, words: str) -> list[tuple[int, int]]:
    """Return where freely chosen quotes, one a paragraph, stand in what somebody said. Raises NotTheirWordsError.

    Spaces and ends of lines may differ: browsers change them when text is copied. What stands there twice is taken in order.
    """
    found: list[tuple[int, int]] = []
    for quote in filter(None, map(str.strip, _BETWEEN_QUOTES.split(quotes.strip()))):
        pattern = re.compile(r"\s+".join(re.escape(word) for word in quote.split()))
        place = next((match.span() for match in pattern.finditer(words) if match.span() not in found), None)
        if place is None:
            raise NotTheirWordsError(quote)
        found.append(place)
    return found
