"""Lines that say who wrote what follows: "On Friday Ann wrote:", and blocks of From, Sent, To and Subject.

Told by shape: a date, an address or a name with a verb, a colon at the end. Looks back four lines at most.
"""

import re

from wellheard.foundation.mail.folding.phrases import FORWARDED, HEADER_KINDS, OPENERS, ORIGINAL, REPLY_ABOVE, SAID

_LONGEST_LINE, _LONGEST, _LONGEST_DASHED, _LONGEST_ORIGINAL, _MOST_LINES = 300, 500, 200, 60, 4
# Marks of direction around Hebrew and Arabic names; spaces that do not break.
_DIRECTIONS = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_UNSEEN = dict.fromkeys(map(ord, _DIRECTIONS)) | dict.fromkeys(map(ord, "\u00a0\u202f\u3000"), " ")
_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2,4}|(?<!\d)'\d\d(?!\d)")
_TIME = re.compile(r"(?<!\d)\d{1,2} ?[:.h時点时] ?\d{2}(?!\d)|(?<!\d)\d{1,2} ?(?:am|pm|uhr)\b", re.IGNORECASE)
_MONTH_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th|\.)? (?:de )?[^\W\d_]{3,12}|[^\W\d_]{3,12}\.? \d{1,2}\b")
_ADDRESS = re.compile(r"[^\s<>()\[\]]{1,64}@[^\s<>()\[\]]{2,255}")
_FIRST_WORD = re.compile(r"[\s\W_]{0,5}([^\W\d_]{1,20})")
_NAMED = re.compile(r"([^\W\d_]{1,20})\*? ?[:：]")
_DASHED_SAID = re.compile(r"[^\s-] ?-{2,}$")
_RULE = "-_=*~#—–―─━═ᐧ‐‑−"
_STARRED = "*_>| \t"


def plainly(line: str) -> str:
    """Return a line as it is compared: without marks of direction and the spaces around."""
    return line[:_LONGEST_LINE].translate(_UNSEEN).strip()


def is_rule(line: str) -> bool:
    """Tell a line of dashes or the like, and nothing else."""
    stripped = line.strip()
    return bool(stripped) and not stripped.strip(_RULE + " ")


def said_lines(lines: list[str], last: int, first: int) -> int:
    """Return how many lines, ending with this one, say who wrote what follows; 0 when they do not. None above `first`."""
    if len(lines[last]) > _LONGEST_LINE:
        return 0
    end = plainly(lines[last]).strip("-* ")
    if not end or not _may_end(end):
        return 0
    joined, best = "", 0
    for count in range(1, min(_MOST_LINES, last - first + 1) + 1):
        line = plainly(lines[last - count + 1])
        if not line or line.startswith(">") or len(joined) + len(line) > _LONGEST:
            break
        joined = f"{line} {joined}".strip()
        if _says(joined, has_day=True):
            return _with_opener(lines, last, count, first)
        if not best and _says(joined, has_day=False):
            best = count
    return best


def barely_said_lines(lines: list[str], last: int, first: int) -> int:
    """Return how many lines above quoted ones say no more than who wrote: "Ann wrote:"."""
    line = plainly(lines[last]) if len(lines[last]) <= _LONGEST_ORIGINAL * 2 else ""
    if line[-1:] not in {":", "："} or not (SAID.search(line[-40:]) or _ADDRESS.search(line)):
        return 0
    alone = SAID.fullmatch(line.rstrip(":： ")) is not None
    return 2 if alone and last > first and lines[last - 1].strip() else 1


def is_strong(lines: list[str], first: int, last: int) -> bool:
    """Tell lines that say who wrote for sure, so that what follows needs no > before it."""
    joined = " ".join(plainly(line) for line in lines[first : last + 1])
    return bool(_ADDRESS.search(joined)) or (_opens(joined) and bool(_DAY.search(joined)) and bool(SAID.search(joined)))


def _may_end(end: str) -> bool:
    return end[-1] in ":：>" or end.endswith(("...", "…")) or SAID.search(end[-40:]) is not None


def _says(joined: str, *, has_day: bool) -> bool:
    """Tell whether these words are such a line: with a date and an address or verb, else with a verb and an address."""
    joined = joined.strip("-* ")
    verb, address = SAID.search(joined), _ADDRESS.search(joined)
    ends = joined[-1:] in {":", "："}
    if not has_day:
        return verb is not None and address is not None and ends
    is_dated = _DAY.search(joined) or _TIME.search(joined) or (verb and _MONTH_DAY.search(joined))
    if not is_dated:
        return False
    if verb and (ends or SAID.search(joined[-40:])):
        return _opens(joined) or address is not None or len(joined) < 160  # noqa: PLR2004
    # 2012/10/5 Ann <ann@example.org>
    return address is not None and bool(_DAY.search(joined)) and (ends or (joined[-1] == ">" and joined[:1].isdigit()))


