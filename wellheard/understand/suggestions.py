"""Suggest where feedback belongs: the nearest filed feedback votes; when it disagrees, nothing is said."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from wellheard.listen.conversations.models import Tag
from wellheard.listen.models import Feedback
from wellheard.understand import similar
from wellheard.understand.queries import FILED, TAGGED
from wellheard.understand.similar import Match

# The nearest so many vote, each with the square of its likeness: a few very like ones outvote many a little alike.
VOTERS = 15
# A suggestion needs this much of all votes, and a voter this much alike; else none is better than a wrong one.
LEAST_SHARE = 0.5
LEAST_LIKENESS = 0.25


@dataclass(frozen=True)
class Suggestion:
    """The most likely area and category, each with its share of the votes; None where the voters disagree or are too few.

    `area_alike` and `category_alike` say why: so many of so many that are most alike were filed so.
    """

    area_id: int | None = None
    area_share: float = 0.0
    category_id: int | None = None
    category_share: float = 0.0
    area_alike: tuple[int, int] = (0, 0)
    category_alike: tuple[int, int] = (0, 0)


def suggest_filing(words: str, *, language: str = "", besides: int = 0) -> Suggestion:
    """Return where words like these were filed before. `besides` is the feedback that is being filed: it does not vote."""
    matches = similar.find(words, kind=FILED, limit=VOTERS + 1, language=language)
    votes = {match.object_id: match for match in matches if match.object_id != besides}
    rows = Feedback.objects.filter(pk__in=votes).values_list("pk", "area_id", "category_id")
    filed = list(rows)
    area_id, area_share = _winner((votes[pk], area) for pk, area, _category in filed)
    category_id, category_share = _winner((votes[pk], category) for pk, _area, category in filed)
    alike = (
        _alike((area for _pk, area, _category in filed), area_id),
        _alike((category for _pk, _area, category in filed), category_id),
    )
    return Suggestion(area_id, area_share, category_id, category_share, *alike)


def suggest_tags(words: str, *, language: str = "", besides: int = 0) -> Suggestion:
    """Return what conversations and feedback that began like this were about. The conversation `besides` does not vote."""
    conversations = similar.find(words, kind=TAGGED, limit=VOTERS + 1, language=language)
    feedback = similar.find(words, kind=FILED, limit=VOTERS, language=language)
    votes = [*_of_conversations(conversations, besides), *_of_feedback(feedback)]
    votes.sort(key=lambda vote: -vote[0].score)
    area_id, area_share = _winner((match, area) for match, area, _category in votes[:VOTERS])
    category_id, category_share = _winner((match, category) for match, _area, category in votes[:VOTERS])
    return Suggestion(area_id, area_share, category_id, category_share)


_Vote = tuple[Match, int | None, int | None]


def _of_conversations(matches: list[Match], besides: int) -> list[_Vote]:
    tagged: dict[int, tuple[int, int]] = {}
    ids = [match.object_id for match in matches if match.object_id != besides]
    for conversation_id, area_id, category_id in (
        Tag.objects.confirmed()
        .filter(conversation__in=ids)
        .order_by("-pk")
        .values_list("conversation", "area", "category")
    ):
        # Of several things that were asked, the first is what the words began with.
        tagged[conversation_id] = (area_id, category_id)
    return [(match, *tagged[match.object_id]) for match in matches if match.object_id in tagged]


def _of_feedback(matches: list[Match]) -> list[_Vote]:
    rows = Feedback.objects.filter(pk__in=[match.object_id for match in matches])
    filed = {
        pk: (area_id, category_id) for pk, area_id, category_id in rows.values_list("pk", "area_id", "category_id")
    }
    return [(match, *filed[match.object_id]) for match in matches if match.object_id in filed]


def _alike(choices: Iterable[int | None], winner: int | None) -> tuple[int, int]:
    """Return how many were filed as the winner, of how many that were filed at all."""
    made = [choice for choice in choices if choice is not None]
    return sum(choice == winner for choice in made), len(made)


def _winner(votes: Iterable[tuple[Match, int | None]]) -> tuple[int | None, float]:
    """Return the choice with the most votes and its share; nothing when it has too little of them."""
    weights: dict[int, float] = defaultdict(float)
    best = 0.0
    for match, choice in votes:
        if choice is not None:
            weights[choice] += match.score**2
            best = max(best, match.score)
    if not weights:
        return None, 0.0
    winner = max(weights, key=lambda choice: (weights[choice], -choice))
    share = weights[winner] / sum(weights.values())
    return (winner, share) if share >= LEAST_SHARE and best >= LEAST_LIKENESS else (None, share)
