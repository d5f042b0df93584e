"""Which lines of a plain text are quoted, signature or footer.

One pass forward and one back; each line is looked at a bounded number of times.
"""

import re
from dataclasses import dataclass, field

from wellheard.foundation.mail.folding.closing import closing_begin, is_contact, is_mobile, is_name
from wellheard.foundation.mail.folding.said import (
    barely_said_lines,
    header_block_end,
    is_forwarded,
    is_original,
    is_reply_above,
    is_rule,
    is_strong,
    said_lines,
)

# What is beyond counts as one line: nobody reads so much, and a log is quoted by nobody.
MOST_LINES = 20_000
_EMPTY, _QUOTED, _WORDS = "e", "q", "t"
# JD> as some write before quoted lines.
_INITIALS = re.compile(r"[A-Z]{1,3}>\s?\S")
_PGP_END, _MOST_SEAL_HEADERS = "-----END PGP SIGNATURE-----", 6
_LONG_QUOTE, _MOST_WRAPPED, _MOST_BLANK, _MOST_SIGNED = 50, 2, 7, 8


@dataclass
class _Page:
    """The lines of one mail and what each is."""

    lines: list[str]
    kinds: list[str]
    # Lines [begin, end) that are folded.
    folds: list[tuple[int, int]] = field(default_factory=list)
    # The first line with words that nobody quoted; looked for anew would cost the whole text each time.
    first_words: int = 0
    # Where lines that say who wrote begin quoted ones.
    introduced: set[int] = field(default_factory=set)

    def next_written(self, at: int, end: int) -> int:
        while at < end and self.kinds[at] == _EMPTY:
            at += 1
        return at

    def next_empty(self, at: int) -> int:
        while at < len(self.kinds) and self.kinds[at] != _EMPTY:
            at += 1
        return at

    def last_written(self, end: int) -> int:
        """Return the place behind the last line before `end` that is not empty."""
        while end and self.kinds[end - 1] == _EMPTY:
            end -= 1
        return end


def folded_lines(lines: list[str]) -> list[tuple[int, int]] | None:
    """Return the ranges of lines to fold, in order; None for a forward: its old words are what it is about."""
    page = _Page(lines, [_kind(line) for line in lines])
    _fold_seals(page)
    _take_wrapped_quotes(page)
    end = _history_begin(page)
    if end is None:
        return None
    if end < len(lines):
        page.folds.append((end, len(lines)))
    quotes = _quotes(page, end)
    end = _fold_end(page, end)
    _fold_beginning(page, end)
    if len(quotes) == 1 and quotes[0][0] in page.introduced and quotes[0][1] < end:
        page.folds.append(quotes[0])
    return _joined(page)


def _kind(line: str) -> str:
    stripped = line.lstrip()
    if not stripped:
        return _EMPTY
    is_quoted = stripped[0] in ">＞" or (line[0] == "|" and _is_barred(stripped)) or _INITIALS.match(stripped)
    return _QUOTED if is_quoted else _WORDS


def _is_barred(stripped: str) -> bool:
    """Tell a line quoted with |; one that has several is a table's."""
    return stripped[1:2] in {" ", "|"} and stripped[:200].strip("| ").count("|") == 0 and stripped[-1] != "|"


def _fold_seals(page: _Page) -> None:
    """Fold what PGP writes around signed words (RFC 9580); what is between stays as it is."""
    done = 0
    for number, line in enumerate(page.lines):
        if number < done or not line.startswith("-----BEGIN PGP SIG"):
            continue
        if line.startswith("-----BEGIN PGP SIGNED"):
            done = min(number + _MOST_SEAL_HEADERS, page.next_empty(number))
        else:
            ends = (at + 1 for at in range(number, len(page.lines)) if page.lines[at].startswith(_PGP_END))
            done = next(ends, len(page.lines))
        page.folds.append((number, done))
        page.kinds[number:done] = [_EMPTY] * (done - number)


def _take_wrapped_quotes(page: _Page) -> None:
    """Count lines as quoted that a mail program broke off a long quoted one: they begin small and stand between quotes."""
    kinds = page.kinds
    run = 0
    for number in range(1, len(page.lines)):
        if kinds[number] != _WORDS:
            run = 0
        elif kinds[number - 1] == _QUOTED and run < _MOST_WRAPPED and _is_wrapped(page, number):
            kinds[number] = _QUOTED
            run += 1


def _is_wrapped(page: _Page, number: int) -> bool:
    quoted, line = page.lines[number - 1], page.lines[number]
    goes_on = len(quoted) >= _LONG_QUOTE and line[:1].islower()
    return goes_on and _QUOTED in page.kinds[number + 1 : number + 1 + _MOST_WRAPPED]


