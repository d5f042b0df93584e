"""How many heard the outcome soon after there was one."""

from django.utils.translation import gettext_lazy as _

from wellheard.learn.figures.figure import By, Figure, Kind, Unit

WITHIN_DAYS = 7

CLOSURE = Figure(
    key="loop-closure",
    name=_("Loop closure"),
    kind=Kind.SHARE,
    areas_by=By.IDEA,
    unit=Unit.PERCENT,
    met=_("Told within 7 days"),
    missed=_("Told later, or not yet"),
    meaning=_(
        "Of those who had asked when there was an outcome, how many were told within 7 days of it. An outcome is a "
        "decision, yes or no, or a release. Told is whom an answer about the idea reached, by mail or by a person; where "
        "the next outcome came before the answer left, being told of that one counts."
    ),
    one_case=_(
        "One contact who had asked for an idea, and one outcome of it; it belongs to the day of the outcome. An outcome of "
        "the last 7 days counts once they were told, or once the days have passed."
    ),
    history=_(
        "For all time. Asks that were withdrawn or unlinked since, and what a mail that bounced later had told, are left "
        "out of the past as well."
    ),
    cases=f"""
SELECT s.number, a.idea_id || '-' || a.contact_id || '-' || o.key AS key, a.contact_id, a.company_id, a.idea_id,
    a.feedback_id, o.at AS began_at, told.at AS ended_at, extract(epoch FROM told.at - o.at)::float8 AS seconds,
    told.at IS NOT NULL AND told.at <= o.at + interval '{WITHIN_DAYS} days' AS good
FROM stretches s
JOIN outcomes o ON o.at >= s.begins AND o.at < s.ends
JOIN asks a ON a.idea_id = o.idea_id AND a.asked_at <= o.at
CROSS JOIN LATERAL (
    SELECT min(told_at) AS at FROM answer_answer t
    WHERE t.contact_id = a.contact_id AND t.idea_id = a.idea_id AND t.state IN ('sent', 'told') AND t.told_at >= o.at
    AND t.occasion IN ('decided', 'shipped', 'not_now', 'already_possible')
) AS told
WHERE told.at IS NOT NULL OR o.at + interval '{WITHIN_DAYS} days' < %(now)s::timestamptz
""",  # noqa: S608 - pieces of our own
)
