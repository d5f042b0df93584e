"""How many decisions ended at which gate, counted in memory and written now and then: a decision does not wait for it.

Up to fifteen seconds of counts are lost when a process ends; they steer nothing.
"""

import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection

from wellheard.foundation import clock

EVERY_SECONDS = 15.0

_ADD = """
INSERT INTO surveys_gatecount AS counted (survey_id, day, gate, count)
SELECT row.survey_id, row.day, row.gate, row.count
FROM unnest(%s::bigint[], %s::date[], %s::text[], %s::bigint[]) AS row (survey_id, day, gate, count)
JOIN surveys_survey AS survey ON survey.id = row.survey_id
ORDER BY row.survey_id, row.day, row.gate
ON CONFLICT (survey_id, day, gate) DO UPDATE SET count = counted.count + excluded.count
"""

_lock = threading.Lock()
_counts: Counter[tuple[int, date, str]] = Counter()
_last_written = [time.monotonic()]


def count(now: datetime, gates: Mapping[int, str]) -> None:
    """Count for each survey at which gate it ended; what is due is written."""
    day = clock.day_of(now)
    with _lock:
        _counts.update((pk, day, gate) for pk, gate in gates.items())
        is_due = time.monotonic() - _last_written[0] > EVERY_SECONDS
    if is_due:
        write()


def write() -> None:
    """Write what was counted since the last time."""
    with _lock:
        rows, _last_written[0] = dict(_counts), time.monotonic()
        _counts.clear()
    if not rows:
        return
    columns = [
        list(column) for column in zip(*((pk, day, gate, n) for (pk, day, gate), n in rows.items()), strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, columns)
