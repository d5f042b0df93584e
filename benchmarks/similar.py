"""How long suggestions take among 10,000 and 100,000 pieces of feedback, as a ratio to one raw indexed query of PostgreSQL.

The raw query counts the texts with any of the same words: what any ranking must look at. The texts are made here: sentences of
words drawn as words are in a language, few often and many seldom. A ratio says the same on a fast machine and on a slow one.
"""

import random
import statistics as figures
import time
from collections.abc import Callable, Iterator

from django.db import connection, transaction

from wellheard.understand import similar
from wellheard.understand.similar import Document, statistics

SIZES = (10_000, 100_000)
QUESTIONS = 200
WORDS = 8_000
_RAW = "SELECT count(*) FROM understand_searchdocument WHERE kind = 'bench' AND vector @@ %s::tsquery"


def main() -> None:
    """Print one line for each size; everything is rolled back."""
    for size in SIZES:
        with transaction.atomic():
            _measure(size)
            transaction.set_rollback(True)
    statistics.forget()


def _measure(size: int) -> None:
    dice = random.Random(size)
    began = time.perf_counter()
    similar.index_many(Document("bench", number, text, "en") for number, text in enumerate(_texts(dice, size)))
    indexing = time.perf_counter() - began
    statistics.recount()
    questions = list(_texts(dice, QUESTIONS))
    raw = _milliseconds(questions, _ask_raw)
    found = _milliseconds(questions, lambda text: similar.find(text, kind="bench", limit=5, language="en"))
    typed = _milliseconds(questions, lambda text: similar.search(text[:20], kind="bench", limit=5, language="en"))
    print(
        f"similar, {size:,} texts: suggestions p50 {found[0]:.1f} ms, p95 {found[1]:.1f} ms "
        f"({found[0] / raw[0]:.1f} x a raw indexed query of {raw[0]:.2f} ms); "
        f"while typing p50 {typed[0]:.1f} ms, p95 {typed[1]:.1f} ms; indexing {size / indexing:,.0f} texts/s"
    )


def _texts(dice: random.Random, count: int) -> Iterator[str]:
    """Yield sentences of 6 to 18 words; the n-th word of the vocabulary is n times as rare as the first."""
    vocabulary = [_word(number) for number in range(1, WORDS + 1)]
    weights = [1 / number for number in range(1, WORDS + 1)]
    for _number in range(count):
        yield " ".join(dice.choices(vocabulary, weights, k=dice.randint(6, 18)))


def _word(number: int) -> str:
    syllables = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu")
    return "".join(syllables[int(digit)] for digit in str(number)) + "k"


def _ask_raw(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_RAW, [" | ".join(f"'{word}'" for word in text.split())])
        cursor.fetchall()


def _milliseconds(questions: list[str], ask: Callable[[str], object]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    spent = []
    for question in questions:
        began = time.perf_counter()
        ask(question)
        spent.append((time.perf_counter() - began) * 1000)
    return figures.median(spent), sorted(spent)[int(len(spent) * 0.95)]


if __name__ == "__main__":
    main()
