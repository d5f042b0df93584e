"""Counting time as people work: the hours of each weekday in the installation's zone, without holidays."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

DAYS_OF_WEEK = 7
MINUTES_OF_DAY = 24 * 60
# How many days ahead a moment is looked for.
LOOKED_AHEAD = 92


class HoursError(ValueError):
    """Hours that nobody can work; the text says what to write instead."""


@dataclass(frozen=True)
class Opening:
    """The hours of one weekday, in minutes after midnight, at most until 24:00. Raises HoursError when it goes past that."""

    begins: int
    ends: int

    def __post_init__(self) -> None:
        if not 0 <= self.begins < self.ends <= MINUTES_OF_DAY:
            raise HoursError(
                _("A working day begins before it ends, on the same day. Split hours over midnight between both days.")
            )

    @classmethod
    def read(cls, begins: str, ends: str) -> "Opening":
        """Read hours as people write them, such as 09:00 and 17:30."""
        return cls(_minutes(begins), _minutes(ends))

    def written(self) -> list[str]:
        """Return the hours as they are stored."""
        return [f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in (self.begins, self.ends)]


@dataclass(frozen=True)
class BusinessHours:
    """When somebody works here: seven weekdays, Monday first (None: nobody), in one zone, and days on which nobody does."""

    zone: ZoneInfo
    week: tuple[Opening | None, ...]
    holidays: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if len(self.week) != DAYS_OF_WEEK:
            raise HoursError(_("A week has seven days."))

    def seconds(self, since: datetime, until: datetime) -> int:
        """Return how many business seconds lie between two moments; 0 when the second comes first.

        Counted on the real clock: on the night the clocks change, a day open around the clock has 23 or 25 hours.
        """
        passed = 0.0
        for opens, closes in self.openings(since, until):
            begins, ends = max(opens, since.timestamp()), min(closes, until.timestamp())
            passed += max(0.0, ends - begins)
        return int(passed)

    def minutes_on(self, day: date) -> int:
        """Return how many minutes of a day somebody works."""
        opening = self.week[day.weekday()]
        return opening.ends - opening.begins if opening and day not in self.holidays else 0

    def after(self, since: datetime, seconds: int) -> datetime:
        """Return the moment at which so many business seconds are over; so many on the clock where nobody works for a quarter."""
        left = float(seconds)
        for opens, closes in self.openings(since, since + timedelta(days=LOOKED_AHEAD)):
            begins = max(opens, since.timestamp())
            if left <= closes - begins:
                return datetime.fromtimestamp(begins + left, since.tzinfo)
            left -= max(0.0, closes - begins)
        return since + timedelta(seconds=seconds)

    def openings(self, since: datetime, until: datetime) -> Iterator[tuple[float, float]]:
        """Yield when work begins and ends on each day from one moment's to the other's, in seconds since 1970."""
        day, last = since.astimezone(self.zone).date(), until.astimezone(self.zone).date()
        while day <= last:
            opening = self.week[day.weekday()]
            if opening and day not in self.holidays:
                yield self._moment(day, opening.begins), self._moment(day, opening.ends)
            day += timedelta(days=1)

    def _moment(self, day: date, minutes: int) -> float:
        if minutes == MINUTES_OF_DAY:
            day, minutes = day + timedelta(days=1), 0
        return datetime.combine(day, time(minutes // 60, minutes % 60), self.zone).timestamp()


def _minutes(written: str) -> int:
    hours, colon, minutes = written.strip().partition(":")
    if not (colon and hours.isascii() and hours.isdecimal() and minutes.isascii() and minutes.isdecimal()):
        raise HoursError(_("Write a time such as 09:00."))
    if int(minutes[:3]) >= 60 or len(hours) > 2:  # noqa: PLR2004 - minutes of an hour, digits of an hour
        raise HoursError(_("Write a time such as 09:00."))
    return int(hours) * 60 + int(minutes)
