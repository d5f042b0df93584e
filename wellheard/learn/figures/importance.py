"""How often customers themselves said how much they need something."""

from django.utils.translation import gettext_lazy as _

from wellheard.learn.figures.figure import By, Figure, Kind, Unit

IMPORTANCE = Figure(
    key="importance-known",
    name=_("Importance known"),
    kind=Kind.SHARE,
    areas_by=By.IDEA,
    unit=Unit.PERCENT,
    met=_("Set by the customer"),
    missed=_("Set by us, or by nobody"),
    meaning=_(
        "Of all evidence that stands, how much carries an importance that the customer set. What staff wrote down or was "
        "guessed is no such word."
    ),
    one_case=_("One company, or one contact without a company, needing one idea at the end of the period."),
    history=_(
        "At the end of each month, from the ledger. Importance that came with an import or a merge has no entry of its own "
        "there and counts from the beginning of the evidence."
    ),
    # The ledger is read once for all evidence, and only for ends that have passed: what stands now, the evidence says itself.
    cases="""
WITH until AS (SELECT number, least(ends, %(now)s::timestamptz) AS at FROM stretches)
SELECT s.number, e.id::text AS key, e.contact_id, e.company_id, e.idea_id, NULL::bigint AS feedback_id,
    e.first_at AS began_at, NULL::timestamptz AS ended_at, NULL::float8 AS seconds,
    CASE WHEN noted.evidence_id IS NULL THEN e.importance_set_by ELSE coalesce(noted.by, '') END = 'customer' AS good
FROM until s
JOIN decide_evidence e ON e.first_at < s.at AND (e.withdrawn_at IS NULL OR e.withdrawn_at > s.at)
LEFT JOIN (
    SELECT u.number, f.subject_id AS evidence_id,
        (array_agg(f.details ->> 'by' ORDER BY f.happened_at DESC, f.id DESC) FILTER (WHERE f.happened_at <= u.at))[1] AS by
    FROM until u JOIN foundation_fact f ON f.subject_type = 'evidence' AND f.name = 'evidence.importance_set'
    WHERE u.at < %(now)s::timestamptz
    GROUP BY u.number, f.subject_id
) AS noted ON noted.number = s.number AND noted.evidence_id = e.id
WHERE EXISTS (SELECT FROM decide_evidenceitem i WHERE i.evidence_id = e.id)
""",
)
