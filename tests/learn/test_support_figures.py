"""The support desk in figures: what each counts, by hour, team, area and tier, and who had to write at all."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from tests.makers import (
    make_area,
    make_category,
    make_company,
    make_contact,
    make_conversation,
    make_staff,
    make_team,
    make_tier,
)
from wellheard.foundation import clock
from wellheard.learn import desk
from wellheard.learn.figures import FIGURES, Numbers, Scope
from wellheard.learn.figures.reading import cases, read
from wellheard.listen.conversations.commands import close_conversation, reopen_conversation, tag_conversation
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.satisfaction.models import Rating
from wellheard.workspace.commands import change_installation
from wellheard.workspace.models import Staff, Vendor
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Sign = Callable[[Staff], Client]
SCOPE = "year"


@pytest.fixture(autouse=True)
def _around_the_clock() -> None:
    version = Vendor.objects.get_or_create(pk=1)[0].version
    change_installation(version=version, business_hours=[["00:00", "24:00"]] * 7)


@pytest.fixture
def ines() -> Staff:
    return make_staff(role=Role.AGENT)


def _now(key: str) -> Numbers:
    return read(FIGURES[key], Scope.of(SCOPE)).now


def _talk(minutes: int | None = None, *, ago: int = 120, **fields: object) -> Conversation:
    """Return a conversation that began so many minutes ago and was answered after some, or not yet."""
    began = clock.now() - timedelta(minutes=ago)
    with clock.at(began):
        conversation = make_conversation(**fields)  # type: ignore[arg-type]
    answered = began + timedelta(minutes=minutes) if minutes is not None else None
    Conversation.objects.filter(pk=conversation.pk).update(first_answer_at=answered, started_at=began)
    return Conversation.objects.get(pk=conversation.pk)


def _said(conversation: Conversation, kind: str, ago: int, staff: Staff | None = None) -> None:
    at = clock.now() - timedelta(minutes=ago)
    state = "sent" if kind == "reply" else "received"
    Message.objects.create(
        conversation=conversation,
        kind=kind,
        staff=staff,
        words="So",
        said_at=at,
        recorded_at=at,
        sent_at=at,
        state=state,
    )


def test_the_headline_is_the_share_answered_within_fifteen_minutes() -> None:
    _talk(5)
    _talk(14)
    _talk(90)
    _talk(None)
    _talk(None, ago=3)
    _talk(None, aside_reason="spam")
    numbers = _now("first-response")
    assert (numbers.cases, numbers.rated, numbers.good, numbers.share) == (5, 4, 2, 0.5)
    assert numbers.median == 90 * 60
    rows = cases(FIGURES["first-response"], Scope.of(SCOPE)).items
    assert all(row.conversation_id for row in rows)
    assert rows[0].subject == "A question"


def test_a_later_wait_runs_from_the_first_of_several_messages_and_thanks_need_no_word(ines: Staff) -> None:
    talk = _talk(5)
    for kind, ago in (("reply", 100), ("heard", 60), ("heard", 50), ("reply", 40)):
        _said(talk, kind, ago, ines if kind == "reply" else None)
    thanked = _talk(5)
    _said(thanked, "reply", 100, ines)
    _said(thanked, "heard", 90)
    Conversation.objects.filter(pk=thanked.pk).update(state="closed", waits_for="")
    numbers = _now("next-response")
    assert (numbers.cases, round(numbers.median or 0)) == (1, 20 * 60)


def test_time_to_close_is_told_for_high_touch_tiers_alone(ines: Staff) -> None:
    area, category = make_area(), make_category()
    for touch in ("high", "self"):
        company = make_company(tier=make_tier(touch=touch))
        talk = _talk(5, contact=make_contact(company=company))
        tag_conversation(conversation_id=talk.pk, area_id=area.pk, category_id=category.pk, by=ines)
        close_conversation(conversation_id=talk.pk, by=ines)
    assert _now("resolution").cases == 1
    assert (_now("tagged").share, _now("stayed-closed").share) == (1.0, 1.0)
    reopen_conversation(conversation_id=talk.pk)
    assert _now("stayed-closed").share == 0.5


def test_satisfaction_counts_who_answered(ines: Staff) -> None:
    for score in (3, 3, 1, None):
        Rating.objects.create(
            conversation=_talk(5), staff=ines, ask_at=clock.now(), asked_at=clock.now(), score=score,
            rated_at=clock.now() if score else None,
        )  # fmt: skip
    numbers = _now("satisfaction")
    assert (numbers.cases, numbers.rated, numbers.good) == (4, 3, 2)


def test_groups_and_hours_count_the_same_cases() -> None:
    team, gold = make_team(name="Support"), make_tier(name="Gold")
    _talk(5, team=team, contact=make_contact(company=make_company(tier=gold)))
    _talk(90)
    scope = Scope.of(SCOPE)
    assert {(one.name, one.numbers.cases, one.numbers.good) for one in desk.by_group(scope, "team")} == {
        ("Support", 1, 1), ("No team", 1, 0),
    }  # fmt: skip
    assert {one.name for one in desk.by_group(scope, "tier")} == {"Gold", "No tier"}
    assert sum(one.cases for one in desk.by_hour(scope).values()) == 2


def test_the_contact_rate_counts_each_active_person_once(ines: Staff) -> None:
    gold, printing = make_tier(name="Gold"), make_area(name="Printing")
    active = make_company(stage="active", tier=gold)
    writes, _silent = make_contact(company=active), make_contact(company=active)
    gone = make_contact(company=make_company(stage="lost", tier=gold))
    for contact in (writes, writes, gone):
        talk = _talk(5, contact=contact)
        tag_conversation(conversation_id=talk.pk, area_id=printing.pk, category_id=make_category().pk, by=ines)
    scope = Scope.of(SCOPE)
    assert [(one.name, one.wrote, one.active) for one in desk.contact_rate(scope, "tier")] == [("Gold", 1, 2)]
    assert [(one.name, one.wrote, one.active) for one in desk.contact_rate(scope, "area")] == [("Printing", 1, 2)]
    assert [one.share for one in desk.contact_rate(scope, "tenure")] == [0.5]


def test_the_page_shows_them_and_leads_to_each_list(signed_in: Sign) -> None:
    _talk(5, contact=make_contact(company=make_company(stage="active")))
    browser = signed_in(make_staff(role=Role.PRODUCT))
    page = browser.get("/support/", {"period": "year"}).content.decode()
    assert "100% of the conversations had their first answer within 15 minutes" in page
    assert "/figures/first-response/" in page
    listed = browser.get("/figures/first-response/", {"period": "year"}).content.decode()
    assert "/inbox/" in listed
    written = browser.get("/support/file/", {"period": "year"})
    assert "first response by team,No team,1,1,1,300" in written.content.decode()
    assert signed_in(make_staff(role=Role.AGENT)).get("/support/file/").status_code == 403


def test_the_page_asks_as_often_for_one_case_as_for_ten(
    signed_in: Sign, queries_of: Callable[[Client, str], int]
) -> None:
    browser = signed_in(make_staff(role=Role.PRODUCT))
    _talk(5, team=make_team())
    one = queries_of(browser, "/support/?period=year")
    for _number in range(10):
        _talk(5, team=make_team(), contact=make_contact(company=make_company(stage="active")))
    assert queries_of(browser, "/support/?period=year") == one


def _linked(page: str, beginning: str) -> list[str]:
    """Return the addresses on a page that begin so."""
    return [unescape(address) for address in re.findall(rf'href="({re.escape(beginning)}[^"]*)"', page)]


def test_behind_each_number_of_a_table_and_of_the_week_stands_its_list(signed_in: Sign, ines: Staff) -> None:
    team, area, gold = make_team(name="Support"), make_area(name="Printing"), make_tier(name="Gold")
    for minutes in (5, 90):
        talk = _talk(minutes, team=team, contact=make_contact(company=make_company(tier=gold)))
        tag_conversation(conversation_id=talk.pk, area_id=area.pk, category_id=make_category().pk, by=ines)
    _talk(5)
    browser = signed_in(make_staff(role=Role.VIEWER))
    addresses = _linked(browser.get("/support/", {"period": "year"}).text, "/support/cases/")
    found = {}
    for address in addresses:
        page = browser.get(address)
        assert "/inbox/" in page.text
        found[address.split("?", 1)[1]] = page.context["numbers"].cases
    assert found[f"period=year&by=team&group={team.pk}"] == 2
    assert found["period=year&by=team&group=none"] == 1
    assert found[f"period=year&by=area&group={area.pk}"] == 2
    assert found[f"period=year&by=tier&group={gold.pk}"] == 2
    hours = [count for address, count in found.items() if "by=hour" in address and "show" not in address]
    assert sum(hours) == 3
    late = browser.get("/support/cases/", {"period": "year", "by": "team", "group": str(team.pk), "show": "missed"})
    assert [row.case.good for row in late.context["page"].items] == [False]


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "by=team&group=x",
        "by=team&group=99999",
        "by=hour&day=8&hour=3",
        "by=hour",
        "by=x",
        "by=team&group=none&show=x",
    ],
)
def test_a_list_that_is_none_is_said_to_be_none(signed_in: Sign, asked: str) -> None:
    assert signed_in(make_staff()).get(f"/support/cases/?{asked}").status_code == 404


def test_behind_a_contact_rate_stand_who_wrote_and_who_did_not(signed_in: Sign, ines: Staff) -> None:
    gold, printing = make_tier(name="Gold"), make_area(name="Printing")
    active = make_company(stage="active", tier=gold)
    writes, silent = make_contact(company=active), make_contact(company=active)
    for _number in range(2):
        talk = _talk(5, contact=writes)
        tag_conversation(conversation_id=talk.pk, area_id=printing.pk, category_id=make_category().pk, by=ines)
    browser = signed_in(make_staff(role=Role.VIEWER))
    addresses = _linked(browser.get("/support/", {"period": "year"}).text, "/support/contacts/")
    assert len(addresses) == 6
    for address in addresses:
        page = browser.get(address)
        people = [(one.contact_id, one.talks) for one in page.context["page"].items]
        assert people == ([(writes.pk, 2)] if "show=wrote" in address else [(silent.pk, 0), (writes.pk, 2)])
        assert page.context["rate"].share == 0.5
        assert [one.contact_id for one in browser.get(f"{address}&show=silent").context["page"].items] == [silent.pk]
    assert browser.get("/support/contacts/", {"by": "tenure", "group": "ever"}).status_code == 404
    assert browser.post("/support/contacts/").status_code == 405
