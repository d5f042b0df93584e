"""Time is counted as people work: by weekday, zone and holiday, on the real clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wellheard.foundation.business_hours import BusinessHours, HoursError, Opening

VILNIUS = ZoneInfo("Europe/Vilnius")
NINE_TO_FIVE = Opening.read("09:00", "17:00")
ALL_DAY = Opening.read("00:00", "24:00")
OFFICE = BusinessHours(VILNIUS, (*[NINE_TO_FIVE] * 5, None, None))
ALWAYS = BusinessHours(VILNIUS, (ALL_DAY,) * 7)

moments = some.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=some.just(UTC))  # noqa: DTZ001
openings = some.tuples(some.integers(0, 1440), some.integers(0, 1440)).filter(lambda pair: pair[0] < pair[1])
weeks = some.tuples(*[some.none() | openings.map(lambda pair: Opening(*pair))] * 7)
zones = some.sampled_from(["UTC", "Europe/Vilnius", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VILNIUS)


def test_a_question_of_friday_evening_has_waited_nothing_on_monday_at_nine() -> None:
    assert OFFICE.seconds(at("2026-11-20T18:00"), at("2026-11-23T09:00")) == 0
    assert OFFICE.seconds(at("2026-11-20T16:30"), at("2026-11-23T09:15")) == 45 * 60


def test_a_holiday_counts_nothing() -> None:
    hours = BusinessHours(VILNIUS, OFFICE.week, frozenset({date(2026, 12, 25)}))
    assert hours.seconds(at("2026-12-24T16:00"), at("2026-12-28T10:00")) == 2 * 3600


def test_the_night_the_clocks_change_has_its_real_length() -> None:
    assert ALWAYS.seconds(at("2026-03-29T00:00"), at("2026-03-30T00:00")) == 23 * 3600
    assert ALWAYS.seconds(at("2026-10-25T00:00"), at("2026-10-26T00:00")) == 25 * 3600
    assert OFFICE.seconds(at("2026-10-23T00:00"), at("2026-10-27T00:00")) == 2 * 8 * 3600


@pytest.mark.parametrize(("begins", "ends"), [("22:00", "06:00"), ("09:00", "09:00"), ("09:00", "24:30")])
def test_hours_over_midnight_are_refused(begins: str, ends: str) -> None:
    with pytest.raises(HoursError, match="same day"):
        Opening.read(begins, ends)


@pytest.mark.parametrize("written", ["", "9", "nine", "09:60", "109:00", "-1:00", "09:٣٠"])
def test_what_is_no_time_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(HoursError, match="09:00"):
        Opening.read(written, "17:00")


def test_a_week_has_seven_days() -> None:
    with pytest.raises(HoursError):
        BusinessHours(VILNIUS, (NINE_TO_FIVE,) * 5)


@given(weeks, zones, moments, moments, moments)
def test_time_adds_up_wherever_it_is_cut(
    week: tuple[Opening | None, ...], zone: str, one: datetime, two: datetime, three: datetime
) -> None:
    hours = BusinessHours(ZoneInfo(zone), week)
    first, middle, last = sorted((one, two, three))
    # Years pass slowly: a few weeks hold every case.
    middle, last = min(middle, first + timedelta(days=40)), min(last, first + timedelta(days=80))
    whole = hours.seconds(first, last)
    assert abs(hours.seconds(first, middle) + hours.seconds(middle, last) - whole) <= 1
    assert 0 <= whole <= (last - first).total_seconds()
    assert hours.seconds(last, first) == 0 or first == last


@given(zones, moments, some.integers(0, 60 * 86_400))
def test_who_is_open_around_the_clock_counts_every_second(zone: str, since: datetime, seconds: int) -> None:
    hours = BusinessHours(ZoneInfo(zone), (ALL_DAY,) * 7)
    assert abs(hours.seconds(since, since + timedelta(seconds=seconds)) - seconds) <= 1
