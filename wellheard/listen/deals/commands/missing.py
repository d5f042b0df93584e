"""Functions that were missing: words that count as feedback of the deal's company."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, time

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.commands import FeedbackError, record_feedback
from wellheard.listen.deals.commands.settling import locked_deal
from wellheard.listen.deals.errors import DealError
from wellheard.listen.deals.models import Deal, DealMissing
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff

MISSING_NOTED = names.declare("deal.missing_noted", "A function that was missing in a deal was written down.")

ORIGIN = "deals"


@transaction.atomic
def note_missing(*, deal_id: int, words: str, by: Staff | None) -> DealMissing:
    """Write down a function that was missing; the same words again return what is there. Raises DealError for no words."""
    deal = locked_deal(deal_id)
    return missing_there([deal])[deal.pk].get(clean_words(words).casefold()) or _note(deal, words, by)


def missing_there(deals: Sequence[Deal]) -> dict[int, dict[str, DealMissing]]:
    """Return the missing functions of some deals, by the deal and the words in small letters."""
    found: dict[int, dict[str, DealMissing]] = defaultdict(dict)
    for one in DealMissing.objects.filter(deal__in=deals).select_related("feedback"):
        found[one.deal_id][one.feedback.words.casefold()] = one
    return found


def missing_news(there: Collection[str], said: Sequence[str]) -> list[str]:
    """Return the missing functions a source names for the first time. What it no longer names was said, and stays."""
    new: dict[str, str] = {}
    for words in map(clean_words, said):
        if words and words.casefold() not in there:
            new.setdefault(words.casefold(), words)
    return list(new.values())


def keep_missing_news(deal: Deal, news: Sequence[str], *, beside: str) -> None:
    """Keep missing functions that a source names for the first time, `beside` another fact of the deal. Raises DealError."""
    for words in news:
        _note(deal, words, None, beside=beside)


def _note(deal: Deal, words: str, by: Staff | None, *, beside: str = "") -> DealMissing:
    last = deal.missing.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    try:
        feedback = record_feedback(
            words=words,
            source=Feedback.Source.LOST_DEAL,
            acknowledge="none",
            voice=Feedback.Voice.REPORTED,
            origin=ORIGIN,
            origin_key=f"{deal.pk}:{position}",
            company=deal.company,
            contact=deal.contact,
            heard_at=_said_at(deal),
            logged_by=by,
        )
    except FeedbackError as problem:
        raise DealError(str(problem), field="missing") from problem
    missing = DealMissing.objects.create(deal=deal, feedback=feedback, position=position)
    ledger.record_beside(beside, MISSING_NOTED, [deal], feedback=feedback.pk)
    return missing


def _said_at(deal: Deal) -> datetime:
    """Return when it was said, as well as we know: the source's last word, else the day of the deal."""
    if deal.changed_at:
        return deal.changed_at
    noon = timezone.make_aware(
        datetime.combine(deal.close_said_on or deal.opened_on or deal.day, time(12)), clock.zone()
    )
    return min(noon, clock.now())
