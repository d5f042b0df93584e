"""How sure filing is: of what was filed, how much somebody filed otherwise when they looked at it again."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from wellheard.foundation.facts.models import Fact
from wellheard.foundation.statistics.intervals import wilson
from wellheard.learn.reports.sections.voices import said
from wellheard.learn.reports.sections.within import Within
from wellheard.understand.commands.filing import FILED


def filing(within: Within) -> dict[str, Any]:
    """Return how many of the things said in these days are filed, and how many of them a colleague corrected.

    What nobody looked at again counts as right, so that the true error may be larger. The interval is Wilson's.
    """
    filed = said(within).filed().filter(set_aside_at=None)
    changed = corrections(within.begins)
    many = filed.count()
    corrected = filed.filter(pk__in=changed.values("subject_id")).count()
    ends = wilson(corrected, many).interval if many else None
    return {
        "filed": many,
        "corrected": corrected,
        "low": round(ends.low, 4) if ends else None,
        "high": round(ends.high, 4) if ends else None,
    }


def corrections(since: datetime) -> QuerySet[Fact]:
    """Return the facts since a moment by which a colleague filed something otherwise than it had been filed."""
    filed = Fact.objects.filter(
        name=FILED, actor_type=Fact.Actor.STAFF, subject_type="feedback", happened_at__gte=since
    )
    return filed.exclude(details__old_area=None, details__old_category=None)
