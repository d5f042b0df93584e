"""Which two to put before somebody: those compared least so far, either on the left by chance."""

import random
from collections import Counter

from wellheard.listen.surveys.models import PairVote, Question


def side(key: str) -> str:
    """Return how an option stands in a vote: an idea by its number, anything else as an option."""
    return key if key.startswith("idea:") else f"option:{key}"


def pair_for(question: Question, *, who: str, but: frozenset[frozenset[str]] = frozenset()) -> tuple[str, str] | None:
    """Return two options' keys, left and right; nothing when somebody has seen every pair. The same person sees the same."""
    chance = random.Random(f"{question.pk}:{who}:{len(but)}")  # noqa: S311 - nobody gains by guessing it
    votes = PairVote.objects.filter(survey=question.survey_id).values_list("left", "right")
    seen = Counter(frozenset(pair) for pair in votes)
    keys = [option["key"] for option in question.options]
    pairs = [frozenset((a, b)) for number, a in enumerate(keys) for b in keys[number + 1 :]]
    left = [pair for pair in pairs if pair not in but]
    if not left:
        return None
    least = min(_count(seen, pair) for pair in left)
    two = sorted(chance.choice([pair for pair in left if _count(seen, pair) == least]))
    chance.shuffle(two)
    return two[0], two[1]


def _count(seen: Counter[frozenset[str]], pair: frozenset[str]) -> int:
    return seen[frozenset(map(side, pair))]
