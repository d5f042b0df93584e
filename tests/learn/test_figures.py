"""Figures: each number is what a slow count of the same cases comes to, and the length of the list behind it."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.learn.worlds import DAY, EVER, NOON, UTC, asked, cases_of, decided, numbers_of, polled, talked, told, traded
from tests.makers import make_company, make_contact, make_idea, make_staff
from wellheard.answer.models import Answer
from wellheard.customers.models import Segment, SegmentMember
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.foundation.business_hours import BusinessHours, Opening
from wellheard.learn.figures import FIGURES, Scope
from wellheard.learn.figures.figure import Numbers
from wellheard.learn.figures.reading import SHOWN, cases, count_of, read
from wellheard.learn.figures.scope import Stretch, steps
from wellheard.learn.figures.tables import worked
from wellheard.listen.articles.models import Showing
from wellheard.listen.models import Feedback
from wellheard.workspace import installation

pytestmark = pytest.mark.django_db


# --- The arithmetic


def test_an_interval_is_the_one_of_the_books() -> None:
    # Newcombe 1998, table I, method 3.
    assert Numbers(rated=148, good=15).interval == pytest.approx((0.0624, 0.1605), abs=1e-4)
    assert Numbers().interval is None


WEEKS: list[list[list[str] | None]] = [
    [["09:00", "17:00"]] * 5 + [None] * 2,
    [["00:00", "24:00"]] * 7,
    [["22:00", "24:00"], None, ["00:00", "06:30"], ["01:30", "02:30"], None, ["12:00", "12:01"], ["02:00", "03:00"]],
    [None] * 7,
]


@pytest.mark.parametrize("week", WEEKS)
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Australia/Lord_Howe"])
def test_business_time_in_sql_is_what_counting_day_by_day_comes_to(week: list[list[str] | None], zone: str) -> None:
    """Whatever the week, the zone, the holidays and the nights on which clocks change."""
    openings = tuple(Opening.read(*day) if day else None for day in week)
    hours = BusinessHours(ZoneInfo(zone), openings, frozenset({date(2026, 4, 6), date(2026, 10, 26)}))
    chance = random.Random(f"{week}{zone}")
    first = datetime(2026, 3, 1, tzinfo=UTC)
    pairs = []
    for _ in range(300):
        since = first + timedelta(seconds=chance.randrange(3600, 300 * 86400))
        pairs.append((since, since + timedelta(seconds=chance.choice([0, 1, 59, 3600, 86400, 20 * 86400]))))
    laid = list(hours.openings(first - DAY, first + 400 * DAY))
    before, sums = 0.0, []
    for opens, closes in laid:
        sums.append(before)
        before += closes - opens
    statement = (
        f"SELECT {worked('p.until')} - {worked('p.since')} FROM (SELECT %s::float8[] AS opens, %s::float8[] AS closes, "  # noqa: S608
        "%s::float8[] AS worked) AS hours, unnest(%s::timestamptz[], %s::timestamptz[]) WITH ORDINALITY AS p (since, until, n) "
        "ORDER BY n"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement, [[o for o, _ in laid], [c for _, c in laid], sums, *map(list, zip(*pairs, strict=True))]
        )
        found = [row[0] for row in cursor.fetchall()]
    assert [round(seconds) for seconds in found] == [hours.seconds(since, until) for since, until in pairs]


def test_periods_are_whole_days_of_the_installation_and_hostile_ones_are_cut() -> None:
    with clock.at(NOON):
        assert Scope.of("month").stretch == Stretch(date(2026, 11, 1), date(2026, 11, 19))
        assert Scope.of("quarter").stretch == Stretch(date(2026, 10, 1), date(2026, 11, 19))
        assert Scope.of("year").stretch == Stretch(date(2026, 1, 1), date(2026, 11, 19))
        assert Scope.of("nonsense").period == "quarter"
        assert Scope.of("custom", begins_on=date(2026, 5, 2), last_on=date(2026, 5, 1)).period == "quarter"
        cut = Scope.of("custom", begins_on=date.min, last_on=date.max).stretch
        assert (cut.begins_on.year, cut.ends_on) == (2016, date(2026, 11, 19))
        later = Scope.of("custom", begins_on=date(2030, 1, 1), last_on=date(2031, 1, 1)).stretch
        assert later.ends_on - later.begins_on == DAY
        run = steps("quarter")
        assert len(run) == 12
        assert (run[0].begins_on, run[-1]) == (date(2024, 1, 1), Stretch(date(2026, 10, 1), date(2026, 11, 19)))
        assert steps("month")[0].begins_on == date(2025, 12, 1)


# --- Every figure against a slow count of the same world


class World:
    """Some months of asking, deciding, telling and silence, by chance; each figure counted once more, slowly."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        staff = make_staff()
        self.contacts = [make_contact(company=make_company()) for _ in range(6)]
        self.ideas = [make_idea(created_at=NOON - 400 * DAY) for _ in range(5)]
        self.said: list[tuple[Feedback, Idea]] = []
        for idea in self.ideas:
            for contact in chance.sample(self.contacts, 4):
                for _ in range(chance.choice([1, 1, 2])):
                    at = NOON - timedelta(hours=chance.randrange(1, 24 * 250))
                    self.said.append((asked(idea, at, contact), idea))
        self.decisions = []
        for idea in self.ideas[:4]:
            for _ in range(chance.choice([1, 2])):
                at = NOON - timedelta(hours=chance.randrange(1, 24 * 120))
                self.decisions.append(decided(idea, at))
            closed = chance.choice(["shipped", "not_now", "planned", "already_possible"])
            Idea.objects.filter(pk=idea.pk).update(
                status=closed, status_changed_at=NOON - chance.randrange(1, 60) * DAY
            )
            idea.refresh_from_db()
        self.answers = []
        pairs = sorted({(said.contact_id, idea.pk) for said, idea in self.said})
        for said, idea in self.said:
            if (said.contact_id, idea.pk) in pairs and chance.random() < 0.6:
                pairs.remove((said.contact_id, idea.pk))
                at = NOON - timedelta(hours=chance.randrange(1, 24 * 130))
                occasion = chance.choice(["shipped", "decided", "thanked"])
                self.answers.append(
                    told(said, at, idea=idea, occasion=occasion, solved=chance.choice(["", "yes", "no"]))
                )
        Answer.objects.exclude(solved="").update(solved_at=NOON - 3 * DAY)
        self.staff = staff
        moments = [NOON - timedelta(days=10 + number) for number in range(10)]
        Showing.objects.bulk_create(Showing(key=f"{each:%j}", place="portal", began_at=each) for each in moments)
        talked(moments, staff=staff)
        polled(moments, chance)
        traded(moments, chance)

    def asks(self) -> dict[tuple[int, int], datetime]:
        first: dict[tuple[int, int], datetime] = {}
        for said, idea in self.said:
            assert said.contact_id
            key = (idea.pk, said.contact_id)
            first[key] = min(first.get(key, said.heard_at), said.heard_at)
        return first

    def news(self, contact_id: int, idea_id: int) -> list[datetime]:
        return sorted(
            answer.told_at
            for answer in self.answers
            if (answer.contact_id, answer.idea_id) == (contact_id, idea_id)
            and answer.occasion != "thanked"
            and answer.told_at
        )

    def decision(self) -> list[float]:
        first = {
            idea.pk: min((d.decided_at for d in self.decisions if d.idea_id == idea.pk), default=None)
            for idea in self.ideas
        }
        return [
            (at - since).total_seconds()
            for (idea_id, _), since in self.asks().items()
            if (at := first[idea_id]) and since <= at
        ]

    def fulfilment(self) -> list[bool]:
        status = {idea.pk: idea.status for idea in self.ideas}
        return [
            status[idea_id] in {"shipped", "already_possible"}
            for (idea_id, _), _since in self.asks().items()
            if status[idea_id] != "not_now"
        ]

    def closure(self) -> list[bool]:
        found = []
        for (idea_id, contact_id), since in self.asks().items():
            for decision in self.decisions:
                if decision.idea_id != idea_id or since > decision.decided_at:
                    continue
                after = [at for at in self.news(contact_id, idea_id) if at >= decision.decided_at]
                if after or decision.decided_at + 7 * DAY < NOON:
                    found.append(bool(after) and after[0] <= decision.decided_at + 7 * DAY)
        return found

    def silence(self) -> list[bool]:
        status = {idea.pk: idea.status for idea in self.ideas}
        found = []
        for (idea_id, contact_id), since in self.asks().items():
            if status[idea_id] in {"shipped", "already_possible", "not_now"} or since >= NOON - 90 * DAY:
                continue
            last = [a.told_at for a in self.answers if (a.contact_id, a.idea_id) == (contact_id, idea_id) and a.told_at]
            found.append(not any(at >= NOON - 90 * DAY for at in last))
        return found

    def first_answer(self) -> list[float]:
        """Return the business seconds of each piece until its answer; none yet is without end."""
        linked = {said.pk: idea.pk for said, idea in self.said}
        found = []
        for said, _idea in self.said:
            assert said.contact_id
            after = [at for at in self.news(said.contact_id, linked[said.pk]) if at >= said.recorded_at]
            seconds = installation.business_seconds(said.recorded_at, after[0]) if after else float("inf")
            found.append(float(seconds))
        return found


