"""Hear deals: the one way in for files, CRMs, the API and our own forms."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from django.db import IntegrityError, transaction

from wellheard.listen.deals.commands.news import HeardDeal, News, Part, Told
from wellheard.listen.deals.drafts import DealDraft
from wellheard.listen.deals.errors import DealError

__all__ = ["HeardDeal", "News", "hear_deal", "hear_deals"]


@transaction.atomic
def hear_deal(*, draft: DealDraft) -> HeardDeal:
    """Keep what a source says of a deal. Older news than we have, and the same again, change nothing.

    A stage or reason nobody decided about is noted, to be decided. Raises DealError for what cannot be kept.
    """
    (came,) = hear_deals(drafts=[draft])
    if isinstance(came, DealError):
        raise came
    return came


@transaction.atomic
def hear_deals(*, drafts: Sequence[DealDraft]) -> list[HeardDeal | DealError]:
    """Hear many deals at once, in their order; return what came of each, for what cannot be kept why not.

    What they share, such as meanings, companies and exchange rates, is read once for all of them.
    """
    came: dict[int, HeardDeal | DealError] = {}
    told: list[tuple[int, Told]] = []
    for place, draft in enumerate(drafts):
        try:
            told.append((place, Told.read(draft)))
        except DealError as problem:
            came[place] = problem
    for part in _each_deal_once(told):
        came |= zip((place for place, _told in part), _heard([one for _place, one in part]), strict=True)
    return [came[place] for place in range(len(drafts))]


def _each_deal_once(told: Sequence[tuple[int, Told]]) -> Iterator[list[tuple[int, Told]]]:
    """Yield what was told in parts that name no deal twice: the later word is heard after the earlier."""
    part: list[tuple[int, Told]] = []
    seen: set[tuple[str, str]] = set()
    for place, one in told:
        name = (one.source, one.key)
        if one.key and name in seen:
            yield part
            part, seen = [], set()
        part.append((place, one))
        seen.add(name)
    if part:
        yield part


def _heard(told: Sequence[Told]) -> list[HeardDeal | DealError]:
    try:
        return _heard_together(told)
    except DealError as problem:
        if len(told) == 1:
            return [problem]
    # One of them cannot be kept; the others are heard all the same.
    middle = len(told) // 2
    return [*_heard(told[:middle]), *_heard(told[middle:])]


def _heard_together(told: Sequence[Told]) -> list[HeardDeal | DealError]:
    # Somebody may tell of one of these at this moment; then it is there to be found the second time.
    with suppress(IntegrityError), transaction.atomic():
        return [*Part(told).hear()]
    with transaction.atomic():
        return [*Part(told).hear()]
