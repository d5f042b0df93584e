"""The pages of use: which area is used where an event happens, and what a company's page then says."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import make_area, make_company, make_contact, make_event_name, make_staff
from wellheard.customers.models import Company, Contact, ContactIdentity
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.usage.commands import ignore_event, place_event
from wellheard.listen.usage.models import CompanySeen, ContactSeen, DailyUse, DeviceTraits, EventName, RecentEvent
from wellheard.listen.usage.queries import adoption_of, last_to_be_seen, uses
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Staff], Client]


def use(company: Company, event: EventName, *, days_ago: int = 0, count: int = 1, **who: object) -> DailyUse:
    day = clock.today() - timedelta(days=days_ago)
    return DailyUse.objects.create(day=day, company=company, event=event, count=count, **who)


def test_people_of_an_area_are_contacts_and_unknown_devices_each_once() -> None:
    acme, area = make_company(), make_area()
    export, chart = make_event_name(area=area), make_event_name(area=area)
    ada = make_contact(company=acme)
    for event in (export, chart):
        use(acme, event, contact=ada)
        use(acme, event, known_as="device:d-1", count=4)
    use(make_company(), export, known_as="device:d-2")

    [one] = adoption_of(acme)

    assert (one.area, one.people, one.uses, one.weeks[-1]) == (area, 2, 10, 10)


def test_an_area_is_used_for_28_days_then_it_was_used_once() -> None:
    acme = make_company()
    used, left, never = (make_area(name=name) for name in ("Used", "Left", "Never"))
    events = {area: make_event_name(area=area) for area in (used, left, never)}
    use(acme, events[used], days_ago=27)
    use(acme, events[left], days_ago=28)

    found = {one.area: one for one in adoption_of(acme)}

    assert [found[used].is_used, found[left].is_used, found[never].is_used] == [True, False, False]
    assert [found[area].was_never_used for area in (used, left, never)] == [False, False, True]
    assert list(found) == [used, left, never]


def test_an_event_that_is_ignored_is_no_use() -> None:
    acme, event = make_company(), make_event_name(area=make_area())
    use(acme, event)
    ignore_event(event_id=event.pk)

    assert adoption_of(acme) == []


def test_placing_an_event_is_told_once() -> None:
    event, area = make_event_name(), make_area()

    for _again in range(2):
        place_event(event_id=event.pk, area=area)

    assert EventName.objects.get().area == area
    assert Fact.objects.filter(name="event.placed").count() == 1


def test_uses_are_counted_for_whom_surveys_ask() -> None:
    acme, event = make_company(), make_event_name(name="Exported")
    ada = make_contact()
    use(acme, event, contact=ada, count=3)
    use(acme, event, known_as="device:d", days_ago=5)
    today = clock.today()

    assert uses(events=["Exported"], since=today, contact_id=ada.pk) == 3
    assert uses(events=["Exported"], since=today, known_as="device:d") == 0
    assert uses(events=["Exported"], since=today - timedelta(5), company_id=acme.pk) == 4
    assert uses(events=["Exported"], since=today) == 0


def test_who_of_a_company_was_here_last_comes_first() -> None:
    acme = make_company()
    ada, bo = make_contact(company=acme), make_contact(company=acme)
    ContactSeen.objects.create(contact=ada, seen_at=clock.now() - timedelta(days=2))
    ContactSeen.objects.create(contact=bo, seen_at=clock.now())
    ContactSeen.objects.create(contact=make_contact(), seen_at=clock.now())

    assert [contact for contact, _at in last_to_be_seen(acme, most=5)] == [bo, ada]


def test_a_company_s_page_says_what_it_uses_and_what_never(signed_in: SignedIn) -> None:
    acme = make_company()
    ada = make_contact(company=acme, name="Ada Lim")
    export = make_event_name(name="Report exported", area=make_area(name="Reports"))
    make_event_name(area=make_area(name="Roadmaps"))
    use(acme, export, contact=ada)
    CompanySeen.objects.create(company=acme, seen_at=clock.now())
    ContactSeen.objects.create(contact=ada, seen_at=clock.now())
    RecentEvent.objects.create(company=acme, contact=ada, event=export, said_at=clock.now())
    browser = signed_in(make_staff(role=Role.VIEWER))

    page = browser.get(f"/companies/{acme.pk}/").content.decode()
    theirs = browser.get(f"/contacts/{ada.pk}/").content.decode()

    for words in (
        "In the product",
        "last seen",
        "Reports",
        "Roadmaps",
        "never used",
        "Report exported",
        "last 28 days",
    ):
        assert words in page
    assert "Report exported" in theirs


def test_events_are_placed_and_ignored_on_their_page(signed_in: SignedIn) -> None:
    placed, ignored, left = make_event_name(name="A"), make_event_name(name="B"), make_event_name(name="C")
    area = make_area()
    browser = signed_in(make_staff(role=Role.PRODUCT))
    assert "3 events belong to no area yet" in browser.get("/usage/events/").content.decode()

    said = {f"event-{placed.pk}": str(area.pk), f"event-{ignored.pk}": "ignored", f"event-{left.pk}": ""}
    answer = browser.post(
        "/usage/events/placing/", said | {"view": "all", "event-x": "1", "event-999": "7"}, follow=True
    )

    placed.refresh_from_db()
    ignored.refresh_from_db()
    assert (placed.area, ignored.is_ignored) == (area, True)
    assert "2 events are placed" in answer.content.decode()
    assert "C" in browser.get("/usage/events/").content.decode()


def test_an_area_that_is_gone_changes_nothing(signed_in: SignedIn) -> None:
    event = make_event_name(area=make_area())

    signed_in(make_staff()).post("/usage/events/placing/", {f"event-{event.pk}": "123456"})

    event.refresh_from_db()
    assert event.area is not None


def test_only_whoever_may_edit_areas_places_events(signed_in: SignedIn) -> None:
    event = make_event_name()
    viewer = signed_in(make_staff(role=Role.VIEWER))

    assert viewer.post("/usage/events/placing/", {f"event-{event.pk}": "ignored"}).status_code == 403
    assert "<select" not in viewer.get("/usage/events/").content.decode().split("<main")[1]
    assert signed_in(make_staff()).get("/usage/events/placing/").status_code == 405
    assert viewer.get("/usage/events/?view=nonsense").status_code == 404


def test_the_page_asks_as_often_for_many_events_as_for_one(
    signed_in: SignedIn, queries_of: Callable[[Client, str], int]
) -> None:
    browser = signed_in(make_staff())
    use(make_company(), make_event_name())
    one = queries_of(browser, "/usage/events/")
    for _n in range(20):
        use(make_company(), make_event_name(area=None))

    assert queries_of(browser, "/usage/events/") == one


def test_a_company_s_page_asks_as_often_for_much_use_as_for_little(
    signed_in: SignedIn, queries_of: Callable[[Client, str], int]
) -> None:
    browser, acme = signed_in(make_staff()), make_company()

    def happen() -> Contact:
        ada = make_contact(company=acme)
        event = make_event_name(area=make_area())
        use(acme, event, contact=ada)
        ContactSeen.objects.create(contact=ada, seen_at=clock.now())
        RecentEvent.objects.create(company=acme, contact=ada, event=event, said_at=clock.now())
        return ada

    happen()
    one = queries_of(browser, f"/companies/{acme.pk}/")
    for _n in range(20):
        happen()

    assert queries_of(browser, f"/companies/{acme.pk}/") == one


def test_what_a_browser_says_of_a_person_is_shown_as_unverified(signed_in: SignedIn) -> None:
    ada, other = make_contact(name="Ada Berg"), make_contact()
    for contact, device in ((ada, "d-1"), (other, "d-2")):
        ContactIdentity.objects.create(contact=contact, kind="device", value=device)
        traits = {"job": f"Pilot on {device}", "note": "<b>bold</b>", "vip": True}
        DeviceTraits.objects.create(device=device, traits=traits, said_at=clock.now())
    browser = signed_in(make_staff(role=Role.VIEWER))

    page = browser.get(f"/contacts/{ada.pk}/").text

    assert "What their browser says of them" in page
    assert "unverified" in page
    assert "Pilot on d-1" in page
    assert "Pilot on d-2" not in page
    assert "&lt;b&gt;bold" in page
    assert ada.name == Contact.objects.get(pk=ada.pk).name


def test_nothing_is_said_of_a_browser_that_claims_nothing(signed_in: SignedIn) -> None:
    ada = make_contact()
    ContactIdentity.objects.create(contact=ada, kind="device", value="d-1")
    DeviceTraits.objects.create(device="d-1", traits={}, said_at=clock.now())

    assert "What their browser says" not in signed_in(make_staff()).get(f"/contacts/{ada.pk}/").text


def test_a_person_s_page_asks_as_often_for_many_claims_as_for_one(
    signed_in: SignedIn, queries_of: Callable[[Client, str], int]
) -> None:
    browser, ada = signed_in(make_staff()), make_contact()
    asked = []
    for count in (1, 20):
        for number in range(count):
            device = f"d-{count}-{number}"
            ContactIdentity.objects.create(contact=ada, kind="device", value=device)
            DeviceTraits.objects.create(device=device, traits={"job": "Pilot"}, said_at=clock.now())
        asked.append(queries_of(browser, f"/contacts/{ada.pk}/"))
    assert asked[0] == asked[1]
