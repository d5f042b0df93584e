"""What is counted: each thing somebody said, once for each area and category it is about, on the day it arrived.

A thing is a conversation, for each of its tags (a suggested one counts until somebody confirms one; one without any counts as
about nothing known), or feedback that did not come out of a conversation: what did counts as its conversation. What was split
counts by its quotes, what somebody said twice counts once, spam and what programs wrote never. An import brings
history with its own dates, which counts as what was usual then; what came without a date, or with the day of the import
itself, is marked as brought: it is no news, however much it is.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from wellheard.foundation import clock

# Whoever has no company is counted as one of their own: three people of nowhere are three voices.
FEEDBACK_THINGS = """
    SELECT 'feedback' AS kind, f.id, COALESCE(f.area_id, 0) AS area_id, COALESCE(f.category_id, 0) AS category_id,
        f.company_id, COALESCE(f.company_id, -f.contact_id) AS voice, f.heard_at AS at,
        f.filed_at IS NOT NULL AS is_confirmed,
        f.origin <> '' AND f.heard_at > f.recorded_at - interval '1 day' AND EXISTS (
            SELECT FROM foundation_fact
            WHERE subject_type = 'feedback' AND subject_id = f.id AND name = 'feedback.imported'
        ) AS is_brought
    FROM listen_feedback f
    WHERE f.heard_at >= %(begins)s AND f.heard_at < %(ends)s
        AND f.split_at IS NULL AND f.same_as_id IS NULL AND f.set_aside_reason <> 'spam'
        AND NOT EXISTS (
            SELECT FROM conversations_passage passage
            JOIN conversations_message message ON message.id = passage.message_id
            JOIN conversations_conversation whole ON whole.id = message.conversation_id
            WHERE passage.feedback_id = f.id AND whole.merged_into_id IS NULL AND whole.aside_reason = ''
        )
"""
THINGS = f"""{FEEDBACK_THINGS}
    UNION ALL
    SELECT 'conversation', c.id, COALESCE(t.area_id, 0), COALESCE(t.category_id, 0), c.company_id,
        COALESCE(c.company_id, -c.requester_id), c.started_at, t.confirmed_at IS NOT NULL,
        c.channel = 'import' AND EXISTS (
            SELECT FROM foundation_fact
            WHERE subject_type = 'conversation' AND subject_id = c.id AND name = 'conversation.imported'
                AND happened_at < c.started_at + interval '1 day'
        )
    FROM conversations_conversation c LEFT JOIN conversations_tag t ON t.conversation_id = c.id
    WHERE c.started_at >= %(begins)s AND c.started_at < %(ends)s AND c.merged_into_id IS NULL AND c.aside_reason = ''
"""  # noqa: S608 - no word of anybody's is in it

_LAST = f"""
    SELECT area_id, category_id, voice, things.company_id, company.tier_id, count(*)
    FROM ({THINGS}) AS things LEFT JOIN customers_company company ON company.id = things.company_id
    WHERE NOT is_brought GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608 - no word of anybody's is in it


def bounds(first: date, last: date) -> dict[str, datetime]:
    """Return when the first of these days begins and the last ends, in the installation's zone."""
    ends_on = last + timedelta(days=1)
    return {
        "begins": datetime.combine(first, time.min, clock.zone()),
        "ends": datetime.combine(ends_on, time.min, clock.zone()),
    }


def said_between(begins: datetime, ends: datetime) -> list[tuple[int, int, int | None, int | None, int | None, int]]:
    """Return how much each voice said in a stretch: area, category, voice, company, tier, count. Nothing that was brought."""
    return rows_of(_LAST, {"begins": begins, "ends": ends})


def rows_of(statement: str, values: Any) -> list[Any]:
    """Return the rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
