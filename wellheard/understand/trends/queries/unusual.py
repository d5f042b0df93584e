"""What is unusual in the last 24 hours: each area, category, both and both of one tier against its own usual."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Sum
from django.utils import timezone

from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.understand.trends.models import DayVolume, HourVolume, Watch
from wellheard.understand.trends.queries.subjects import Subject
from wellheard.understand.trends.queries.things import rows_of, said_between
from wellheard.understand.trends.statistics.discovery import (
    Observed,
    beside,
    rate_for,
    unusual,
)
from wellheard.understand.trends.statistics.seasonal import (
    FEWEST_DAYS,
    WINDOW_DAYS,
    Usual,
    level_of,
    weekday_profile,
)
from wellheard.workspace.installation import installation

DAY_HOURS = 24
LOOKED_AT = timedelta(hours=DAY_HOURS)
_STILL_UNUSUAL = 0.01

_OF_TIERS = """
    SELECT v.day, v.area_id, v.category_id, c.tier_id, sum(v.count - v.brought_count)
    FROM trends_companyvolume v JOIN customers_company c ON c.id = v.company_id
    WHERE v.day BETWEEN %s AND %s AND v.area_id > 0 AND v.category_id > 0 AND c.tier_id IS NOT NULL GROUP BY 1, 2, 3, 4
"""
_BEGINNINGS = "SELECT area_id, category_id, min(day) FROM trends_dayvolume WHERE count > brought_count GROUP BY 1, 2"


@dataclass
class Seen:
    """What was said of something in the last 24 hours, and by whom."""

    count: int = 0
    voices: set[int] = field(default_factory=set)
    companies: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Finding:
    """Something unusual: what it is about, what was counted, what is usual, and what its companies pay a month."""

    subject: Subject
    observed: Observed[Subject]
    mrr_minor: int


def wanted_alerts() -> float:
    """Return how many false alarms a week the owner puts up with."""
    row = Watch.objects.first()
    return row.alerts_a_week if row else Watch.USUAL_ALERTS


class Look:
    """One look at the 24 hours before a moment. Nothing is asked before it is needed."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        # The last whole day before the 24 hours: what is looked at must not be part of its own usual.
        self.last_day: date = clock.day_of(until - LOOKED_AT) - timedelta(days=1)
        self.first_day = self.last_day - timedelta(days=WINDOW_DAYS - 1)

    def findings(self) -> list[Finding]:
        """Return what is unusual, the least likely first; of things that hold each other the one that tells most."""
        if len(self._days) < FEWEST_DAYS:
            # Where nothing is known of anything, nothing is news.
            return []
        observed = [self.observed(subject) for subject in self._subjects()]
        found = unusual(observed, rate=rate_for(wanted_alerts()))
        return [Finding(one.key, one, self._mrr(self._seen[one.key].companies)) for one in _most_telling(found)]

    def observed(self, subject: Subject) -> Observed[Subject]:
        """Return what was counted of something, beside what is usual when everything is as raised as it is."""
        one = self._alone(subject)
        return one if subject.is_everything else beside(one, self._everything)

    def companies(self, subject: Subject) -> set[int]:
        """Return the companies that said something of it."""
        return self._seen[subject].companies if subject in self._seen else set()

    def _alone(self, subject: Subject) -> Observed[Subject]:
        seen = self._seen.get(subject, Seen())
        return Observed(subject, seen.count, len(seen.voices), self._usual(subject))

    @cached_property
    def _everything(self) -> Observed[Subject]:
        return self._alone(Subject())

    def _subjects(self) -> list[Subject]:
        return list(dict.fromkeys([*self._history, *self._seen]))

    @cached_property
    def _seen(self) -> dict[Subject, Seen]:
        found: dict[Subject, Seen] = defaultdict(Seen)
        for area, category, voice, company, tier, count in said_between(self.until - LOOKED_AT, self.until):
            for subject in _subjects_of(area, category, tier):
                seen = found[subject]
                seen.count += count
                seen.voices.update([voice] if voice else [])
                seen.companies.update([company] if company else [])
        return dict(found)

    def _usual(self, subject: Subject) -> Usual:
        days = self._history.get(subject, {})
        kept = [day for day in self._days if day not in self._holidays]
        usual = level_of([days.get(day, 0) for day in kept], [self._profile[day.weekday()] for day in kept])
        usual = usual.times(self._share_of_a_day)
        return Usual(usual.expected, usual.dispersion, self._known_days(subject))

    @cached_property
    def _days(self) -> list[date]:
        """The days from which anything is known, at most the window's."""
        began = self._beginnings.get(Subject(), self.until.date())
        first = max(self.first_day, began)
        return [first + timedelta(days=age) for age in range((self.last_day - first).days + 1)]

    @cached_property
    def _holidays(self) -> frozenset[date]:
        return installation().business_hours.holidays

    @cached_property
    def _history(self) -> dict[Subject, dict[date, int]]:
        found: dict[Subject, dict[date, int]] = defaultdict(lambda: defaultdict(int))
        rows = DayVolume.objects.filter(day__range=(self.first_day, self.last_day))
        for day, area, category, count, brought in rows.values_list(
            "day", "area_id", "category_id", "count", "brought_count"
        ):
            for subject in _subjects_of(area, category, None):
                found[subject][day] += count - brought
        for day, area, category, tier, count in rows_of(_OF_TIERS, [self.first_day, self.last_day]):
            found[Subject(area, category, tier)][day] += count
        return dict(found)

    @cached_property
    def _beginnings(self) -> dict[Subject, date]:
        found: dict[Subject, date] = {}
        for area, category, day in rows_of(_BEGINNINGS, []):
            for subject in _subjects_of(area, category, None):
                found[subject] = min(found.get(subject, day), day)
        return found

    def _known_days(self, subject: Subject) -> int:
        """Return for how long anything is known of something; of a tier as long as of all its tiers."""
        began = self._beginnings.get(Subject(subject.area, subject.category))
        return max(0, (self.last_day - began).days + 1) if began else 0

    @cached_property
    def _profile(self) -> tuple[float, ...]:
        everything = self._history.get(Subject(), {})
        days = self._days
        return weekday_profile([[everything.get(day, 0) for day in days]], days[0].weekday() if days else 0)

    @cached_property
    def _share_of_a_day(self) -> float:
        """The usual of these 24 hours as so many usual days: a Monday that has just begun is mostly a Sunday."""
        shares, local = self._hours, timezone.localtime(self.until, clock.zone())
        passed, total = local.minute / 60, 0.0
        for back in range(DAY_HOURS + 1):
            hour = local - timedelta(hours=back)
            part = passed if back == 0 else 1 - passed if back == DAY_HOURS else 1.0
            total += part * shares[hour.hour] * self._profile[hour.weekday()]
        return total

    @cached_property
    def _hours(self) -> Sequence[float]:
        rows = HourVolume.objects.filter(day__range=(self.first_day, self.last_day)).order_by()
        counts = dict(rows.values_list("hour").annotate(many=Sum("count")))
        # One more for each hour: of a small installation no hour is impossible.
        total = sum(counts.values()) + DAY_HOURS
        return [(counts.get(hour, 0) + 1) / total for hour in range(DAY_HOURS)]

    def _mrr(self, companies: Iterable[int]) -> int:
        paid = Company.objects.filter(pk__in=list(companies)).aggregate(all=Sum("mrr_minor"))["all"]
        return int(paid or 0)


