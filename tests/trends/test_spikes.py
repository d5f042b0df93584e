"""A spike opens once, grows, is told once, can be expected, and closes itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.makers import make_area, make_category, make_staff, make_team, make_tier
from tests.trends.worlds import calm_weeks, companies, count_all, say
from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.foundation.facts.ledger import record
from wellheard.foundation.facts.models import Fact
from wellheard.listen.commands.importing import IMPORTED
from wellheard.understand.trends.commands.spikes import (
    SpikeError,
    WatchError,
    look_for_spikes,
    mute_spike,
    set_watch,
    unmute_spike,
)
from wellheard.understand.trends.models import Spike
from wellheard.workspace.commands import StaleError
from wellheard.workspace.models import Area, Category

pytestmark = pytest.mark.django_db
Run = Callable[[], None]


@dataclass
class World:
    """Eight calm weeks of bugs in invoicing, one a day, and of questions on the phone."""

    invoicing: Area
    bug: Category
    speakers: list[Company]

    @property
    def bugs(self) -> tuple[Area, Category]:
        return self.invoicing, self.bug

    def bad_day(
        self, many: int = 11, *, ago: timedelta = timedelta(hours=3), speakers: int = 6, **fields: object
    ) -> None:
        say(clock.now() - ago, self.bugs, self.speakers[:speakers], many=many, **fields)


@pytest.fixture
def world() -> World:
    made = World(make_area(name="Invoicing", team=make_team()), make_category(name="Bug"), companies())
    calm_weeks(made.bugs, made.speakers)
    calm_weeks((make_area(name="Phone"), make_category(name="Question")), made.speakers, a_day=3)
    count_all()
    return made


def facts() -> list[str]:
    return list(Fact.objects.filter(subject_type="spike").order_by("pk").values_list("name", flat=True))


def later(hours: int) -> datetime:
    return clock.now() + timedelta(hours=hours)


def test_a_usual_day_opens_nothing(world: World) -> None:
    world.bad_day(2)
    look_for_spikes()
    assert not Spike.objects.exists()


def test_a_bad_day_opens_one_incident_with_what_is_usual_and_whom_it_touches(world: World) -> None:
    world.bad_day(11)
    look_for_spikes()

    spike = Spike.objects.get()
    assert (spike.area_id, spike.category_id, spike.tier_id) == (world.invoicing.pk, world.bug.pk, None)
    assert (spike.count, spike.company_count, spike.mrr_minor) == (11, 6, 60_000)
    assert spike.expected < 2
    assert spike.expected_low <= spike.expected <= spike.expected_high < 11
    assert facts() == ["spike.opened"]
    assert Fact.objects.get(name="spike.opened").details["companies"] == 6


def test_looking_again_opens_no_second_one_and_it_is_said_to_grow_once_it_did(world: World) -> None:
    world.bad_day(10)
    for _ in range(3):
        look_for_spikes()
    world.bad_day(4)
    look_for_spikes()
    assert facts() == ["spike.opened"]
    world.bad_day(4)
    for _ in range(2):
        look_for_spikes()

    spike = Spike.objects.get()
    assert (spike.count, spike.highest_count) == (18, 18)
    assert facts() == ["spike.opened", "spike.grew"]


def test_the_database_lets_nobody_open_a_second_one(world: World) -> None:
    world.bad_day()
    look_for_spikes()
    spike = Spike.objects.get()
    spike.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        spike.save(force_insert=True)


def test_one_noisy_company_is_no_spike(world: World) -> None:
    world.bad_day(20, speakers=2)
    look_for_spikes()
    assert not Spike.objects.exists()


def test_people_without_a_company_are_voices_too(world: World) -> None:
    from tests.makers import make_contact, make_feedback

    for _ in range(8):
        make_feedback(
            contact=make_contact(), heard_at=later(-2), area=world.invoicing, category=world.bug, filed_at=clock.now()
        )
    look_for_spikes()
    assert Spike.objects.get().company_count == 8


def test_what_an_import_brings_is_no_spike(world: World) -> None:
    with transaction.atomic():
        for one in say(later(-2), world.bugs, world.speakers, many=200, origin="old"):
            record(IMPORTED, one, change="new")
    look_for_spikes()
    assert not Spike.objects.exists()


def test_it_closes_itself_when_it_is_over_and_what_comes_back_soon_is_the_same(world: World) -> None:
    world.bad_day()
    look_for_spikes()
    with clock.at(later(30)):
        count_all()
        look_for_spikes()
        spike = Spike.objects.get()
        assert spike.is_over
        assert spike.ended_at == clock.now()
        world.bad_day(14)
        look_for_spikes()
    assert Spike.objects.get().state == "open"
    assert facts() == ["spike.opened", "spike.closed", "spike.grew"]


def test_weeks_later_it_is_another_one(world: World) -> None:
    world.bad_day()
    look_for_spikes()
    with clock.at(later(30)):
        look_for_spikes()
    with clock.at(later(24 * 5)):
        count_all()
        world.bad_day(16)
        look_for_spikes()
    assert sorted(Spike.objects.values_list("state", flat=True)) == ["closed", "open"]


def test_an_expected_one_is_not_told_of_and_stays_quiet_for_two_weeks(world: World) -> None:
    world.bad_day()
    look_for_spikes()
    spike = Spike.objects.get()
    mute_spike(spike_id=spike.pk)
    mute_spike(spike_id=spike.pk)
    look_for_spikes()
    assert Spike.objects.get().state == "expected"
    with clock.at(later(30)):
        look_for_spikes()
    with clock.at(later(24 * 5)):
        count_all()
        world.bad_day(16)
        look_for_spikes()
    assert Spike.objects.get().is_over
    assert facts() == ["spike.opened", "spike.muted", "spike.closed"]
    unmute_spike(spike_id=spike.pk)
    with clock.at(later(24 * 5)):
        look_for_spikes()
    assert Spike.objects.going_on().count() == 1


def test_what_is_not_there_cannot_be_muted() -> None:
    with pytest.raises(SpikeError):
        mute_spike(spike_id=0)


def test_a_part_of_what_is_known_opens_nothing_more(world: World) -> None:
    """Invoicing as a whole was unusual in the morning; by noon it is clear that it is its bugs."""
    Spike.objects.create(
        subject=f"a{world.invoicing.pk}.c-.t-", area_id=world.invoicing.pk, began_at=clock.now(), seen_at=clock.now(),
        count=9, highest_count=9, grown_from=9, company_count=4, expected=1, expected_low=0, expected_high=3,
        chance=0.001, mrr_minor=0,
    )  # fmt: skip
    world.bad_day()
    look_for_spikes()
    assert Spike.objects.count() == 1


def test_one_tier_alone_can_be_unusual(world: World) -> None:
    fleet = make_tier(name="Fleet")
    speakers = companies(4, tier=fleet)
    calm_weeks(world.bugs, companies(5), a_day=4)
    count_all()
    say(later(-2), world.bugs, speakers, many=9)
    look_for_spikes()
    assert Spike.objects.get().tier_id in {fleet.pk, None}


def test_an_outage_is_one_alarm(world: World) -> None:
    areas = [make_area() for _ in range(8)]
    for area in areas:
        calm_weeks((area, world.bug), world.speakers)
    count_all()
    for area in areas:
        say(later(-2), (area, world.bug), world.speakers, many=5)
    say(later(-2), world.bugs, world.speakers, many=5)
    look_for_spikes()
    assert Spike.objects.going_on().count() <= 2


def test_where_nothing_is_known_yet_nothing_is_unusual() -> None:
    say(later(-2), (make_area(), make_category()), companies(), many=30)
    look_for_spikes()
    assert not Spike.objects.exists()


def test_what_nobody_ever_spoke_of_is_told_when_eight_do(world: World) -> None:
    novelty = make_area(name="Beta"), world.bug
    say(later(-2), novelty, world.speakers, many=8)
    look_for_spikes()
    assert Spike.objects.get().area_id == novelty[0].pk


def test_how_many_alarms_we_put_up_with_is_set_once_at_a_time() -> None:
    watch = set_watch(version=0, alerts_a_week=2)
    assert watch.alerts_a_week == 2
    with pytest.raises(StaleError):
        set_watch(version=0, alerts_a_week=3)
    with pytest.raises(WatchError):
        set_watch(version=1, alerts_a_week=50)
    make_staff()
