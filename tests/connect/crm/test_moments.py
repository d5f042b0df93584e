"""Days and moments as systems of sales write them: what nobody can reckon with says nothing, and stops nothing."""

from datetime import UTC, date, datetime

import pytest

from wellheard.connect.crm.there import day_of, moment_of
from wellheard.workspace.installation import remember
from wellheard.workspace.models import Vendor


@pytest.mark.parametrize(
    "said", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31 23:59:59", 253402300799000, "soon", "", None]
)
def test_an_empty_time_and_one_beyond_all_zones_are_none(said: object) -> None:
    remember(Vendor(time_zone="Asia/Tokyo"), seconds=3600)
    assert moment_of(said) is None
    assert day_of(said) is None


def test_a_moment_has_the_day_of_the_installation() -> None:
    remember(Vendor(time_zone="Asia/Tokyo"), seconds=3600)
    assert moment_of("2026-03-31T20:00:00Z") == datetime(2026, 3, 31, 20, tzinfo=UTC)
    assert day_of("2026-03-31T20:00:00Z") == date(2026, 4, 1)
    assert day_of("2026-03-31") == date(2026, 3, 31)