def _history_begin(page: _Page) -> int | None:
    """Return the line where the history begins that is not marked by >; the number of lines without one; None for a forward.

    On the way lines that say who wrote the quoted lines below them are counted as quoted.
    """
    lines, kinds = page.lines, page.kinds
    nowhere = len(lines)
    page.first_words, begin = nowhere, 0
    for number, line in enumerate(lines):
        if kinds[number] != _WORDS:
            continue
        if is_forwarded(line):
            return None
        first, introduces_quote = _marker(page, number, begin)
        if first is None:
            if page.first_words == nowhere and not is_rule(line) and not is_mobile(line):
                page.first_words = number
        elif introduces_quote:
            kinds[first : number + 1] = [_QUOTED] * (number + 1 - first)
            page.introduced.add(first)
            page.first_words = page.first_words if page.first_words < first else nowhere
            begin = number + 1
        else:
            # Without words above these are old words alone, sent on without a word about them.
            return first if page.first_words < first else None
    return nowhere


def _marker(page: _Page, number: int, begin: int) -> tuple[int | None, bool]:
    """Return where what introduces old words begins, when it begins or ends at this line; and whether quoted lines follow."""
    lines = page.lines
    if is_original(lines[number]) or is_reply_above(lines[number]) or header_block_end(lines, number) > number:
        return number, False
    most = min(len(lines), number + _MOST_BLANK)
    following = page.next_written(number + 1, most)
    introduces_quote = following < most and page.kinds[following] == _QUOTED
    count = said_lines(lines, number, begin) or (barely_said_lines(lines, number, begin) if introduces_quote else 0)
    if not count:
        return None, False
    first = number - count + 1
    if introduces_quote:
        return first, True
    return (first if is_strong(lines, first, number) else None), False


def _fold_end(page: _Page, end: int) -> int:
    """Fold quotes, signatures and footers from the end upwards until words come; return where the words end."""
    while True:
        end = page.last_written(end)
        if not end:
            return end
        begin = end
        kind = page.kinds[end - 1]
        while begin and page.kinds[begin - 1] in {kind, _EMPTY}:
            begin -= 1
        begin = page.next_written(begin, end)
        if kind == _QUOTED:
            if page.first_words >= begin:
                return end
            page.folds.append((begin, end))
            end = begin
            continue
        closing = _closing(page, begin, end)
        if closing == end:
            return end
        page.folds.append((closing, end))
        end = closing
        if closing > begin:
            return end


def _quotes(page: _Page, end: int) -> list[tuple[int, int]]:
    """Return the first two stretches of quoted lines with words before them: with two, there are answers in between."""
    found: list[tuple[int, int]] = []
    begin = page.first_words
    while begin < end and len(found) <= 1:
        while begin < end and page.kinds[begin] != _QUOTED:
            begin += 1
        last = begin
        while last < end and page.kinds[last] != _WORDS:
            last += 1
        if begin < end:
            found.append((begin, page.last_written(last)))
        begin = last
    return found


def _closing(page: _Page, begin: int, end: int) -> int:
    """Return where the closing of these words begins: their end when there is none, their beginning when all are one."""
    has_more = page.first_words < begin
    closing = closing_begin(page.lines, begin, end)
    if closing == begin and not has_more:
        return end
    is_below_quote = has_more and begin > 0 and closing > begin
    if is_below_quote and closing - begin <= _MOST_SIGNED:
        below = page.lines[begin:closing]
        if is_contact(below) or (is_name(below) and not _has_answers(page, begin)):
            return begin
    return closing


def _has_answers(page: _Page, end: int) -> bool:
    """Tell whether words stand between quoted lines above: then what follows may be one more answer."""
    quoted = page.first_words
    while quoted < end and page.kinds[quoted] != _QUOTED:
        quoted += 1
    return _WORDS in page.kinds[quoted:end] or _QUOTED in page.kinds[: page.first_words]


def _fold_beginning(page: _Page, end: int) -> None:
    """Fold what was quoted above one answer; between several answers the quotes are part of what is said."""
    begin = page.next_written(0, end)
    if begin >= end or page.kinds[begin] != _QUOTED:
        return
    words = begin
    while words < end and page.kinds[words] != _WORDS:
        words += 1
    if words < end and _QUOTED not in page.kinds[words:end]:
        page.folds.append((begin, page.last_written(words)))


def _joined(page: _Page) -> list[tuple[int, int]]:
    """Return the folds in order, each with the empty lines and rules above it, neighbours as one; none when nothing is left."""
    widened = sorted((_upwards(page, begin), end) for begin, end in page.folds)
    joined: list[tuple[int, int]] = []
    for begin, end in widened:
        if joined and begin <= page.next_written(joined[-1][1], len(page.lines)):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    if joined and joined[-1][1] == page.last_written(len(page.lines)):
        joined[-1] = (joined[-1][0], len(page.lines))
    return joined


def _upwards(page: _Page, begin: int) -> int:
    while begin and (page.kinds[begin - 1] == _EMPTY or is_rule(page.lines[begin - 1])):
        begin -= 1
    return begin
