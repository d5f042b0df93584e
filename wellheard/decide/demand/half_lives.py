"""How much a piece of evidence still weighs: half after its half-life, a quarter after two.

What somebody did or said at length stays true longer than a click. The defaults are ours; every team may set its own.
"""

from datetime import datetime, timedelta

from wellheard.decide.demand.models import HalfLife
from wellheard.decide.models import EvidenceItem
from wellheard.foundation import clock
from wellheard.listen.models import Feedback

VOTE = "vote"
_YEAR, _HALF_YEAR, _OTHER = 365, 180, 270
DEFAULTS = dict.fromkeys(Feedback.Source.values, _OTHER) | {
    VOTE: _HALF_YEAR,
    Feedback.Source.SURVEY: _HALF_YEAR,
    Feedback.Source.INTERVIEW: _YEAR,
    Feedback.Source.LOST_DEAL: _YEAR,
    Feedback.Source.DEPARTURE: _YEAR,
}


def half_lives() -> dict[str, int]:
    """Return after how many days each kind of evidence weighs half."""
    return DEFAULTS | dict(HalfLife.objects.values_list("kind", "days"))


def weight(said_at: datetime, days: int) -> float:
    """Return what a piece said then weighs now, from 1 for today towards 0."""
    age = max(timedelta(), clock.now() - said_at)
    return float(0.5 ** (age / timedelta(days=days)))


def present_weights(evidence_ids: list[int]) -> dict[int, float]:
    """Return what rows of evidence weigh now: what the strongest piece behind each weighs.

    A need that was confirmed is as fresh as its confirmation, and as lasting as its most lasting piece.
    """
    lives, found = half_lives(), dict.fromkeys(evidence_ids, 0.0)
    pieces = EvidenceItem.objects.filter(evidence__in=evidence_ids).values_list(
        "evidence_id", "feedback__source", "feedback__heard_at", "vote__voted_at", "evidence__reaffirmed_at"
    )
    for evidence_id, source, heard_at, voted_at, reaffirmed_at in pieces:
        said_at = max(filter(None, (heard_at if source else voted_at, reaffirmed_at)))
        found[evidence_id] = max(found[evidence_id], weight(said_at, lives[source or VOTE]))
    return found
