"""The score over a time, in Delighted's words."""

from django.db.models import Count, Q

from wellheard.connect.delighted.asking import Answer, Call
from wellheard.connect.delighted.survey import answers
from wellheard.foundation.statistics.promoters import Split
from wellheard.listen.surveys.kinds import DETRACTOR_TO, PROMOTER_FROM


def metrics(call: Call) -> Answer:
    """Return the plain score and what it is made of. How sure it is stands on the survey's own page."""
    rows = answers()
    if since := call.moment("since"):
        rows = rows.filter(answered_at__gte=since)
    if until := call.moment("until"):
        rows = rows.filter(answered_at__lte=until)
    is_promoter, is_detractor = Q(score__gte=PROMOTER_FROM), Q(score__lte=DETRACTOR_TO)
    counts = rows.aggregate(
        promoter=Count("pk", filter=is_promoter),
        passive=Count("pk", filter=~is_promoter & ~is_detractor),
        detractor=Count("pk", filter=is_detractor),
    )
    whole = sum(counts.values())
    said: dict[str, float] = {"nps": round(Split(*counts.values()).score), "response_count": whole}
    for name, count in counts.items():
        said |= {f"{name}_count": count, f"{name}_percent": round(100 * count / whole, 1) if whole else 0.0}
    return Answer(said)
