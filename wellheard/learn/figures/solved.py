"""Whether what we told them of solved their problem."""

from django.utils.translation import gettext_lazy as _

from wellheard.learn.figures.figure import By, Figure, Kind, Unit

SOLVED = Figure(
    key="solved",
    name=_("Solved"),
    kind=Kind.SHARE,
    areas_by=By.IDEA,
    unit=Unit.PERCENT,
    met=_("Yes, solved"),
    missed=_("Partly, or no"),
    meaning=_(
        "Of those who said whether it solved their problem, how many said yes. Partly is not yes; home counts it as help. "
        "The latest word of each counts."
    ),
    one_case=_("One answer of ours about which its reader said yes, partly or no; it belongs to the day they said so."),
    history=_("For all time. Where somebody changed their mind, the earlier word and its day are only in the ledger."),
    cases="""
SELECT s.number, a.id::text AS key, a.contact_id, home.company_id, a.idea_id, a.quote_id AS feedback_id,
    a.solved_at AS began_at, a.told_at AS ended_at, NULL::float8 AS seconds, a.solved = 'yes' AS good
FROM stretches s
JOIN answer_answer a ON a.solved <> '' AND a.solved_at >= s.begins AND a.solved_at < s.ends
LEFT JOIN customers_membership home ON home.contact_id = a.contact_id AND home.is_primary
""",
)
