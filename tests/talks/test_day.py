"""The day of whoever looks after companies: whom to call, why, and in which order."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.makers import (
    make_area,
    make_company,
    make_contact,
    make_feedback,
    make_idea,
    make_staff,
    make_survey,
    make_survey_answer,
    make_tier,
)
from tests.talks.stories import plan
from wellheard.answer.models import Answer
from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.listen.departures.models import Unstarted
from wellheard.understand.trends.models import Spike
from wellheard.web.day.queries import Line, lines_of
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def nora() -> Staff:
    return make_staff(role=Role.SUCCESS, name="Nora Weiss")


def ours(nora: Staff, *, mrr: int = 100, **fields: Any) -> Company:
    return make_company(mrr=mrr, owner=nora, **fields)


def in_days(days: int) -> Any:
    return clock.today() + timedelta(days=days)


def owe(company: Company) -> Answer:
    return Answer.objects.create(
        contact=make_contact(company=company), idea=make_idea(), occasion="shipped", state="owed", words="Live.",
        waiting_since=clock.now() - timedelta(days=3), owed_at=clock.now(),
    )  # fmt: skip


def kinds(nora: Staff) -> list[tuple[str, list[str]]]:
    return [(line.company.name, [why.kind for why in line.reasons]) for line in lines_of(nora)]


def only(nora: Staff) -> Line:
    (line,) = lines_of(nora)
    return line


@pytest.mark.parametrize(("days", "is_near"), [(0, True), (60, True), (61, False), (-1, False)])
def test_a_renewal_is_near_for_sixty_days(nora: Staff, days: int, is_near: bool) -> None:  # noqa: FBT001
    ours(nora, renews_on=in_days(days))

    assert bool(lines_of(nora)) is is_near


def test_who_gave_a_low_score_is_called_until_somebody_talked_to_them(nora: Staff) -> None:
    company = ours(nora)
    ada = make_contact(company=company, name="Ada Byron")
    make_survey_answer(make_survey(name="Pulse"), 4, contact=ada)
    line = only(nora)

    assert line.first.text == "Ada Byron gave 4 in “Pulse”"
    assert line.url.endswith(f"/talks/new/?company={company.pk}&contact={ada.pk}")
    with clock.at(clock.now() + timedelta(hours=1)):
        plan(company=company, days=-0.01)
    assert lines_of(nora) == []


def test_who_is_content_is_not_called(nora: Staff) -> None:
    make_survey_answer(make_survey(), 9, contact=make_contact(company=ours(nora)))

    assert lines_of(nora) == []


def test_an_answer_that_is_owed_leads_to_answering(nora: Staff) -> None:
    company = ours(nora)
    owe(company)
    line = only(nora)

    assert line.first.text == "One answer is owed for 3 days"
    assert line.url == f"/answers/?company={company.pk}"


def test_who_pays_and_has_not_begun_is_called_while_it_helps(nora: Staff) -> None:
    for left in (5, -1):
        Unstarted.objects.create(
            company=ours(nora), paid_from=in_days(-20), help_until=in_days(left), found_at=clock.now()
        )

    assert only(nora).first.text == "Pays and has not begun; 5 days are left"


def test_who_spoke_of_what_is_unusual_just_now_is_called(nora: Staff) -> None:
    area = make_area(name="Printing")
    Spike.objects.create(
        subject=f"area:{area.pk}", area_id=area.pk, began_at=clock.now() - timedelta(hours=3), seen_at=clock.now(),
        count=9, highest_count=9, grown_from=9, company_count=3, expected=1, expected_low=0, expected_high=3, chance=0,
        mrr_minor=0,
    )  # fmt: skip
    make_feedback("The printer stops.", company=ours(nora, name="Voltwerk"), area=area, heard_at=clock.now())
    make_feedback("Lovely colours.", company=ours(nora))
    line = only(nora)

    assert line.company.name == "Voltwerk"
    assert "Printing" in line.first.text
    assert line.said
    assert line.said.words == "The printer stops."


def test_who_is_unusually_silent_is_called_and_the_line_says_why(nora: Staff) -> None:
    company = ours(nora)
    for number in range(6):
        make_feedback(company=company, heard_at=clock.now() - timedelta(days=31 + 6 * number))

    assert only(nora).first.text == "Usually heard every 6 days; nothing for 31"


def test_who_was_heard_every_day_is_told_of_so(nora: Staff) -> None:
    company = ours(nora)
    for number in range(6):
        make_feedback(company=company, heard_at=clock.now() - timedelta(days=40 + number))

    assert only(nora).first.text == "Usually heard every day; nothing for 40 days"


def test_a_promised_call_is_due(nora: Staff) -> None:
    company = ours(nora, tier=make_tier(call_every_days=30), joined_on=in_days(-40))
    assert only(nora).first.text == "A check-in is promised, and nobody has talked to them yet"

    plan(company=company, days=-40)
    assert only(nora).first.text == "Check-in overdue for 10 days"


def test_a_company_stands_once_with_its_nearest_reason_first_and_what_it_said(nora: Staff) -> None:
    company = ours(nora, name="Voltwerk", renews_on=in_days(20))
    owe(company)
    make_feedback("Printing is slow.", company=company)

    assert kinds(nora) == [("Voltwerk", ["owed", "renewal"])]
    assert only(nora).said.words == "Printing is slow."  # type: ignore[union-attr]


def test_more_money_and_less_time_come_first(nora: Staff) -> None:
    ours(nora, name="Small and near", mrr=100, renews_on=in_days(0))
    ours(nora, name="Large and far", mrr=1000, renews_on=in_days(56))
    ours(nora, name="Large and near", mrr=1000, renews_on=in_days(3))
    ours(nora, name="Pays nothing", mrr=0, renews_on=in_days(0))

    assert [name for name, _kinds in kinds(nora)] == [
        "Large and near", "Large and far", "Small and near", "Pays nothing",
    ]  # fmt: skip


def test_nobody_is_told_of_others_customers(nora: Staff) -> None:
    make_company(owner=make_staff(), renews_on=in_days(2))
    make_company(renews_on=in_days(2))

    assert lines_of(nora) == []


def test_the_page_asks_as_often_for_twenty_companies_as_for_one(
    nora: Staff, signed_in: Callable[[Staff], Client], queries_of: Callable[[Client, str], int]
) -> None:
    tier, survey = make_tier(call_every_days=10), make_survey()
    browser = signed_in(nora)

    def add() -> None:
        company = ours(nora, renews_on=in_days(9), tier=tier, joined_on=in_days(-90))
        owe(company)
        make_feedback(company=company, contact=make_contact(company=company))
        make_survey_answer(survey, 2, contact=make_contact(company=company))

    add()
    one = queries_of(browser, "/day/")
    for _more in range(19):
        add()

    assert queries_of(browser, "/day/") == one


def test_silent_companies_are_found_in_as_many_questions_for_twenty_as_for_one(
    nora: Staff, signed_in: Callable[[Staff], Client], queries_of: Callable[[Client, str], int]
) -> None:
    browser = signed_in(nora)

    def add() -> None:
        company = ours(nora)
        for number in range(6):
            make_feedback(company=company, heard_at=clock.now() - timedelta(days=31 + 6 * number))

    add()
    one = queries_of(browser, "/day/")
    for _more in range(19):
        add()

    assert len(lines_of(nora)) == 20
    assert queries_of(browser, "/day/") == one


def test_a_colleagues_day_may_be_looked_at_and_a_viewers_has_none(
    nora: Staff, signed_in: Callable[[Staff], Client]
) -> None:
    ours(nora, name="Voltwerk", renews_on=in_days(2))
    other = signed_in(make_staff(role=Role.SALES))

    assert "Nobody has to be called" in other.get("/day/").content.decode()
    assert "Voltwerk" in other.get(f"/day/?owner={nora.pk}").content.decode()
    assert other.get("/day/?owner=0").status_code == 404
    assert other.get("/day/?owner=x").status_code == 404
    assert signed_in(make_staff(role=Role.VIEWER)).get("/day/").status_code == 403
