"""Counting how often something happened within a stretch of time, exactly: also when a hundred requests count at once."""

from datetime import timedelta

from django.db import connection, models
from procrastinate.contrib.django import app

from wellheard.foundation import clock

# One statement: reading a count and writing it back would lose all but one of those that count at the same moment.
_COUNT = """
INSERT INTO foundation_tally AS tally (key, count, ends_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN tally.ends_at <= %s THEN 1 ELSE tally.count + 1 END,
    ends_at = CASE WHEN tally.ends_at <= %s THEN excluded.ends_at ELSE tally.ends_at END
RETURNING count
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


def count_one_more(key: str, *, seconds: int) -> int:
    """Count one more under this key and return how many there are in the present stretch, which began with the first."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, now + timedelta(seconds=seconds), now, now])
        return int(cursor.fetchone()[0])


@app.periodic(cron="*/15 * * * *")
@app.task(queue="upkeep", queueing_lock="forget_tallies", pass_context=False)
def forget_tallies(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Delete the counts whose stretch is over, or their table grows with every visitor."""
    Tally.objects.filter(ends_at__lt=clock.now()).delete()
