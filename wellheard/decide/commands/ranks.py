"""Note where each open idea stands once a week."""

from datetime import date, datetime, time, timedelta

from django.db import connection, transaction

from wellheard.decide.models import IdeaRank
from wellheard.decide.models.worth import WORTH_SQL
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.facts.ledger import About

TAKEN = names.declare("ranking.taken", "The places of all open ideas were noted, to say later what moved.")

# A board compares with about a month ago; weekly notes are at most this much older than that.
COMPARED_DAYS = 30
WEEK = timedelta(days=7)
KEPT = timedelta(days=400)

# Evidence is dated, so the ranking of an earlier day can still be counted: who had asked by then and had not taken it back.
_WORTH = WORTH_SQL.format(
    money="coalesce(sum(c.mrr_minor), 0)",
    pull="coalesce(sum(e.importance - 2) FILTER (WHERE e.company_id IS NOT NULL), 0)",
    said="count(e.importance) FILTER (WHERE e.company_id IS NOT NULL)",
)
_TAKE = """
INSERT INTO decide_idearank (taken_on, idea_id, place)
SELECT %(day)s, idea.id, row_number() OVER (
    ORDER BY {worth} DESC, count(e.company_id) DESC, idea.id DESC)
FROM decide_idea idea
LEFT JOIN decide_evidence e ON e.idea_id = idea.id AND e.first_at < %(end)s
    AND (e.withdrawn_at IS NULL OR e.withdrawn_at >= %(end)s)
LEFT JOIN customers_company c ON c.id = e.company_id
WHERE idea.merged_into_id IS NULL AND idea.created_at < %(end)s
    AND idea.status NOT IN ('shipped', 'not_now', 'already_possible')
GROUP BY idea.id
ON CONFLICT DO NOTHING
""".replace("{worth}", _WORTH)


@transaction.atomic
def take_ranks(*, day: date) -> int:
    """Note the places of all open ideas at the end of a day; return how many. A day that is noted stays as it is."""
    if IdeaRank.objects.filter(taken_on=day).exists():
        return 0
    end = datetime.combine(day + timedelta(days=1), time(), clock.zone())
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"day": day, "end": end})
        taken = int(cursor.rowcount)
    ledger.record(TAKEN, About("ranking", day.toordinal()), ideas=taken)
    return taken


@transaction.atomic
def keep_ranks() -> None:
    """Take this week's note and, where none is old enough yet, one of a month ago; forget what is over a year old."""
    today = clock.today()
    IdeaRank.objects.filter(taken_on__lt=today - KEPT).delete()
    if not IdeaRank.objects.filter(taken_on__gt=today - WEEK, taken_on__lte=today).exists():
        take_ranks(day=today)
    then = today - timedelta(days=COMPARED_DAYS)
    if not IdeaRank.objects.filter(taken_on__gt=then - WEEK, taken_on__lte=then).exists():
        take_ranks(day=then)
