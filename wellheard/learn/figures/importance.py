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
    cases="""
SELECT s.number, e.id::text AS key, e.contact_id, e.company_id, e.idea_id, NULL::bigint AS feedback_id,
    e.first_at AS began_at, NULL::timestamptz AS ended_at, NULL::float8 AS seconds,
    CASE WHEN s.until >= %(now)s::timestamptz THEN e.importance_set_by ELSE coalesce(noted.by,
        CASE WHEN noted.is_later THEN '' ELSE e.importance_set_by END) END = 'customer' AS good
FROM (SELECT number, least(ends, %(now)s::timestamptz) AS until FROM stretches) AS s
JOIN decide_evidence e ON e.first_at < s.until AND (e.withdrawn_at IS NULL OR e.withdrawn_at > s.until)
CROSS JOIN LATERAL (
    SELECT (array_agg(f.details ->> 'by' ORDER BY f.happened_at DESC, f.id DESC) FILTER (WHERE f.happened_at <= s.until))[1]
        AS by, count(*) > 0 AS is_later
    FROM foundation_fact f
    WHERE f.subject_type = 'evidence' AND f.subject_id = e.id AND f.name = 'evidence.importance_set'
) AS noted
WHERE EXISTS (SELECT FROM decide_evidenceitem i WHERE i.evidence_id = e.id)
""",
)
