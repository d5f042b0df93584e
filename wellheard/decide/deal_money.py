"""What deals say of who needs an idea: on each row of evidence the largest deal lost, and the largest open one, that missed it.

A deal that its source deleted says nothing. A company counts once: two deals of one company that miss the same are one need.
Where no company is known, each deal counts.
"""

from collections.abc import Iterable

from django.db import connection, transaction

from wellheard.decide.counters import in_parts, recount_worth
from wellheard.decide.models import EvidenceItem
from wellheard.listen.deals.models import DealMissing

_WEIGH = """
UPDATE decide_evidence AS evidence SET lost_deal_minor = found.lost, open_deal_minor = found.open
FROM (
    SELECT e.id,
        coalesce(CASE WHEN e.company_id IS NULL THEN sum(d.lost) ELSE max(d.lost) END, 0) AS lost,
        coalesce(CASE WHEN e.company_id IS NULL THEN sum(d.open) ELSE max(d.open) END, 0) AS open
    FROM decide_evidence e LEFT JOIN (
        SELECT DISTINCT i.evidence_id, deal.id,
            CASE WHEN deal.outcome LIKE 'lost%%' THEN deal.reporting_minor END AS lost,
            CASE WHEN deal.outcome = 'open' THEN deal.reporting_minor END AS open
        FROM decide_evidenceitem i JOIN deals_dealmissing missing ON missing.feedback_id = i.feedback_id
        JOIN deals_deal deal ON deal.id = missing.deal_id AND deal.withdrawn_at IS NULL
        WHERE {of_items}
    ) d ON d.evidence_id = e.id
    WHERE {of_rows} GROUP BY e.id
) AS found
WHERE evidence.id = found.id
    AND (evidence.lost_deal_minor, evidence.open_deal_minor) IS DISTINCT FROM (found.lost, found.open)
"""
_OF_ROWS = _WEIGH.format(of_items="i.evidence_id = ANY(%(ids)s)", of_rows="e.id = ANY(%(ids)s)")
_OF_IDEAS = _WEIGH.format(of_items="i.idea_id = ANY(%(ids)s)", of_rows="e.idea_id = ANY(%(ids)s)")
_LOCK = "SELECT id FROM decide_idea WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"


def weigh_deals_of(evidence_id: int) -> None:
    """Bring what deals say for one row of evidence up to date; its idea is locked, and counted, by whoever asks."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_ROWS, {"ids": [evidence_id]})


def weigh_deals(idea_ids: Iterable[int] | None = None) -> None:
    """Bring what deals say for these ideas, or for all that a deal missed, up to date, and count them; safe to repeat."""
    if idea_ids is None:
        said = EvidenceItem.objects.filter(feedback__in=DealMissing.objects.values("feedback"))
        idea_ids = said.order_by().values_list("idea_id", flat=True).distinct()
    in_parts(_weigh_part, idea_ids)


@transaction.atomic
def _weigh_part(ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [ids])
        cursor.execute(_OF_IDEAS, {"ids": ids})
    recount_worth(ids)
