"""What the statements of all figures stand on: stretches of time, hours of work, who asks for what, and what came of it."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from wellheard.foundation import clock
from wellheard.learn.figures.figure import Figure
from wellheard.learn.figures.narrowing import about_of, spoke_of
from wellheard.learn.figures.scope import Scope, Stretch
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Area
from wellheard.workspace.queries import within

# `hours` is one row of three arrays: when work begins, when it ends, and how much was worked before. An ask is one contact
# wanting one idea, since they first said or voted so; withdrawn evidence and what was set aside are no asks. The outcomes of
# an idea are its decisions and the releases that brought it.
TABLES = """
WITH stretches AS (
    SELECT *, (begins AT TIME ZONE %(zone)s)::date AS begins_on, (ends AT TIME ZONE %(zone)s)::date AS ends_on
    FROM unnest(%(numbers)s::int[], %(begins)s::timestamptz[], %(ends)s::timestamptz[]) AS s (number, begins, ends)
), hours AS (
    SELECT %(opens)s::float8[] AS opens, %(closes)s::float8[] AS closes, %(worked)s::float8[] AS worked
), asks AS (
    SELECT idea_id, contact_id, min(asked_at) AS asked_at, max(company_id) AS company_id, min(feedback_id) AS feedback_id
    FROM (
        SELECT i.idea_id, f.contact_id, f.heard_at AS asked_at, e.company_id, f.id AS feedback_id
        FROM decide_evidenceitem i
        JOIN decide_evidence e ON e.id = i.evidence_id AND e.withdrawn_at IS NULL
        JOIN listen_feedback f ON f.id = i.feedback_id AND f.set_aside_at IS NULL
        WHERE f.contact_id IS NOT NULL
        UNION ALL
        SELECT i.idea_id, v.contact_id, v.voted_at, e.company_id, NULL
        FROM decide_evidenceitem i
        JOIN decide_evidence e ON e.id = i.evidence_id AND e.withdrawn_at IS NULL
        JOIN decide_vote v ON v.id = i.vote_id
    ) AS wishes
    GROUP BY idea_id, contact_id
), outcomes AS (
    SELECT idea_id, decided_at AS at, 'd' || id AS key FROM decide_decision
    UNION ALL
    SELECT s.idea_id, r.published_at, 'r' || r.id
    FROM deliver_releasedidea s JOIN deliver_release r ON r.id = s.release_id WHERE r.published_at IS NOT NULL
), all_cases AS ({cases}), cases AS (
    SELECT all_cases.* FROM all_cases {spoke} WHERE {whom} AND {what}
)
"""


def of_whom(company: str) -> str:
    """Return SQL for whether a company is one of those the scope asks about."""
    return f"""(%(segment)s::bigint IS NULL
        OR {company} IN (SELECT company_id FROM customers_segmentmember WHERE segment_id = %(segment)s::bigint))
    AND (%(tier)s::bigint IS NULL
        OR {company} IN (SELECT id FROM customers_company WHERE tier_id = %(tier)s::bigint))"""  # noqa: S608


def statement(figure: Figure) -> str:
    """Return the tables of a figure's cases, narrowed to what the scope asks about."""
    outside = figure.of_companies and not figure.is_narrowed_within
    pieces = {
        "cases": figure.cases,
        "spoke": spoke_of(figure),
        "whom": of_whom("company_id") if outside else "TRUE",
        "what": about_of(figure),
    }
    whole = TABLES
    for name, piece in pieces.items():
        whole = whole.replace("{" + name + "}", piece)
    return whole


def worked(moment: str) -> str:
    """Return SQL for the seconds worked from the beginning of the hours until a moment: a look-up, then a subtraction.

    As BusinessHours.seconds counts them; a test holds the two against each other.
    """
    at, index = (
        f"extract(epoch FROM {moment})::float8",
        f"width_bucket(extract(epoch FROM {moment})::float8, hours.opens)",
    )
    passed = f"hours.worked[{index}] + least({at}, hours.closes[{index}]) - hours.opens[{index}]"
    return f"(CASE WHEN {index} = 0 THEN 0 ELSE {passed} END)"


def given(scope: Scope, stretches: Sequence[Stretch]) -> dict[str, Any]:
    """Return the values of a statement about these stretches of time, numbered from 0."""
    areas = sorted(within(scope.area)) if scope.area else None
    owned = _owned_by(scope.team.pk) if scope.team else None
    return {
        "now": clock.now(),
        "numbers": list(range(len(stretches))),
        "begins": [stretch.begins for stretch in stretches],
        "ends": [stretch.ends for stretch in stretches],
        "zone": str(clock.zone()),
        "segment": scope.segment.pk if scope.segment else None,
        "tier": scope.tier.pk if scope.tier else None,
        "areas": areas,
        "team": scope.team.pk if scope.team else None,
        "owned": owned,
        "about": sorted({*(areas or []), *(owned or [])}) if scope.area or scope.team else None,
        **_hours(stretches),
    }


def _owned_by(team_id: int) -> list[int]:
    """Return the areas a team owns; a part that another team owns is that team's."""
    return sorted(Area.objects.filter(team=team_id).values_list("pk", flat=True))


def _hours(stretches: Sequence[Stretch]) -> dict[str, list[float]]:
    """Return the hours of work from the first of these days until now: whoever waits, waits until now."""
    first = min(stretch.begins for stretch in stretches)
    openings = list(installation().business_hours.openings(first, clock.now()))
    sums = accumulate((closes - opens for opens, closes in openings), initial=0.0)
    return {
        "opens": [opens for opens, _closes in openings],
        "closes": [closes for _opens, closes in openings],
        "worked": [before for before, _opening in zip(sums, openings, strict=False)],
    }
