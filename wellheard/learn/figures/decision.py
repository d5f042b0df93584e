"""Time to a decision."""

from django.utils.translation import gettext_lazy as _

from wellheard.learn.figures.figure import By, Figure, Kind, Unit

DECISION = Figure(
    key="decision",
    name=_("Time to a decision"),
    kind=Kind.LENGTH,
    areas_by=By.IDEA,
    unit=Unit.DAYS,
    is_better_low=True,
    meaning=_(
        "Days on the calendar from when somebody first asked for an idea until we first decided about it, yes or no; a "
        "release that brings it decides as well. Who still waits for a decision is counted among those who hear nothing, "
        "not here."
    ),
    one_case=_(
        "One contact who had asked for one idea when it was first decided. It belongs to the day of the decision. Who asks "
        "for what is decided already is told so and is no case."
    ),
    history=_(
        "For all time. Statuses that were imported or set without a recorded decision are no decisions. Asks that were "
        "withdrawn or unlinked since are left out of the past as well."
    ),
    cases="""
SELECT s.number, a.idea_id || '-' || a.contact_id AS key, a.contact_id, a.company_id, a.idea_id, a.feedback_id,
    a.asked_at AS began_at, decided.at AS ended_at, extract(epoch FROM decided.at - a.asked_at)::float8 AS seconds,
    NULL::boolean AS good
FROM stretches s
JOIN (SELECT idea_id, min(at) AS at FROM outcomes GROUP BY idea_id) AS decided
    ON decided.at >= s.begins AND decided.at < s.ends
JOIN asks a ON a.idea_id = decided.idea_id AND a.asked_at <= decided.at
""",
)
