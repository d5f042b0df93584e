"""Keep the volumes of each day up to date. A day is counted from nothing each time, so repeating it changes nothing.

None of this records facts: what was heard has had its own.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection, transaction

from wellheard.foundation import clock
from wellheard.understand.trends.models import CompanyVolume, DayTotal, DayVolume, HourVolume, StaleDay
from wellheard.understand.trends.queries.things import THINGS, bounds

# Counted in one go by the task of a minute; the rest waits for the next.
AT_ONCE = 100

_NUMBERS = "count(*), count(*) FILTER (WHERE is_confirmed), count(*) FILTER (WHERE is_brought)"
_COUNT_DAY = f"""
    INSERT INTO trends_dayvolume (day, area_id, category_id, count, confirmed_count, brought_count)
    SELECT %(day)s, area_id, category_id, {_NUMBERS} FROM ({THINGS}) AS things GROUP BY area_id, category_id
"""  # noqa: S608 - no word of anybody's is in it
_COUNT_COMPANIES = f"""
    INSERT INTO trends_companyvolume (day, area_id, category_id, company_id, count, confirmed_count, brought_count)
    SELECT %(day)s, area_id, category_id, company_id, {_NUMBERS} FROM ({THINGS}) AS things
    WHERE company_id IS NOT NULL GROUP BY area_id, category_id, company_id
"""  # noqa: S608 - as above
_COUNT_TOTAL = """
    INSERT INTO trends_daytotal (day, count)
    SELECT day, sum(count) FROM trends_dayvolume WHERE day = %(day)s GROUP BY day
"""
_COUNT_HOURS = f"""
    INSERT INTO trends_hourvolume (day, hour, count)
    SELECT %(day)s, extract(hour FROM at AT TIME ZONE %(zone)s), count(*) FROM ({THINGS}) AS things
    WHERE NOT is_brought GROUP BY 2
"""  # noqa: S608 - as above
_MARK_HEARD = """
    INSERT INTO trends_staleday (day)
    SELECT DISTINCT (heard_at AT TIME ZONE %s)::date FROM listen_feedback {which} ON CONFLICT DO NOTHING
"""
_MARK_BEGUN = """
    INSERT INTO trends_staleday (day)
    SELECT DISTINCT (started_at AT TIME ZONE %s)::date FROM conversations_conversation {which} ON CONFLICT DO NOTHING
"""


@transaction.atomic
def mark_days(*, days: Iterable[date]) -> None:
    """Note that something changed in these days: they are counted again within a minute."""
    StaleDay.objects.bulk_create([StaleDay(day=day) for day in sorted(set(days))], ignore_conflicts=True)


@transaction.atomic
def mark_all_days() -> None:
    """Note that every day is to be counted again: each on which something was heard, or was thought to be."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK_HEARD.format(which=""), [str(clock.zone())])
        cursor.execute(_MARK_BEGUN.format(which=""), [str(clock.zone())])
    mark_days(days=DayVolume.objects.order_by().values_list("day", flat=True).distinct())


@transaction.atomic
def mark_days_of_import(*, run_id: int) -> None:
    """Note that the days of what an import brought are to be counted again."""
    brought = "WHERE id IN (SELECT object_id FROM listen_importedrow WHERE run_id = %s AND kind = %s)"
    with connection.cursor() as cursor:
        cursor.execute(_MARK_HEARD.format(which=brought), [str(clock.zone()), run_id, "listen.feedback"])
        cursor.execute(_MARK_BEGUN.format(which=brought), [str(clock.zone()), run_id, "conversations.conversation"])


def count_stale_days(*, most: int = AT_ONCE) -> int:
    """Count again what changed, the newest days first, each by itself: a crash loses the one it was at. Returns how many."""
    done = 0
    while done < most and _count_one():
        done += 1
    return done


@transaction.atomic
def count_day(*, day: date) -> None:
    """Count one day from what was heard on it."""
    for model in (DayVolume, DayTotal, CompanyVolume, HourVolume):
        model.objects.filter(day=day).delete()
    values: dict[str, Any] = {"day": day, "zone": str(clock.zone())} | bounds(day, day)
    with connection.cursor() as cursor:
        for statement in (_COUNT_DAY, _COUNT_TOTAL, _COUNT_COMPANIES, _COUNT_HOURS):
            cursor.execute(statement, values)


@transaction.atomic
def _count_one() -> bool:
    # The mark goes first: what changes while we count waits for this transaction and marks the day anew.
    stale = StaleDay.objects.select_for_update(skip_locked=True, no_key=True).order_by("-day").first()
    if stale is None:
        return False
    stale.delete()
    count_day(day=stale.day)
    return True
