"""Keep an idea's counters true: who asks and what they pay, counted in one statement from the evidence."""

from collections.abc import Iterable

from django.db import connection, transaction

# Taken before the count, in one order: a count that had to wait for a row would be of the moment before it waited.
_LOCK = "SELECT id FROM decide_idea WHERE id = ANY(%s) ORDER BY id FOR UPDATE"
# One statement, so that two changes at once cannot leave a count of neither.
_RECOUNT = """
UPDATE decide_idea AS idea SET
    vote_count = (SELECT count(*) FROM decide_vote v WHERE v.idea_id = idea.id),
    feedback_count = (
        SELECT count(*) FROM decide_evidenceitem i JOIN decide_evidence e ON e.id = i.evidence_id
        WHERE i.idea_id = idea.id AND i.feedback_id IS NOT NULL AND e.withdrawn_at IS NULL),
    contact_count = (
        SELECT count(DISTINCT coalesce(f.contact_id, v.contact_id)) FROM decide_evidenceitem i
        JOIN decide_evidence e ON e.id = i.evidence_id AND e.withdrawn_at IS NULL
        LEFT JOIN listen_feedback f ON f.id = i.feedback_id
        LEFT JOIN decide_vote v ON v.id = i.vote_id
        WHERE i.idea_id = idea.id),
    company_count = (
        SELECT count(*) FROM decide_evidence e
        WHERE e.idea_id = idea.id AND e.company_id IS NOT NULL AND e.withdrawn_at IS NULL
            AND idea.merged_into_id IS NULL),
    mrr_minor = (
        SELECT coalesce(sum(c.mrr_minor), 0) FROM decide_evidence e JOIN customers_company c ON c.id = e.company_id
        WHERE e.idea_id = idea.id AND e.withdrawn_at IS NULL AND idea.merged_into_id IS NULL)
WHERE idea.id = ANY(%s)
"""


def recount(idea_ids: Iterable[int]) -> None:
    """Bring the counters of these ideas up to date; safe to repeat."""
    ids = sorted(set(idea_ids))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, [ids])
        cursor.execute(_RECOUNT, [ids])