def _subjects_of(area: int, category: int, tier: int | None) -> list[Subject]:
    """Return everything a thing is counted for; what nobody filed yet counts for everything alone."""
    found = [Subject()]
    if area:
        found.append(Subject(area=area))
    if category:
        found.append(Subject(category=category))
    if area and category:
        found.append(Subject(area, category))
        if tier:
            found.append(Subject(area, category, tier))
    return found


def _most_telling(found: Sequence[Observed[Subject]]) -> list[Observed[Subject]]:
    """Leave out what another one says better: an area and category together rather than the area, its category or its tier."""
    kept: list[Observed[Subject]] = []
    for one in sorted(found, key=lambda one: _RANKS[_kind(one.key)]):
        if not any(_says_the_same(one.key, other.key) for other in kept):
            kept.append(one)
    kept = [one for one in kept if not one.key.is_everything or _is_more_than(one, kept)]
    places: Mapping[Subject, int] = {one.key: place for place, one in enumerate(found)}
    return sorted(kept, key=lambda one: places[one.key])


def _is_more_than(everything: Observed[Subject], parts: Sequence[Observed[Subject]]) -> bool:
    """Tell whether everything is still far above its usual without what its unusual parts have too much."""
    excess = sum(one.count - one.usual.expected for one in parts if not one.key.is_everything)
    rest = replace(everything, count=max(0, round(everything.count - excess)))
    return rest.is_enough and rest.usual.chance(rest.count) < _STILL_UNUSUAL


def _says_the_same(subject: Subject, other: Subject) -> bool:
    if subject.is_everything or other.is_everything:
        return False
    return subject.holds(other) or other.holds(subject)


def _kind(subject: Subject) -> tuple[bool, bool, bool]:
    return bool(subject.area), bool(subject.category), bool(subject.tier)


_RANKS = {
    (False, False, False): 0,
    (True, True, False): 1,
    (True, False, False): 2,
    (False, True, False): 2,
    (True, True, True): 3,
}
