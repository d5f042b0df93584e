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
    # What was said is put together once for all who asked: looking for it asker by asker takes five times as long.
    cases=f"""
WITH until AS (SELECT number, least(ends, %(now)s::timestamptz) AS at FROM stretches)
SELECT s.number, a.idea_id || '-' || a.contact_id AS key, a.contact_id, a.company_id, a.idea_id, a.feedback_id,
    a.asked_at AS began_at, greatest(told.at, said.at) AS ended_at,
    extract(epoch FROM s.at - coalesce(greatest(told.at, said.at), a.asked_at))::float8 AS seconds,
    coalesce(greatest(told.at, said.at) < s.at - interval '{AFTER_DAYS} days', TRUE) AS good
FROM until s
JOIN asks a ON a.asked_at < s.at - interval '{AFTER_DAYS} days'
JOIN decide_idea i ON i.id = a.idea_id
    AND (i.status NOT IN ('shipped', 'not_now', 'already_possible') OR i.status_changed_at > s.at)
LEFT JOIN (
    SELECT u.number, t.contact_id, t.idea_id, max(t.told_at) AS at
    FROM until u
    JOIN (
        SELECT contact_id, idea_id, told_at FROM answer_answer WHERE idea_id IS NOT NULL AND state IN ('sent', 'told')
        UNION ALL
        SELECT about.contact_id, e.idea_id, about.told_at FROM answer_answer about
        JOIN decide_evidenceitem e ON e.feedback_id = about.feedback_id WHERE about.state IN ('sent', 'told')
    ) AS t ON t.told_at <= u.at
    GROUP BY u.number, t.contact_id, t.idea_id
) AS told ON told.number = s.number AND told.contact_id = a.contact_id AND told.idea_id = a.idea_id
LEFT JOIN (
    SELECT u.number, c.idea_id, max(c.said_at) AS at
    FROM until u JOIN decide_comment c ON c.said_at <= u.at AND c.feedback_id IS NULL
    GROUP BY u.number, c.idea_id
) AS said ON said.number = s.number AND said.idea_id = a.idea_id AND said.at >= a.asked_at
""",  # noqa: S608 - pieces of our own
)
