"""Counting how often something happened within a stretch of time, exactly: also when a hundred requests count at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import connection, models
from procrastinate.contrib.django import app

from wellheard.foundation import clock

# A count may be lost when the machine loses power; waiting for the disk would slow every request down. Only where nothing
# else is in the transaction, which would be hurried with it.
_HASTY = "SELECT set_config('synchronous_commit', 'off', true)"

# One statement: reading a count and writing it back would lose all but one of those that count at the same moment.
_COUNT = """
WITH pace AS ({pace}) INSERT INTO foundation_tally AS tally (key, count, ends_at) SELECT %s, %s, %s FROM pace
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN tally.ends_at <= %s THEN excluded.count ELSE tally.count + excluded.count END,
    ends_at = CASE WHEN tally.ends_at <= %s THEN excluded.ends_at ELSE tally.ends_at END
RETURNING count, ends_at
"""


class Tally(models.Model):
    """How often something happened since its stretch began; `key` says what, without names or addresses."""

    key = models.CharField(max_length=120, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "tallies"
        indexes = [models.Index(fields=["ends_at"], name="tally_over")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


@dataclass(frozen=True)
class Counted:
    """How often something happened in the present stretch, and when that is over."""

    count: int
    ends_at: datetime

    @property
    def seconds_left(self) -> int:
        return max(1, ceil((self.ends_at - clock.now()).total_seconds()))


def count_one_more(key: str, *, seconds: int) -> int:
    """Count one more under this key and return how many there are in the present stretch, which began with the first."""
    return counted(key, seconds=seconds).count


def counted(key: str, *, seconds: int, more: int = 1) -> Counted:
    """As count_one_more, telling also when the stretch is over; or counting several more at once."""
    now = clock.now()
    query = _COUNT.format(pace="SELECT 1" if connection.in_atomic_block else _HASTY)
    with connection.cursor() as cursor:
        cursor.execute(query, [key, more, now + timedelta(seconds=seconds), now, now])
        return Counted(*cursor.fetchone())


@app.periodic(cron="*/15 * * * *")
@app.task(queue="upkeep", queueing_lock="forget_tallies", pass_context=False)
def forget_tallies(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Delete the counts whose stretch is over, or their table grows with every visitor."""
    Tally.objects.filter(ends_at__lt=clock.now()).delete()
