"""Where voices come in: whether customers speak where they are, in the product, or have to look for a way."""

from django.utils.translation import gettext_lazy as _

from wellheard.learn.figures.figure import By, Figure, Kind, Split, Unit

WAYS_IN = Figure(
    key="ways-in",
    name=_("Voices by way in"),
    kind=Kind.SHARE,
    areas_by=By.FEEDBACK,
    unit=Unit.PERCENT,
    split=Split.WAYS,
    met=_("In the product"),
    missed=_("Another way"),
    meaning=_(
        "Of all that customers told us, how much they said inside the product: in its tab, or in answer to a question there. "
        "The share of each other way in stands below. Asked where they are, people speak who would not have looked for a way."
    ),
    one_case=_(
        "One piece of feedback, on the day it was said. What somebody said twice, what was taken apart into quotes, and spam "
        "are left out; imports count by the way they were imported."
    ),
    history=_("For all time."),
    cases="""
SELECT s.number, f.id::text AS key, f.contact_id, f.company_id, NULL::bigint AS idea_id, f.id AS feedback_id,
    f.heard_at AS began_at, NULL::timestamptz AS ended_at, NULL::float8 AS seconds,
    f.source = 'widget' OR (f.source = 'survey' AND EXISTS (
        SELECT FROM surveys_responseitem i JOIN surveys_response r ON r.id = i.response_id
        WHERE i.feedback_id = f.id AND r.channel IN ('in_app', 'tab'))) AS good
FROM stretches s
JOIN listen_feedback f ON f.heard_at >= s.begins AND f.heard_at < s.ends
WHERE f.split_at IS NULL AND f.same_as_id IS NULL AND f.set_aside_reason <> 'spam'
""",
)
