"""Who asked long ago and hears nothing."""

from django.utils.translation import gettext_lazy as _

from wellheard.learn.figures.figure import By, Figure, Kind, Unit

AFTER_DAYS = 90

SILENCE = Figure(
    key="silent-askers",
    name=_("Silent askers"),
    kind=Kind.SHARE,
    areas_by=By.IDEA,
    unit=Unit.PERCENT,
    is_better_low=True,
    met=_("No word for 90 days"),
    missed=_("Heard from us since"),
    meaning=_(
        "Of those who asked more than 90 days ago for something that is still open, how many have had no message about it "
        "for 90 days: neither an answer, nor that we have heard them, nor a word of the team below the idea."
    ),
    one_case=_(
        "One contact asking for one idea that was open at the end of the period, and had asked 90 days before. Who said it "
        "before they were imported counts as well: nobody is told because of an import."
    ),
    history=_(
        "At the end of each month. An idea that is closed now counts as open until its status last changed; one that was "
        "closed for a while in between counts as open for that while too."
    ),
    cases=f"""
SELECT s.number, a.idea_id || '-' || a.contact_id AS key, a.contact_id, a.company_id, a.idea_id, a.feedback_id,
    a.asked_at AS began_at, heard.at AS ended_at,
    extract(epoch FROM s.until - coalesce(heard.at, a.asked_at))::float8 AS seconds,
    coalesce(heard.at < s.until - interval '{AFTER_DAYS} days', TRUE) AS good
FROM (SELECT number, least(ends, %(now)s::timestamptz) AS until FROM stretches) AS s
JOIN asks a ON a.asked_at < s.until - interval '{AFTER_DAYS} days'
JOIN decide_idea i ON i.id = a.idea_id
    AND (i.status NOT IN ('shipped', 'not_now', 'already_possible') OR i.status_changed_at > s.until)
CROSS JOIN LATERAL (
    SELECT max(at) AS at FROM (
        SELECT t.told_at AS at FROM answer_answer t
        WHERE t.contact_id = a.contact_id AND t.state IN ('sent', 'told') AND t.told_at <= s.until
        AND (t.idea_id = a.idea_id
            OR t.feedback_id IN (SELECT e.feedback_id FROM decide_evidenceitem e WHERE e.idea_id = a.idea_id))
        UNION ALL
        SELECT c.said_at FROM decide_comment c
        WHERE c.idea_id = a.idea_id AND c.feedback_id IS NULL AND c.said_at >= a.asked_at AND c.said_at <= s.until
    ) AS messages
) AS heard
""",  # noqa: S608 - pieces of our own
)
