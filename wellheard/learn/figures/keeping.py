"""Customers kept: who left and with how much money, who came back, and who was helped in time."""

from django.utils.translation import gettext_lazy as _

from wellheard.learn.figures.figure import By, Figure, Kind, Split, Unit

_PAYING = """
    SELECT DISTINCT s.number, p.company_id FROM stretches s
    JOIN customers_subscription p ON p.amount_minor > 0 AND p.from_on {begins}
    AND coalesce(p.until, p.lost_on, 'infinity') > s.begins_on"""
# Who paid on the first day, and who paid on any day.
PAYING_FIRST = _PAYING.replace("{begins}", "<= s.begins_on")
PAYING_EVER = _PAYING.replace("{begins}", "< s.ends_on")
_DEPARTURE = """d.id::text AS key, d.contact_id, d.company_id, NULL::bigint AS idea_id, d.feedback_id,
    d.left_on::timestamp AT TIME ZONE %(zone)s AS began_at, d.returned_on::timestamp AT TIME ZONE %(zone)s AS ended_at,
    NULL::float8 AS seconds"""
_LEFT = "departures_departure d ON d.left_on >= s.begins_on AND d.left_on < s.ends_on"
_ONE_LEFT = _("One time a company left us, on the day it left or gave notice.")

DEPARTED = Figure(
    key="departed",
    areas_by=By.COMPANY_BEFORE,
    name=_("Companies that left"),
    kind=Kind.SHARE,
    unit=Unit.PERCENT,
    is_better_low=True,
    met=_("Left"),
    missed=_("Stayed"),
    meaning=_(
        "Of the companies that paid on the first day of a period, how many left in it. A quarter has more time to leave in "
        "than a month, so only periods of the same length can be held against each other."
    ),
    one_case=_(
        "One company with a running subscription that is paid for, on the first day of the period. Who began and left "
        "within the period is no case."
    ),
    history=_("For all time, from the subscriptions and departures as they are known now."),
    cases=f"""
SELECT paying.number, paying.company_id::text AS key, gone.contact_id, paying.company_id, NULL::bigint AS idea_id,
    gone.feedback_id, s.begins AS began_at, gone.left_on::timestamp AT TIME ZONE %(zone)s AS ended_at,
    NULL::float8 AS seconds, gone.left_on IS NOT NULL AS good
FROM ({PAYING_FIRST}) AS paying
JOIN stretches s ON s.number = paying.number
LEFT JOIN LATERAL (
    SELECT d.left_on, d.contact_id, d.feedback_id FROM departures_departure d
    WHERE d.company_id = paying.company_id AND d.left_on >= s.begins_on AND d.left_on < s.ends_on ORDER BY d.left_on LIMIT 1
) AS gone ON TRUE
""",  # noqa: S608 - pieces of our own
)

MRR_LOST = Figure(
    key="mrr-lost",
    areas_by=By.DEPARTURE,
    name=_("MRR lost"),
    kind=Kind.SUM,
    unit=Unit.MONEY,
    is_better_low=True,
    met=_("Back since"),
    missed=_("Still away"),
    meaning=_(
        "What the companies that left paid a month on the day before, in the reporting currency. It stays lost here when they "
        "come back: their return is counted among what was saved. A departure of which nobody knows what was paid is counted "
        "and adds nothing."
    ),
    one_case=_ONE_LEFT,
    history=_("For all time. What was paid is kept as it was when they left."),
    cases=f"""
SELECT s.number, {_DEPARTURE}, d.returned_on IS NOT NULL AS good, d.mrr_minor AS amount FROM stretches s JOIN {_LEFT}
""",  # noqa: S608
)

RECOVERED = Figure(
    key="recovered",
    areas_by=By.DEPARTURE,
    name=_("Came back"),
    kind=Kind.SHARE,
    unit=Unit.PERCENT,
    met=_("Came back"),
    missed=_("Still away"),
    meaning=_("Of the companies that left in a period, how many have come back since, whenever that was."),
    one_case=_ONE_LEFT,
    history=_("Each period's departures as they stand today: the number of an old period may still grow."),
    cases=f"""
SELECT s.number, {_DEPARTURE}, d.returned_on IS NOT NULL AS good FROM stretches s JOIN {_LEFT}
""",  # noqa: S608
)

# One case for a company and period, the first of what saved it: a company is not saved twice.
SAVED = Figure(
    key="mrr-saved",
    areas_by=By.COMPANY,
    name=_("MRR saved"),
    kind=Kind.SUM,
    unit=Unit.MONEY,
    split=Split.SAVINGS,
    meaning=_(
        "What the companies pay a month now that came back after they had left, that stayed after they had opened the "
        "cancellation form, that were marked as at risk and are not any more, or that began to use what they pay for after "
        "we found that they had not; each only while it has not left since. Some of them would have stayed without us: this "
        "is what there was to lose, not what we earned."
    ),
    one_case=_("One company, once in a period, on the day it came back, stayed, was no longer at risk, or began."),
    history=_(
        "For all time, with what they pay now. Who left later is left out of the past as well. Who was at risk is known of "
        "changes from November 2026 on: no stage was noted before."
    ),
    cases="""
SELECT DISTINCT ON (s.number, saved.company_id) s.number, saved.key, saved.contact_id, saved.company_id,
    NULL::bigint AS idea_id, NULL::bigint AS feedback_id, saved.at AS began_at, NULL::timestamptz AS ended_at,
    NULL::float8 AS seconds, NULL::boolean AS good, firm.mrr_minor AS amount
FROM stretches s
JOIN (
    SELECT CASE WHEN helped_idea_id IS NULL AND helped_answer_id IS NULL THEN 'returned-' ELSE 'asked-' END || id AS key,
        contact_id, company_id, returned_on::timestamp AT TIME ZONE %(zone)s AS at
    FROM departures_departure WHERE returned_on IS NOT NULL
    UNION ALL
    SELECT 'stayed-' || id, contact_id, company_id, decided_at FROM departures_cancellation WHERE outcome = 'stayed'
    UNION ALL
    SELECT 'kept-' || id, NULL, subject_id, happened_at FROM foundation_fact
    WHERE name = 'company.stage_changed' AND details ->> 'before' = 'at_risk'
    AND details ->> 'stage' IN ('onboarding', 'active', 'returned')
    UNION ALL
    SELECT 'begun-' || id, NULL, company_id, begun_at FROM departures_unstarted WHERE begun_at IS NOT NULL
) AS saved ON saved.at >= s.begins AND saved.at < s.ends
JOIN customers_company firm ON firm.id = saved.company_id
    AND NOT (firm.stage = 'at_risk' AND starts_with(saved.key, 'kept-'))
WHERE NOT EXISTS (
    SELECT FROM departures_departure later WHERE later.company_id = saved.company_id AND later.returned_on IS NULL
    AND later.left_on >= (saved.at AT TIME ZONE %(zone)s)::date)
ORDER BY s.number, saved.company_id, saved.at, saved.key
""",
)

KEEPING_FIGURES = (DEPARTED, MRR_LOST, RECOVERED, SAVED)
