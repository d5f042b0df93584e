"""How many replies of two collected sets are folded as their collectors say, and how long hostile mail takes when it doubles.

The sets are those of Zapier's and Crisp's email-reply-parser (MIT licence), looked for beside the checkout. What is expected is
what their published tests say; where those say little, what a reader would say. Of each mail so many lines from the top are new.
A ratio of two on twice as much is what linear time looks like; other libraries take four and more, up to minutes.
"""

import time
from collections.abc import Callable
from pathlib import Path

from wellheard.foundation.mail.folding import fold, text_of_html, visible
from wellheard.foundation.mail.reading import read_apart, read_mail

CHECKOUT = Path(__file__).resolve().parent.parent
# File: how many lines are new, 0 for all of them.
ZAPIER = {
    "correct_sig": 1,
    "email_1_1": 5,
    "email_1_2": 34,
    "email_1_3": 3,
    "email_1_4": 1,
    "email_1_5": 0,
    "email_1_6": 3,
    "email_1_7": 1,
    "email_1_8": 19,
    "email_2_1": 1,
    "email_2_2": 1,
    "email_2_3": 1,
    "email_BlackBerry": 1,
    "email_bullets": 9,
    "email_gmail": 1,
    "email_headers_no_delimiter": 1,
    "email_iPhone": 1,
    "email_multi_word_sent_from_my_mobile_device": 1,
    "email_one_is_not_on": 5,
    "email_partial_quote_header": 6,
    "email_sent_from_my_not_signature": 0,
    "email_sig_delimiter_in_middle_of_line": 0,
    "greedy_on": 6,
    "pathological": 2,
}
CRISP = {
    "email_1": 7,
    "email_2": 34,
    "email_2_1": 1,
    "email_3": 5,
    "email_4": 1,
    "email_5": 0,
    "email_6": 3,
    "email_19": 3,
    "email_20": 1,
    "email_21": 0,
} | {f"email_{number}": 5 for number in (*range(7, 19), *range(22, 27))}

LOG = "2026-11-20 10:00:00,123 ERROR [worker-3] could not connect to 10.0.0.1:5432, ann@example.org: timed out\n"
SAID = "On 9 Jan 2026, at 2:47, Ann <ann@example.org> wrote:\n> x\n"
HOSTILE: dict[str, Callable[[int], str]] = {
    "'On ' in one line": lambda size: "On " * (size // 3),
    "'On ' in lines": lambda size: "On \n" * (size // 4),
    "'wrote:' in lines": lambda size: "wrote:\n" * (size // 7),
    "dashes in one line": lambda size: "-" * size,
    "dashes in lines": lambda size: "-----\n" * (size // 6),
    "newlines": lambda size: "\n" * size,
    "quotes by turns": lambda size: "> a\nb\n" * (size // 6),
    "who wrote, again and again": lambda size: SAID * (size // len(SAID)),
    "a log": lambda size: LOG * (size // len(LOG)),
}
HOSTILE_HTML: dict[str, Callable[[int], str]] = {
    "<div> in each other": lambda size: "<div>" * (size // 5),
    "tags that never end": lambda size: "<a " * (size // 3),
    "quotes that never end": lambda size: '<a b="' * (size // 6),
    "tables in tables": lambda size: "<table><tr><td>x" * (size // 16),
}
# Small enough that twice as much of the shortest lines is still looked at line by line.
SIZE = 30_000
LARGE = 10_000_000
MAILS = 300


def main() -> None:
    """Print the exact matches, then seconds and ratios."""
    _match("Zapier's", "reply_parser_zapier", ZAPIER)
    _match("Crisp's", "reply_parser_crisp", CRISP)
    for name, body in HOSTILE.items():
        _double(f"folding {name}", fold, body)
    for name, body in HOSTILE_HTML.items():
        _double(f"words of {name}", text_of_html, body)
    print(f"folding a log of 10 MB: {_seconds(fold, LOG * (LARGE // len(LOG))):.2f} s")
    raw = ("Subject: log\r\n\r\n" + LOG * (LARGE // len(LOG))).encode()
    print(f"reading a mail of 10 MB: {_seconds(read_mail, raw):.2f} s")
    _apart()


def _match(whose: str, folder: str, expected: dict[str, int]) -> None:
    found = sorted(CHECKOUT.parent.glob(f"*/data/{folder}"))
    if not found:
        print(f"folding {whose} replies: not measured, {folder} does not lie beside the checkout")
        return
    missed = [name for name, lines in expected.items() if not _is_exact((found[0] / f"{name}.txt").read_text(), lines)]
    exact = len(expected) - len(missed)
    print(
        f"folding {whose} replies: {exact} of {len(expected)} exact" + (f"; not {', '.join(missed)}" if missed else "")
    )


def _apart() -> None:
    """Read ordinary mail with a picture in the other process, one after the other."""
    picture = "Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + "QUJD" * 10_000
    parts = ["Content-Type: text/plain\r\n\r\n" + LOG * 10, "Content-Type: text/html\r\n\r\n<p>Hello</p>", picture]
    body = "".join(f"\r\n--b\r\n{part}" for part in parts)
    raw = f"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{body}\r\n--b--".encode()
    read_apart(raw)
    began = time.perf_counter()
    for _round in range(MAILS):
        read_apart(raw)
    print(f"reading mail of 42 kB in a process of its own: {MAILS / (time.perf_counter() - began):,.0f} a second")


def _is_exact(text: str, lines: int) -> bool:
    """Compare without regard to spaces and line ends, as the collectors do."""
    expected = "\n".join(text.split("\n")[:lines]) if lines else text
    return visible(text, fold(text)).split() == expected.split()


def _double(name: str, work: Callable[[str], object], body: Callable[[int], str]) -> None:
    size = SIZE
    while (single := _seconds(work, body(size))) < 0.01 and size < LARGE:  # noqa: PLR2004
        size *= 2
    double = _seconds(work, body(size * 2))
    # What takes less than this for megabytes cannot be told from nothing.
    ratio = f"{double / single:.1f} x" if single > 0.001 else "no"  # noqa: PLR2004
    print(f"{name}: {size / 1000:,.0f} kB {single * 1000:.1f} ms, twice as much takes {ratio} time")


def _seconds(work: Callable[..., object], *given: object) -> float:
    """Return the least of three: others use the machine too."""
    spent = []
    for _round in range(3):
        began = time.process_time()
        work(*given)
        spent.append(time.process_time() - began)
    return min(spent)


if __name__ == "__main__":
    main()