def _opens(words: str) -> bool:
    """Tell whether words begin as such lines do: with a number, a day of the week, or "on"."""
    if words.lstrip("-*_ \"'(")[:1].isdigit():
        return True
    first = _FIRST_WORD.match(words)
    return first is not None and (first.group(1).lower() in OPENERS or first.group(1)[:1] in {"在", "于"})


def _with_opener(lines: list[str], last: int, count: int, first: int) -> int:
    """Take the line above along when the sentence begins there: "On Wed, Sep 25," above "2013 at 8:59, Ann wrote:"."""
    above = last - count
    if (
        above < first
        or count >= _MOST_LINES
        or (_opens(plainly(lines[last - count + 1])) and _is_whole(lines[last - count + 1]))
    ):
        return count
    line = plainly(lines[above])
    opens = _FIRST_WORD.match(line)
    is_opener = opens is not None and opens.group(1).lower() in OPENERS and any(char.isdigit() for char in line)
    return count + 1 if is_opener and line[-1:] not in {".", "!", "?", ":"} else count


def _is_whole(line: str) -> bool:
    words = plainly(line)
    return bool(_DAY.search(words)) and not words[:1].isdigit()


def header_block_end(lines: list[str], first: int) -> int:
    """Return where a block of From, Sent, To, Subject that begins here ends; the beginning itself when there is none."""
    if header_kind(lines[first]) == "":
        return first
    if _is_flat_block(lines[first]):
        return first + 1
    kinds, end, others = set(), first, 0
    for number in range(first, min(first + 14, len(lines))):
        if kind := header_kind(lines[number]):
            # The same header again: another block, further down in the history.
            if kind in kinds and kind != "copy":
                break
            kinds.add(kind)
            end, others = number + 1, 0
        else:
            others += 1
            if others > 2:  # noqa: PLR2004
                break
    kinds.discard("copy")
    is_block = (len(kinds) >= 3 and "from" in kinds) or {"date", "to", "subject"} <= kinds  # noqa: PLR2004
    return end if is_block else first


def _is_flat_block(line: str) -> bool:
    """Tell a block whose lines were joined to one: From: Ann Sent: Friday To: Support Subject: Export."""
    kinds = {HEADER_KINDS.get(name.lower(), "") for name in _NAMED.findall(line[:_LONGEST])}
    return {"from", "to", "subject"} <= kinds


def header_kind(line: str) -> str:
    """Return what a line like `*Sent:* Friday` tells: from, to, date, subject, copy; empty for any other line."""
    head = line[:60].translate(_UNSEEN)
    name, colon, _rest = head.replace("：", ":", 1).partition(":")
    return HEADER_KINDS.get(name.strip(_STARRED).lower(), "") if colon else ""


def dashed_words(line: str) -> str:
    """Return the words of a line like ----- Original Message -----, in lower case; empty for any other line."""
    stripped = line.strip() if len(line) <= _LONGEST_DASHED else ""
    is_dashed = len(stripped) > 2 and stripped[0] in _RULE and stripped[1] in _RULE  # noqa: PLR2004
    return stripped.translate(_UNSEEN).strip(_RULE + ": ").lower() if is_dashed else ""


def is_original(line: str) -> bool:
    """Tell `-----Original Message-----` and `---- Ann wrote ----`; without dashes only when the words stand alone."""
    if words := dashed_words(line):
        if _DASHED_SAID.search(line) and SAID.search(words[-25:]):
            return True
        return words.startswith(ORIGINAL) and len(words) <= _LONGEST_ORIGINAL
    return len(line) <= _LONGEST_ORIGINAL and plainly(line).strip(":*_ ").lower() in ORIGINAL


def is_forwarded(line: str) -> bool:
    """Tell `---------- Forwarded message ---------` and `Begin forwarded message:`."""
    words = dashed_words(line)
    if not words and len(line) <= _LONGEST_DASHED and line.rstrip(" *_\r")[-1:] in {":", "："}:
        words = plainly(line).strip("*_ ").lower()
    return words.startswith(FORWARDED)


def is_reply_above(line: str) -> bool:
    """Tell the line under which help desks put what was said before."""
    if len(line) > _LONGEST_DASHED:
        return False
    words = plainly(line).lower()
    return any(phrase in words for phrase in REPLY_ABOVE)
