"""Counting exactly, also when many count at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from wellheard.foundation import clock
from wellheard.foundation.tallies import Tally, count_one_more, forget_tallies


@pytest.mark.django_db(transaction=True)
def test_a_flood_at_one_moment_is_counted_to_the_last() -> None:
    def flood(_number: int) -> int:
        try:
            return count_one_more("flood", seconds=60)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        counts = list(pool.map(flood, range(80)))

    assert sorted(counts) == list(range(1, 81))


@pytest.mark.django_db
def test_a_new_stretch_begins_when_the_old_one_is_over() -> None:
    now = clock.now()
    with clock.at(now - timedelta(seconds=90)):
        assert [count_one_more("k", seconds=60), count_one_more("k", seconds=60)] == [1, 2]

    assert count_one_more("k", seconds=60) == 1
    assert count_one_more("other", seconds=60) == 1


@pytest.mark.django_db
def test_what_is_over_is_forgotten() -> None:
    with clock.at(clock.now() - timedelta(hours=1)):
        count_one_more("old", seconds=60)
    count_one_more("new", seconds=60)

    forget_tallies(timestamp=0)

    assert list(Tally.objects.values_list("key", flat=True)) == ["new"]
