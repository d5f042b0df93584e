"""Time to the first human answer."""

from django.utils.translation import gettext_lazy as _

from wellheard.learn.figures.figure import By, Figure, Kind, Unit
from wellheard.learn.figures.tables import worked

QUICK_MINUTES = 15

FIRST_ANSWER = Figure(
    key="first-answer",
    name=_("Time to the first human answer"),
    kind=Kind.LENGTH,
    areas_by=By.FEEDBACK,
    unit=Unit.WORKING_HOURS,
    is_better_low=True,
    met=_("Within 15 minutes"),
    missed=_("Later, or not yet"),
    meaning=_(
        "Business time from when a customer's words reached us until a person answered them. Half of the cases kept within "
        "the median, nine of ten within the 90th percentile; who has had no answer counts as waiting longest, so leaving "
        "people without an answer never makes it better. A human answer is a decision or news about what they asked that "
        "reached them, what a colleague noted to have told them, or a reply of the team below their comment. That we have "
        "heard them, said automatically, is none. The share within 15 minutes leaves out who has waited for less than that."
    ),
    one_case=_(
        "One piece of feedback that came by the portal, the product or the API from somebody we know. Imports, what "
        "staff heard in person, spam, and words somebody said twice are left out. It belongs to the day it came."
    ),
    history=_("For all time, with the business hours as they are set now: earlier hours are not kept."),
    cases=f"""
SELECT s.number, f.id::text AS key, f.contact_id, f.company_id, NULL::bigint AS idea_id, f.id AS feedback_id,
    f.recorded_at AS began_at, heard.at AS ended_at,
    CASE WHEN heard.at IS NOT NULL THEN {worked("heard.at")} - {worked("f.recorded_at")} END AS seconds,
    CASE WHEN heard.at IS NOT NULL THEN {worked("heard.at")} - {worked("f.recorded_at")} <= {QUICK_MINUTES * 60}
        WHEN {worked("%(now)s::timestamptz")} - {worked("f.recorded_at")} > {QUICK_MINUTES * 60} THEN FALSE END AS good
FROM stretches s CROSS JOIN hours
JOIN listen_feedback f ON f.recorded_at >= s.begins AND f.recorded_at < s.ends
CROSS JOIN LATERAL (
    SELECT min(at) AS at FROM (
        SELECT a.told_at AS at FROM answer_answer a
        WHERE a.contact_id = f.contact_id AND a.state IN ('sent', 'told') AND a.told_at >= f.recorded_at
        AND (a.told_by_id IS NOT NULL OR a.occasion IN ('decided', 'shipped', 'not_now', 'already_possible'))
        AND (a.feedback_id = f.id
            OR a.idea_id IN (SELECT i.idea_id FROM decide_evidenceitem i WHERE i.feedback_id = f.id))
        UNION ALL
        SELECT reply.said_at FROM decide_comment mine JOIN decide_comment reply ON reply.reply_to_id = mine.id
        WHERE mine.feedback_id = f.id AND reply.feedback_id IS NULL AND reply.said_at >= f.recorded_at
    ) AS answers
) AS heard
WHERE f.contact_id IS NOT NULL AND f.logged_by_id IS NULL AND f.source IN ('portal', 'widget', 'api')
AND f.split_at IS NULL AND f.same_as_id IS NULL AND f.set_aside_reason <> 'spam'
AND NOT EXISTS (SELECT FROM foundation_fact t WHERE t.subject_type = 'feedback' AND t.subject_id = f.id
    AND t.name = 'feedback.imported')
""",  # noqa: S608 - pieces of our own
)
