"""Which two to put before somebody: those of which it is least known which is preferred, among those they have not compared.

What is known of a pair rests on how often either option was compared at all, and on how close the two are: of a pair that
everybody decides alike another vote says little. With s the share of comparisons an option won (one win and one loss given
to each beforehand), p = s₁(1-s₂) / (s₁(1-s₂) + s₂(1-s₁)) is the chance that the first is preferred, and the pair with the
largest sqrt(p(1-p)) · (1/n₁ + 1/n₂) comes first: the spread of one more vote, times how much it moves the two. Compared with
drawing lots, fewer options end in the wrong order after as many votes (tests/surveys/test_pairs.py).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from math import sqrt

from django.db.models import Count, QuerySet

from wellheard.listen.surveys.asked import Asked
from wellheard.listen.surveys.models import PairVote

# More comparisons than this tire people; what they say about three is worth more.
MOST_PAIRS = 3

Pair = tuple[str, str]


@dataclass
class Known:
    """What votes have told so far: how often each option was compared, and how often it won; undecided is half a win."""

    compared: dict[str, int] = field(default_factory=dict)
    won: dict[str, float] = field(default_factory=dict)

    def add(self, left: str, right: str, chosen: str, times: int = 1) -> None:
        """Count votes between two; `chosen` is left, right or neither."""
        shares = {"left": (1.0, 0.0), "right": (0.0, 1.0)}.get(chosen, (0.5, 0.5))
        for key, share in zip((left, right), shares, strict=True):
            self.compared[key] = self.compared.get(key, 0) + times
            self.won[key] = self.won.get(key, 0.0) + share * times

    def unsure_of(self, first: str, second: str) -> float:
        """Return how little is known of which of two is preferred; see above. The more, the less is known."""
        one, other = self._share(first), self._share(second)
        chance = one * (1 - other) / (one * (1 - other) + other * (1 - one))
        moves = 1 / (self.compared.get(first, 0) + 1) + 1 / (self.compared.get(second, 0) + 1)
        return round(sqrt(chance * (1 - chance)) * moves, 9)

    def _share(self, key: str) -> float:
        return (self.won.get(key, 0.0) + 1) / (self.compared.get(key, 0) + 2)


def side(key: str) -> str:
    """Return how an option stands in a vote: an idea by its number, anything else as an option."""
    return key if key.startswith("idea:") else f"option:{key}"


def least_known(
    keys: Sequence[str], known: Known, *, who: str, but: frozenset[frozenset[str]] = frozenset()
) -> list[Pair]:
    """Return up to three pairs of options, left and right, of which least is known, without those in `but`.

    The same knowledge and the same person give the same pairs on the same sides. What is equally unknown, and the side, is
    decided by a hash of the person, so that not everybody gets the same ones.
    """
    left = [pair for pair in combinations(sorted(keys), 2) if frozenset(pair) not in but]
    seen = Known(dict(known.compared), dict(known.won))
    chosen: list[Pair] = []
    while left and len(chosen) < MOST_PAIRS:
        pair = max(left, key=lambda two: (seen.unsure_of(*two), _hash(who, *two)))
        left.remove(pair)
        # As if they had not been able to decide: their next pair then tells of others.
        seen.add(*pair, "neither")
        chosen.append(pair if _hash("side", who, *pair) % 2 else (pair[1], pair[0]))
    return chosen


def pairs_for(survey_id: int, keys: Sequence[str], *, key: str, who: Asked, as_of: datetime) -> list[Pair]:
    """Return the pairs of options that somebody compares: the same for the same key and moment, whoever votes meanwhile.

    What they compared in earlier rounds of the survey does not come again, as long as there is something else.
    """
    votes = PairVote.objects.filter(survey=survey_id, voted_at__lt=as_of)
    known, by_side = Known(), {side(one): one for one in keys}
    for left, right, chosen, times in votes.order_by().values_list("left", "right", "chosen").annotate(Count("pk")):
        if left in by_side and right in by_side:
            known.add(by_side[left], by_side[right], chosen, times)
    seen = _seen(votes, who, by_side)
    return least_known(keys, known, who=key, but=seen) or least_known(keys, known, who=key)


def _seen(votes: QuerySet[PairVote], who: Asked, by_side: dict[str, str]) -> frozenset[frozenset[str]]:
    if not who.is_anybody:
        return frozenset()
    whose = {"response__contact": who.contact_id} if who.is_known else {"response__device": who.device}
    rows = PairVote.objects.filter(pk__in=votes, **whose).values_list("left", "right")
    return frozenset(frozenset((by_side[left], by_side[right])) for left, right in rows if {left, right} <= {*by_side})


def _hash(*parts: str) -> int:
    return int.from_bytes(hashlib.blake2b("\n".join(parts).encode(), digest_size=8).digest(), "big")
