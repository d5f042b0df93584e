"""Cut what somebody said into passages, sentence by sentence, in any script."""

import re
from dataclasses import dataclass

# The end of a sentence, in Latin, Cyrillic, CJK, Devanagari and Arabic; or of a line.
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？；।؟]+[」』”]*|\n|$)", re.DOTALL)
# A page cannot ask about more; what follows them belongs to the last.
MOST_PARTS = 60


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
