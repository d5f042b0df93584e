"""The story's customers use its product: who uses which area, who stopped, and what could not be understood."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection

from tests.makers import make_area, make_company, make_contact, make_product, make_staff
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.facts.running import owing_here
from wellheard.listen.sources.models import DeadLetter, Source
from wellheard.listen.usage.models import DailyUse, DeviceTraits, EventName
from wellheard.listen.usage.queries import adoption_of, last_seen
from wellheard.web.demo import cast, using
from wellheard.web.demo.stage import Story

MERIDIAN, HARBOUR = "Meridian Cold Chain", "Harbour Lift & Escalator"


@pytest.fixture
def story(db: None) -> Iterator[Story]:
    """The story with those who are in it, and nothing that happened yet."""
    make_product()
    story = Story()
    story.staff["Ines Calder"] = make_staff(name="Ines Calder")
    story.areas = {name: make_area(name=name) for name, _team in cast.AREAS}
    story.companies = {customer.name: make_company(name=customer.name) for customer in cast.CUSTOMERS}
    story.people = {
        person.name: make_contact(name=person.name, company=story.companies[person.company]) for person in cast.PEOPLE
    }
    with owing_here():
        yield story


def told(story: Story) -> Story:
    using.begin_to_tell(story)
    using.tell_what_they_did(story)
    return story


def test_a_companys_page_shows_what_it_uses_stopped_using_and_never_used(story: Story) -> None:
    told(story)

    of_meridian = {use.area.name: use for use in adoption_of(story.companies[MERIDIAN])}
    assert of_meridian["Mobile app"].people > 3
    assert (of_meridian["Dispatch board"].is_used, of_meridian["Dispatch board"].was_never_used) == (False, False)
    assert of_meridian["Customer texts"].was_never_used
    seen = last_seen(story.companies[MERIDIAN])
    assert seen
    assert clock.now() - timedelta(days=5) < seen <= clock.now()


def test_nothing_happens_before_the_sources_are_made_or_after_now(story: Story) -> None:
    told(story)

    days = set(DailyUse.objects.values_list("day", flat=True))
    assert story.day(-using.TELLS_DAYS_AGO) <= min(days)
    assert max(days) <= story.day(0)
    assert set(Source.objects.values_list("name", flat=True)) == {using.BACK_END, using.WEB_APP}
    assert not Source.objects.filter(last_seen_at=None).exists()


def test_one_event_waits_to_be_placed_and_every_letter_says_why_it_was_not_understood(story: Story) -> None:
    told(story)

    assert list(EventName.objects.filter(area=None).values_list("name", flat=True)) == ["Report Opened"]
    reasons = list(DeadLetter.objects.values_list("reason", flat=True))
    assert len(reasons) == len(set(reasons)) == 5
    assert DeviceTraits.objects.get().traits == using.CLAIMED


def sums() -> set[tuple[object, ...]]:
    return set(DailyUse.objects.values_list("day", "company", "contact", "known_as", "event__name", "count"))


def test_the_same_story_is_told_twice(story: Story) -> None:
    told(story)
    first = sums()
    for model in (DailyUse, EventName, DeadLetter, Source, DeviceTraits, Fact):
        model._default_manager.all().delete()

    told(story)

    assert sums() == first


def test_it_is_told_in_few_questions(story: Story) -> None:
    asked = 0

    def count(execute: object, *given: object) -> object:
        nonlocal asked
        asked += 1
        return execute(*given)  # type: ignore[operator]

    with connection.execute_wrapper(count):
        told(story)

    # Six thousand events, and a savepoint around each command.
    assert asked < 140


def test_the_files_name_only_companies_and_areas_of_the_story() -> None:
    assert {habit.company for habit in using.HABITS} <= {customer.name for customer in cast.CUSTOMERS}
    assert {area for area, _name in using.EVENTS if area} <= {name for name, _team in cast.AREAS}
    assert {habit.area for habit in using.HABITS} <= {area for area, _name in using.EVENTS}
