"""What stands below the words: signatures, what telephones add, list footers, disclaimers."""

import re

from wellheard.foundation.mail.folding.phrases import DISCLAIMER, SENT_FROM
from wellheard.foundation.mail.folding.said import is_rule, plainly

# Lines below "--" and below any other rule; longer than this it is a text with rules in it.
_MOST_BELOW_DASHES, _MOST_BELOW_RULE, _LONGEST_MOBILE = 40, 12, 160
_LONGEST_SIGNATURE_LINE, _LEAST_DISCLAIMER = 120, 80
_LONGEST_NAME_LINE, _MOST_NAME_LINES = 50, 3
# Words in a line: with a full stop, or without one.
_SHORT_SENTENCE, _LONG_SENTENCE = 5, 10
_SENTENCE = re.compile(r"[.!?。！？]\s*$")
_CONTACT = re.compile(
    r"@|https?://|www\.|\+?\d[\d ()./-]{6,}\d|unsubscribe|mailing list|mailman|listinfo|abmelden|groups\.",
    re.IGNORECASE,
)
_LONG_DASHES = "—–―ᐧ"
_SIGNATURE_RULES = {"--", "—", "–", "―", "ᐧ", "__", "___"}


def closing_begin(lines: list[str], first: int, end: int) -> int:
    """Return where the signature between two lines begins; the end when there is none."""
    end_of_words = _disclaimer_begin(lines, first, end)
    left = sum(1 for line in lines[first:end_of_words] if line.strip())
    for number in range(first, end_of_words):
        line = lines[number]
        if not line.strip():
            continue
        left -= 1
        if _begins_signature(lines, number, end_of_words, left) or is_mobile(line):
            return number
    return end_of_words


def is_mobile(line: str) -> bool:
    """Tell "Sent from my iPhone"; a sentence that goes on is somebody's words."""
    if len(line) > _LONGEST_MOBILE:
        return False
    words = plainly(line).strip("*_<>[]-—– ")
    found = SENT_FROM.search(words)
    if found is None:
        return False
    before_link = re.split(r"https?://|<|\(", words, maxsplit=1)[0]
    return len(before_link.split()) <= 12 and not re.search(r"[,;?!]\s|\.\s+\w", before_link)  # noqa: PLR2004


def looks_signed(lines: list[str]) -> bool:
    """Tell a few lines without sentences, or with an address: a name, a company, a list's footer."""
    written = [line.strip() for line in lines if line.strip()]
    if len(written) > _MOST_BELOW_RULE or any(line.endswith(("?", "？")) for line in written):
        return False
    sentences = sum(1 for line in written if _is_sentence(line))
    has_contact = any(_CONTACT.search(line[:_LONGEST_SIGNATURE_LINE]) for line in written)
    return not sentences or (has_contact and sentences <= len(written) // 2)


def _is_sentence(line: str) -> bool:
    words = len(line[:_LONGEST_MOBILE].split())
    return words >= _LONG_SENTENCE or (words >= _SHORT_SENTENCE and _SENTENCE.search(line) is not None)


def is_contact(lines: list[str]) -> bool:
    """Tell a few lines without a sentence among which is an address or a telephone: what stands below quoted words unmarked."""
    return looks_signed(lines) and any(_CONTACT.search(line[:_LONGEST_SIGNATURE_LINE]) for line in lines)


def is_name(lines: list[str]) -> bool:
    """Tell one to three short lines that are no sentence: who wrote, and where from."""
    written = [line.strip() for line in lines if line.strip()]
    return len(written) <= _MOST_NAME_LINES and all(
        len(line) <= _LONGEST_NAME_LINE and line[-1] not in ".!?。！？:;," and line[0].isupper() for line in written
    )


def _begins_signature(lines: list[str], number: int, end: int, left: int) -> bool:
    rule = lines[number].strip()
    if not is_rule(rule) or (len(rule) == 1 and rule not in _LONG_DASHES):
        return False
    if rule == "--":
        return left <= _MOST_BELOW_DASHES
    # A rule right below words underlines them.
    is_underline = number > 0 and bool(lines[number - 1].strip()) and rule[0] not in "_" + _LONG_DASHES
    if left > _MOST_BELOW_RULE or (is_underline and len(rule) > 2):  # noqa: PLR2004
        return False
    return rule in _SIGNATURE_RULES or looks_signed(lines[number + 1 : end])


def _disclaimer_begin(lines: list[str], first: int, end: int) -> int:
    """Return where the disclaimers at the end begin: whole paragraphs that say so twice."""
    begin = end
    for _paragraph in range(4):
        last = begin
        while last > first and not lines[last - 1].strip():
            last -= 1
        at = last
        while at > first and lines[at - 1].strip() and last - at < 40:  # noqa: PLR2004
            at -= 1
        if at == first or not _is_disclaimer(" ".join(lines[at:last])):
            return begin
        begin = at
    return begin


def _is_disclaimer(words: str) -> bool:
    if len(words) < _LEAST_DISCLAIMER:
        return False
    return len({found.lower() for found in DISCLAIMER.findall(words[:4000])}) >= 2  # noqa: PLR2004
