"""How many of those who asked have got what they asked for."""

from django.utils.translation import gettext_lazy as _

from wellheard.learn.figures.figure import By, Figure, Kind, Unit

FULFILMENT = Figure(
    key="fulfilment",
    name=_("Fulfilment"),
    kind=Kind.SHARE,
    areas_by=By.IDEA,
    unit=Unit.PERCENT,
    step="quarter",
    met=_("Delivered"),
    missed=_("Still open"),
    meaning=_(
        "Of those who asked in a period, how many have what they asked for: delivered, divided by delivered and open. It "
        "is counted by when they asked, so that closing old wishes cannot make a new quarter look better. What is live or "
        "was there already is delivered; what is not done now is neither delivered nor open."
    ),
    one_case=_("One contact asking for one idea, on the day they first asked."),
    history=_(
        "Each quarter's askers as they stand today, which is the point: the number of an old quarter may still grow. How a "
        "quarter stood on an earlier day is not kept."
    ),
    cases="""
SELECT s.number, a.idea_id || '-' || a.contact_id AS key, a.contact_id, a.company_id, a.idea_id, a.feedback_id,
    a.asked_at AS began_at, CASE WHEN i.status IN ('shipped', 'already_possible') THEN i.status_changed_at END AS ended_at,
    NULL::float8 AS seconds, i.status IN ('shipped', 'already_possible') AS good
FROM stretches s
JOIN asks a ON a.asked_at >= s.begins AND a.asked_at < s.ends
JOIN decide_idea i ON i.id = a.idea_id AND i.status <> 'not_now'
""",
)
