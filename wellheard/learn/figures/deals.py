"""Customers won: how many deals are won, and what became of those lost for a function we have now."""

from django.utils.translation import gettext_lazy as _

from wellheard.learn.figures.figure import By, Figure, Kind, Unit

_LOST = "('lost_competitor', 'lost_no_decision', 'lost_unknown')"

WIN_RATE = Figure(
    key="win-rate",
    name=_("Win rate"),
    kind=Kind.SHARE,
    unit=Unit.PERCENT,
    of_deals=True,
    areas_by=By.COMPANY_BEFORE,
    met=_("Won"),
    missed=_("Lost"),
    meaning=_(
        "Of the deals that were won or lost, how many were won, counted by number: a large deal counts as much as a small "
        "one. Open deals are no cases."
    ),
    one_case=_(
        "One deal that was won or lost, on the day it closed; where the source gave no such day, on the day it was opened."
    ),
    history=_("For all time, with the outcomes as they are read now."),
    cases=f"""
SELECT s.number, d.id::text AS key, d.contact_id, d.company_id, NULL::bigint AS idea_id, NULL::bigint AS feedback_id,
    d.day::timestamp AT TIME ZONE %(zone)s AS began_at, NULL::timestamptz AS ended_at, NULL::float8 AS seconds,
    d.outcome = 'won' AS good
FROM stretches s
JOIN deals_deal d ON d.day >= s.begins_on AND d.day < s.ends_on AND (d.outcome = 'won' OR d.outcome IN {_LOST})
    AND d.withdrawn_at IS NULL
""",  # noqa: S608 - words of our own
)

WON_BACK = Figure(
    key="lost-and-mended",
    name=_("Deals lost for what we now have"),
    kind=Kind.SUM,
    unit=Unit.MONEY,
    of_deals=True,
    areas_by=By.IDEA,
    met=_("Won since"),
    missed=_("Not won yet"),
    meaning=_(
        "The money of the deals that were lost while a function was missing which we have released since, in the reporting "
        "currency at the rate of the day they closed. A deal is won since when another deal with the same company was won "
        "after the release. A deal without an amount or a rate is counted and adds no money."
    ),
    one_case=_(
        "One lost deal of which a missing function became an idea that was released later; it belongs to the day of the "
        "first such release. A deal counts once, however many functions it missed."
    ),
    history=_("For all time. A missing function that nobody has linked to an idea is not known of."),
    cases=f"""
SELECT s.number, back.*, NULL::float8 AS seconds, back.ended_at IS NOT NULL AS good, lost.reporting_minor AS amount
FROM stretches s
JOIN (
    SELECT d.id::text AS key, d.contact_id, d.company_id, (array_agg(live.idea_id ORDER BY live.at, live.idea_id))[1] AS idea_id,
        (array_agg(m.feedback_id ORDER BY live.at, m.feedback_id))[1] AS feedback_id, min(live.at) AS began_at,
        (SELECT min(won.day::timestamp AT TIME ZONE %(zone)s) FROM deals_deal won
            WHERE won.company_id = d.company_id AND won.outcome = 'won' AND won.withdrawn_at IS NULL
            AND won.day >= (min(live.at) AT TIME ZONE %(zone)s)::date) AS ended_at
    FROM deals_deal d
    JOIN deals_dealmissing m ON m.deal_id = d.id
    JOIN decide_evidenceitem item ON item.feedback_id = m.feedback_id
    JOIN decide_evidence e ON e.id = item.evidence_id AND e.withdrawn_at IS NULL
    JOIN (
        SELECT r.idea_id, min(p.published_at) AS at FROM deliver_releasedidea r
        JOIN deliver_release p ON p.id = r.release_id AND p.published_at IS NOT NULL GROUP BY 1
    ) AS live ON live.idea_id = item.idea_id AND live.at >= d.day::timestamp AT TIME ZONE %(zone)s
    WHERE d.outcome IN {_LOST} AND d.withdrawn_at IS NULL GROUP BY d.id
) AS back ON back.began_at >= s.begins AND back.began_at < s.ends
JOIN deals_deal lost ON lost.id = back.key::bigint
""",  # noqa: S608
)

DEAL_FIGURES = (WIN_RATE, WON_BACK)