@pytest.mark.parametrize("seed", range(3))
def test_each_figure_is_what_a_slow_count_comes_to(seed: int) -> None:
    with clock.at(NOON):
        world = World(seed)
        for key, slow in (
            ("fulfilment", world.fulfilment()),
            ("loop-closure", world.closure()),
            ("silent-askers", world.silence()),
        ):
            found = numbers_of(key)
            assert (found.rated, found.good) == (len(slow), sum(slow)), key
        waits = sorted(world.decision())
        found = numbers_of("decision")
        assert found.cases == len(waits)
        assert found.median == pytest.approx(waits[(len(waits) + 1) // 2 - 1])
        waits = sorted(world.first_answer())
        found = numbers_of("first-answer")
        half = waits[(len(waits) + 1) // 2 - 1]
        assert found.cases == len(waits)
        assert found.median == (None if half == float("inf") else pytest.approx(half, abs=1))
        assert found.good == sum(1 for wait in waits if wait <= 900)


@pytest.mark.parametrize("key", FIGURES)
def test_every_figure_is_the_length_of_its_list_also_page_by_page(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wellheard.learn.figures.reading.PART", 7)
    with clock.at(NOON):
        World(4)
        numbers = numbers_of(key)
        assert numbers.cases
        for shown in SHOWN:
            listed = cases_of(key, shown=shown)
            assert len(listed) == len({case.key for case in listed}) == count_of(numbers, shown), shown
            assert listed == sorted(listed, key=lambda case: (case.began_at, case.key), reverse=True)
        first = cases(FIGURES[key], EVER, size=3)
        assert [case.key for case in first.items] == [case.key for case in cases_of(key)[:3]]


@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_takes_one_statement_and_knows_what_nothing_is(key: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = read(FIGURES[key], EVER)
    assert len(queries) == 1
    assert (found.now, len(found.trend)) == (Numbers(), 12)
    assert (found.now.share, found.now.interval, found.now.value(FIGURES[key].kind)) == (None, None, None)


def test_the_last_step_of_a_trend_is_the_present_period() -> None:
    with clock.at(NOON):
        World(1)
        for figure in FIGURES.values():
            found = read(figure, Scope.of(figure.step))
            last = replace(found.trend[-1][1], moved=None, moved_low=0, moved_high=0)
            assert last == found.now


def test_a_segment_counts_its_companies_only() -> None:
    idea = make_idea()
    with clock.at(NOON):
        first, _other = asked(idea, NOON - 5 * DAY), asked(idea, NOON - 4 * DAY)
        segment = Segment.objects.create(name="One", rule={})
        SegmentMember.objects.create(segment=segment, company_id=first.company_id or 0)
        assert numbers_of("fulfilment").cases == 2
        assert numbers_of("fulfilment", replace(EVER, segment=segment)).cases == 1
        assert [case.contact_id for case in cases_of("fulfilment", replace(EVER, segment=segment))] == [
            first.contact_id
        ]
