"""Keep an idea's counters true: who asks, what they pay, what is at risk and what was lost, in one statement from the evidence.

`docs/ideas.md` has the formulas in words. A single vote or link reads its own row only: see `tally`.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Q

from wellheard.decide.models import Evidence, Idea, IdeaMonth
from wellheard.foundation import clock

# A renewal this near is a date by which the company decides about us.
RENEWAL_DAYS = 90
# So many ideas are counted in one transaction.
PART = 500

_counts_later: ContextVar[bool] = ContextVar("counts_later", default=False)

# Taken before the count, in one order: a count that had to wait for a row would be of the moment before it waited.
_LOCK = "SELECT id FROM decide_idea WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"

# What rows of evidence that stand come to, for each idea.
ASKED = """
    SELECT e.idea_id, count(e.company_id) AS companies, coalesce(sum(c.mrr_minor), 0) AS mrr,
        coalesce(sum(c.mrr_minor) FILTER (WHERE c.stage = 'at_risk'
            OR (c.stage <> 'lost' AND e.importance = 3 AND c.renews_on BETWEEN %(today)s AND %(until)s)), 0) AS risk,
        -- Nothing runs any more, so what it paid before that.
        coalesce(sum(CASE WHEN c.stage = 'lost' AND e.grade = 'A' THEN coalesce(nullif(c.mrr_minor, 0), (
            SELECT (f.details ->> 'old')::bigint FROM foundation_fact f
            WHERE f.company_id = c.id AND f.name = 'company.mrr_changed' AND (f.details ->> 'new')::bigint = 0
            ORDER BY f.happened_at DESC LIMIT 1)) END), 0) AS lost,
        coalesce(sum(e.lost_deal_minor), 0) AS lost_deals, coalesce(sum(e.open_deal_minor), 0) AS pipeline,
        coalesce(sum(e.open_deal_minor) FILTER (WHERE c.mrr_minor > 0), 0) AS expansion,
        coalesce(max(c.mrr_minor), 0) AS largest,
        coalesce(sum(e.importance - 2) FILTER (WHERE e.company_id IS NOT NULL), 0) AS pull,
        count(e.importance) FILTER (WHERE e.company_id IS NOT NULL) AS pull_said,
        count(e.importance) AS weighed, count(*) AS needs
    FROM decide_evidence e JOIN decide_idea i ON i.id = e.idea_id AND i.merged_into_id IS NULL
    LEFT JOIN customers_company c ON c.id = e.company_id
    WHERE {which} AND e.withdrawn_at IS NULL
    GROUP BY e.idea_id
"""

# One statement, so that two changes at once cannot leave a count of neither.
_RECOUNT = """
WITH asked AS ({asked}), said AS (
    SELECT i.idea_id, count(i.feedback_id) AS feedback, count(DISTINCT coalesce(f.contact_id, v.contact_id)) AS contacts,
        (array_agg(f.id ORDER BY c.mrr_minor DESC NULLS LAST, f.voice, f.heard_at DESC, i.id DESC)
            FILTER (WHERE f.id IS NOT NULL))[1] AS loudest,
        (array_agg(f.id ORDER BY f.voice, f.heard_at DESC, i.id DESC)
            FILTER (WHERE f.quotable <> 'no' AND f.published_at IS NOT NULL))[1] AS public_quote
    FROM decide_evidenceitem i JOIN decide_evidence e ON e.id = i.evidence_id AND e.withdrawn_at IS NULL
    LEFT JOIN customers_company c ON c.id = e.company_id
    LEFT JOIN listen_feedback f ON f.id = i.feedback_id
    LEFT JOIN decide_vote v ON v.id = i.vote_id
    WHERE i.idea_id = ANY(%(ids)s)
    GROUP BY i.idea_id
)
UPDATE decide_idea AS idea SET
    vote_count = (SELECT count(*) FROM decide_vote v WHERE v.idea_id = idea.id),
    feedback_count = coalesce(said.feedback, 0),
    contact_count = coalesce(said.contacts, 0),
    company_count = coalesce(asked.companies, 0),
    mrr_minor = coalesce(asked.mrr, 0),
    risk_minor = coalesce(asked.risk, 0),
    lost_minor = coalesce(asked.lost, 0),
    lost_deals_minor = coalesce(asked.lost_deals, 0),
    pipeline_minor = coalesce(asked.pipeline, 0),
    expansion_minor = coalesce(asked.expansion, 0),
    largest_minor = coalesce(asked.largest, 0),
    pull = coalesce(asked.pull, 0),
    pull_count = coalesce(asked.pull_said, 0),
    need_count = coalesce(asked.needs, 0),
    weighed_count = coalesce(asked.weighed, 0),
    loudest_id = said.loudest,
    public_quote_id = said.public_quote
