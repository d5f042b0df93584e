"""How many who began to write were helped by what was suggested, so that they did not have to wait for us."""

from django.utils.translation import gettext_lazy as _

from wellheard.learn.figures.figure import By, Figure, Kind, Unit

WITHIN_DAYS = 7

DEFLECTION = Figure(
    key="deflection",
    name=_("Deflection"),
    kind=Kind.SHARE,
    of_companies=False,
    areas_by=By.SUGGESTION,
    unit=Unit.PERCENT,
    met=_("Did not need to write"),
    missed=_("Wrote all the same"),
    meaning=_(
        "Of those to whom articles or ideas were suggested while they wrote, how many did not send it and did not begin to "
        "write again within 7 days."
    ),
    one_case=_(
        "One time that somebody wrote and saw suggestions, on the portal or in a program of yours; it belongs to the day of "
        "the first suggestion. One of the last 7 days counts once it was sent, or once the days have passed."
    ),
    history=_("Kept for 400 days, and without who it was: no segment can be asked about."),
    cases=f"""
SELECT s.number, w.id::text AS key, NULL::bigint AS contact_id, NULL::bigint AS company_id, NULL::bigint AS idea_id,
    NULL::bigint AS feedback_id, w.began_at, coalesce(w.sent_at, w.came_back_at) AS ended_at, NULL::float8 AS seconds,
    w.sent_at IS NULL AND w.came_back_at IS NULL AS good
FROM stretches s
JOIN articles_showing w ON w.began_at >= s.begins AND w.began_at < s.ends
WHERE w.sent_at IS NOT NULL OR w.came_back_at IS NOT NULL
    OR w.began_at + interval '{WITHIN_DAYS} days' < %(now)s::timestamptz
""",  # noqa: S608 - a number of our own
)
