"""What was marked in a mail's HTML, found again in its plain words, which another program may have made."""

from wellheard.foundation.mail.folding.plain import PlainText
from wellheard.foundation.text.clean import clean_words

# So many letters of the marked words are looked for; fewer stand in many places.
_PROBE, _LEAST_PROBE = 60, 12


def ranges_in(text: str, plain: PlainText) -> list[tuple[int, int]]:
    """Return where the marked words stand in `text`; those between which answers stand are left out."""
    marked = [place for place in plain.folds if not _has_answers(plain.text[place[0] : place[1]])]
    if not marked:
        return []
    if clean_words(plain.text) == text:
        shift = len(plain.text) - len(plain.text.lstrip())
        return [(max(0, begin - shift), min(end - shift, len(text))) for begin, end in marked if end > shift]
    begin, end = marked[-1]
    # Places inside words made by another program cannot be told; where the history begins, after which all is old, can.
    if plain.text[end:].strip():
        return []
    found = _found(text, plain.text[:begin], plain.text[begin:])
    return [] if found is None else [(found, len(text))]


def _has_answers(words: str) -> bool:
    """Tell whether words stand between quoted lines: Gmail marks the answers there along with the rest."""
    was_quoted = False
    for line in words.split("\n"):
        if line.startswith(">"):
            was_quoted = True
        elif was_quoted and line.strip():
            return True
    return False


def _found(text: str, before: str, marked: str) -> int | None:
    """Return where the marked words begin, compared by letters and numbers alone."""
    places = [place for place, char in enumerate(text) if char.isalnum()]
    letters = "".join(text[place] for place in places)
    probe = "".join(char for char in marked[:1000] if char.isalnum())[:_PROBE]
    if len(probe) < _LEAST_PROBE:
        return None
    # Old words may repeat what stands above; not much earlier than the words above are long can they begin.
    least = sum(char.isalnum() for char in before) // 2
    at = letters.find(probe, least)
    if at < 0:
        return None
    line = text.rfind("\n", 0, places[at]) + 1
    # Only quoting marks may stand before them on their line.
    return line if not any(char.isalnum() for char in text[line : places[at]]) else places[at]