FROM unnest(%(ids)s::bigint[]) AS wanted (id)
LEFT JOIN asked ON asked.idea_id = wanted.id LEFT JOIN said ON said.idea_id = wanted.id
WHERE idea.id = wanted.id
""".replace("{asked}", ASKED.format(which="e.idea_id = ANY(%(ids)s)"))

_UNTRUE = """
WITH asked AS ({asked})
SELECT idea.id FROM decide_idea idea LEFT JOIN asked ON asked.idea_id = idea.id
WHERE idea.id = ANY(%(ids)s) AND (
    idea.company_count, idea.mrr_minor, idea.lost_deals_minor, idea.pipeline_minor, idea.expansion_minor, idea.largest_minor,
    idea.pull, idea.pull_count, idea.need_count, idea.weighed_count
) IS DISTINCT FROM (
    coalesce(asked.companies, 0), coalesce(asked.mrr, 0), coalesce(asked.lost_deals, 0), coalesce(asked.pipeline, 0),
    coalesce(asked.expansion, 0), coalesce(asked.largest, 0), coalesce(asked.pull, 0), coalesce(asked.pull_said, 0),
    coalesce(asked.needs, 0), coalesce(asked.weighed, 0)
) ORDER BY idea.id
""".replace("{asked}", ASKED.format(which="e.idea_id = ANY(%(ids)s)"))

_RECOUNT_MONTHS = """
INSERT INTO decide_ideamonth (idea_id, month, pieces)
SELECT i.idea_id, date_trunc('month', coalesce(f.heard_at, v.voted_at) AT TIME ZONE %(zone)s)::date AS month, count(*)
FROM decide_evidenceitem i JOIN decide_evidence e ON e.id = i.evidence_id AND e.withdrawn_at IS NULL
LEFT JOIN listen_feedback f ON f.id = i.feedback_id
LEFT JOIN decide_vote v ON v.id = i.vote_id
WHERE i.idea_id = ANY(%(ids)s)
GROUP BY 1, 2
"""


def recount(idea_ids: Iterable[int]) -> None:
    """Bring everything that is counted for these ideas up to date from the evidence; safe to repeat."""
    ids = sorted(set(idea_ids))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, [ids])
        cursor.execute(_RECOUNT, {"ids": ids, **risk_days()})
        IdeaMonth.objects.filter(idea__in=ids).delete()
        cursor.execute(_RECOUNT_MONTHS, {"ids": ids, "zone": str(clock.zone())})


def recount_worth(idea_ids: Iterable[int]) -> None:
    """Bring the counters up to date because companies or days changed, but nobody asked for anything new; safe to repeat."""
    ids = sorted(set(idea_ids))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, [ids])
        cursor.execute(_RECOUNT, {"ids": ids, **risk_days()})


def untrue(idea_ids: Iterable[int]) -> list[int]:
    """Return which of these ideas keep another figure than their evidence comes to; money at risk apart, which days change."""
    with connection.cursor() as cursor:
        cursor.execute(_UNTRUE, {"ids": list(idea_ids), **risk_days()})
        return [idea_id for (idea_id,) in cursor.fetchall()]


@contextmanager
def counting_later() -> Iterator[None]:
    """Leave the counters as they are meanwhile: whoever changes nearly everything counts all of it once, at the end."""
    token = _counts_later.set(True)
    try:
        yield
    finally:
        _counts_later.reset(token)


def is_counted_later() -> bool:
    """Tell whether a change need not be counted now."""
    return _counts_later.get()


def in_parts(count: Callable[[list[int]], None], idea_ids: Iterable[int]) -> None:
    """Count many ideas, some at a time, so that nobody waits long for one of them."""
    ids = sorted(set(idea_ids))
    for begin in range(0, len(ids), PART):
        count(ids[begin : begin + PART])


def risk_days() -> dict[str, date]:
    """Return from when until when a renewal is near."""
    today = clock.today()
    return {"today": today, "until": today + timedelta(days=RENEWAL_DAYS)}


def touched_by_renewals() -> list[int]:
    """Return the ideas whose money at risk may be another today: a renewal came near, or passed in the last month."""
    today = clock.today()
    near = Evidence.objects.standing().filter(
        importance=Evidence.Importance.CANNOT_WORK,
        company__renews_on__range=(today - timedelta(days=31), today + timedelta(days=RENEWAL_DAYS)),
    )
    # Also what was counted before there was money at risk to count.
    counted = Idea.objects.filter(Q(risk_minor__gt=0) | Q(need_count=0, company_count__gt=0)).values_list(
        "pk", flat=True
    )
    return sorted({*near.values_list("idea_id", flat=True), *counted})
