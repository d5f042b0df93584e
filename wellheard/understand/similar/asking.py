"""Turn what somebody asks or types into a text search query: every word in the forms of the languages it may be in."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from wellheard.foundation.text.language import detect_language
from wellheard.understand.similar.statistics import Statistics
from wellheard.understand.similar.terms import Piece, config_of, pairs, pieces
from wellheard.workspace.installation import installation

_FORMS = """
    SELECT asked.number, config, form.lexeme
    FROM unnest(%s::text[]) WITH ORDINALITY AS asked (word, number)
    CROSS JOIN unnest(%s::text[]) AS config
    LEFT JOIN LATERAL unnest(to_tsvector(config::regconfig, asked.word)) AS form ON true
"""
# Words of this length and more are also found by their beginning: no list of endings knows them all.
_LONG_WORD = 4
_MOST_PLAIN = 12


def telling_words(text: str, *, language: str, statistics: Statistics) -> dict[str, list[str]]:
    """Return the words of a text that may tell something, each with the forms it is found by; stop words are left out."""
    words = _words(text)
    forms = _forms(words, configs_of(text, language, statistics))
    return {word: forms[number] for number, word in enumerate(words) if forms[number]}


def telling_words_each(texts: Sequence[str], *, statistics: Statistics) -> list[dict[str, list[str]]]:
    """Return the same for each of several texts, in one question for each mix of languages."""
    mixes: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        mixes[tuple(configs_of(text, "", statistics))].append(place)
    found: list[dict[str, list[str]]] = [{} for _text in texts]
    for configs, places in mixes.items():
        words = {place: _words(texts[place]) for place in places}
        every = list(dict.fromkeys(word for some in words.values() for word in some))
        forms = _forms(every, list(configs))
        known = {word: forms[number] for number, word in enumerate(every) if forms[number]}
        for place, some in words.items():
            found[place] = {word: known[word] for word in some if word in known}
    return found


def _words(text: str) -> list[str]:
    words = [part for piece in pieces(text) for part in (pairs(piece.text) if piece.is_run else [piece.text])]
    return list(dict.fromkeys(words))


@dataclass(frozen=True)
class Typed:
    """The query of what was typed; the same if the last word is finished, and about which share of all texts that finds."""

    query: str
    finished: str
    share: float


def typed_query(text: str, *, language: str, statistics: Statistics) -> Typed:
    """Return the query of a text as it is typed: all its words, the last one as a beginning, runs as phrases."""
    found = pieces(text)
    configs = configs_of(text, language, statistics)
    forms = _forms([piece.text for piece in found], configs)
    parts = [_typed_piece(piece, forms[number]) for number, piece in enumerate(found)]
    finished = _all_of(parts)
    if found and not found[-1].is_run:
        parts[-1] = _beginning(found[-1], forms[len(found) - 1])
    # As if words went together neither more nor less often than by chance.
    shares = (statistics.share(some) for some in forms.values() if some)
    return Typed(_all_of(parts), finished, math.prod(shares))


def plain_query(text: str, *, language: str, statistics: Statistics) -> str:
    """Return the query of a text over words as they stand (foundation/text/words): all its words, in any form that begins alike.

    A word is found by its own beginning and by what its endings are cut off to; characters of a run one behind the other.
    """
    found = [part for piece in pieces(text) for part in _plain_pieces(piece)][:_MOST_PLAIN]
    forms = _forms([piece.text for piece in found], configs_of(text, language, statistics)) if found else {}
    parts = [_plain_piece(piece, forms.get(number, [])) for number, piece in enumerate(found)]
    return " & ".join(parts)


def any_of(forms: Iterable[str]) -> str:
    """Return a query for any of these forms."""
    return " | ".join(quoted(form) for form in forms)


def quoted(form: str) -> str:
    """Return a form as a query's literal, whatever signs it has."""
    return "'" + form.replace("\\", "\\\\").replace("'", "''") + "'"


def _all_of(parts: Iterable[str]) -> str:
    return " & ".join(part for part in parts if part)


def _typed_piece(piece: Piece, forms: list[str]) -> str:
    if piece.is_run:
        return "(" + " <-> ".join(quoted(pair) for pair in pairs(piece.text)) + ")"
    return f"({any_of(forms)})" if forms else ""


def _beginning(piece: Piece, forms: list[str]) -> str:
    """Return the query of a word that may be unfinished."""
    letters = "".join(letter for letter in piece.text if letter.isalnum())
    parts = [*([any_of(forms)] if forms else []), *([f"{quoted(letters)}:*"] if letters else [])]
    return f"({' | '.join(parts)})" if parts else ""


def _plain_pieces(piece: Piece) -> list[Piece]:
    return [piece] if piece.is_run else [Piece(word, is_run=False) for word in re.findall(r"\w+", piece.text)]


def _plain_piece(piece: Piece, forms: list[str]) -> str:
    if piece.is_run:
        # The server cuts it as it cuts the text, and asks for the characters one behind the other.
        return quoted(" ".join(piece.text))
    long = {form for form in forms if len(form) >= _LONG_WORD}
    return "(" + " | ".join(f"{quoted(form)}:*" for form in sorted({piece.text, *long})) + ")"


def _forms(words: list[str], configs: list[str]) -> dict[int, list[str]]:
    """Return each word's forms, none for what any of the languages calls a stop word."""
    found: dict[int, set[str]] = defaultdict(set)
    stops: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute(_FORMS, [words, configs])
        for number, _config, form in cursor.fetchall():
            if form is None:
                stops.add(number - 1)
            else:
                found[number - 1].add(form)
    return defaultdict(list, {number: sorted(forms) for number, forms in found.items() if number not in stops})


def configs_of(text: str, language: str, statistics: Statistics) -> list[str]:
    """Return in which languages a text is asked for: few words are easily taken for another, and then it is all there are."""
    language = language or detect_language(text, otherwise="")
    likely = [language] if language else statistics.languages
    return sorted({config_of(code) for code in [*likely, installation().language]} | {"simple"})
