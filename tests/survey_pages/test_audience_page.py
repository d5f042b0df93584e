"""Whom a survey asks and when: what is written, how many that reaches, and at which gate the others fall out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_staff, make_survey, make_tier
from wellheard.customers.commands import save_segment
from wellheard.foundation import clock
from wellheard.listen.surveys.asked import Asked, Place
from wellheard.listen.surveys.deciding import decide
from wellheard.listen.surveys.models import Display, Survey
from wellheard.web.surveys.reach import reach
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Staff], Client]
LONG_AGO = clock.now() - timedelta(days=400)


@pytest.fixture
def browser(signed_in: SignedIn) -> Client:
    """Return the browser of somebody who may ask customers."""
    return signed_in(make_staff(role=Role.PRODUCT))


def sent(survey: Survey, **fields: Any) -> dict[str, Any]:
    """Return the form as a browser sends it when nothing but these fields was touched."""
    rows = {"p0-name": "", "p0-op": "is", "p0-value": "", "b0-survey": "", "b0-state": "answered", "b0-within_days": ""}
    plain = {
        "version": survey.version, "channels": survey.channels, "audience": survey.audience, "percent": survey.percent,
        "schedule": survey.schedule, "priority": survey.priority, "s0-group": "", "s0-target": "",
    }  # fmt: skip
    return plain | rows | {name.replace("__", "-"): value for name, value in fields.items()}


def test_everything_that_is_written_is_kept_and_shown_again(browser: Client) -> None:
    survey, other, tier = make_survey(is_running=False), make_survey(), make_tier(name="Gold")
    segment = save_segment(name="Large", rule={"all": [{"field": "mrr", "op": ">", "value": 100}]})
    url = f"/surveys/{survey.pk}/audience/"
    fields = {
        "audience": "segment", "segment": segment.pk, "percent": "40", "pages": "/invoices\n\n/projects/*", "priority": "2",
        "event": "Invoice sent", "at_least": "3", "within_days": "30", "delay_seconds": "5", "starts_on": "2030-01-02",
        "ends_on": "2030-02-03", "per_day": "9", "stop_at": "200", "stop_at_margin": "8", "schedule": "every", "every_days": "90",
        "p0__name": "plan", "p0__op": "is_not", "p0__value": "Free", "b0__survey": other.pk, "b0__state": "not_answered",
        "b0__within_days": "60", "s0__group": f"tier:{tier.pk}", "s0__target": "25",
    }  # fmt: skip
    assert browser.post(url, sent(survey, **fields)).status_code == 302
    survey.refresh_from_db()
    assert survey.trigger == {
        "pages": ["/invoices", "/projects/*"],
        "event": "Invoice sent",
        "at_least": 3,
        "within_days": 30,
        "delay_seconds": 5,
        "properties": [{"name": "plan", "op": "is_not", "value": "Free"}],
        "after": [{"survey": other.pk, "is": "not_answered", "within_days": 60}],
    }
    assert (survey.segment_id, survey.percent, survey.per_day, survey.every_days) == (segment.pk, 40, 9, 90)
    assert survey.strata.values_list("label", "target").get() == (str(tier), 25)
    assert survey.starts_at
    assert survey.ends_at
    assert survey.ends_at - survey.starts_at == timedelta(days=33)
    page = browser.get(url).content.decode()
    for words in ('value="2030-02-03"', "/projects/*", "Invoice sent", 'value="25"', "Free"):
        assert words in page
    page = browser.get(f"/surveys/{survey.pk}/").content.decode()
    for words in ("“Large”", "3 times in 30 days", "40 of a hundred", "0 of 25", "again after 90 days"):
        assert words in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"channels": []}, "Choose where it is asked."),
        ({"audience": "segment"}, "Choose the segment"),
        ({"segment": "99999999"}, "This segment does not exist any more"),
        ({"percent": "101"}, "100"),
        ({"starts_on": "2030-02-01", "ends_on": "2030-01-01"}, "The last day is before the first"),
        ({"ends_on": "soon"}, "Write a day"),
        ({"schedule": "every"}, "after how many days"),
        ({"s0__group": "tier:1"}, "A row cannot be read yet"),
        ({"b0__survey": "x"}, "A row cannot be read yet"),
        ({"at_least": "1" * 400}, "100000"),
        ({"version": "x"}, "This page is not complete"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_kept(browser: Client, fields: dict[str, Any], words: str) -> None:
    survey = make_survey(is_running=False)
    refused = browser.post(f"/surveys/{survey.pk}/audience/", sent(survey, **fields))
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert Survey.objects.get(pk=survey.pk).version == survey.version


def test_the_second_of_two_editors_is_told(browser: Client) -> None:
    survey = make_survey(is_running=False)
    url = f"/surveys/{survey.pk}/audience/"
    browser.post(url, sent(survey, percent="40"))
    refused = browser.post(url, sent(survey, percent="60"))
    assert refused.status_code == 422
    assert Survey.objects.get(pk=survey.pk).percent == 40
    assert "What stands now" in refused.content.decode()


def test_it_counts_whom_it_would_reach_and_where_the_others_fall_out() -> None:
    large, small = make_company(mrr=900), make_company(mrr=1)
    segment = save_segment(name="Large", rule={"all": [{"field": "mrr", "op": ">", "value": 10_000}]})
    people = [make_contact(company=large, created_at=LONG_AGO) for _number in range(5)]
    make_contact(company=small, created_at=LONG_AGO)
    make_contact(company=large, created_at=clock.now())
    survey = make_survey(audience="segment", segment=segment)
    Display.objects.create(
        survey=make_survey("ces"), contact=people[0], channel="in_app", key="a", shown_at=clock.now()
    )
    found = reach(survey)
    assert found.known == 7
    assert [step.out for step in found.steps] == [1, 0, 0, 1, 1, 0, 0, 0]
    assert found.reached == 4


def test_a_group_that_has_its_answers_is_not_reached_and_the_lot_is_drawn_once() -> None:
    tier = make_tier()
    for number in range(40):
        make_contact(company=make_company(tier=tier if number % 2 else None), created_at=LONG_AGO)
    survey = make_survey(is_running=False, percent=50)
    first = reach(survey)
    assert 8 <= first.reached <= 32
    assert reach(survey).reached == first.reached
    rule = {"all": [{"field": "tier", "op": "=", "value": tier.pk}]}
    survey.strata.create(label="Gold", rule=rule, target=3, reached=1)
    assert reach(survey).steps[0].left == 20
    survey.strata.update(reached=3)
    assert reach(survey).reached == 0


def test_the_number_follows_what_is_being_filled_in(browser: Client) -> None:
    make_contact(company=make_company(), created_at=LONG_AGO)
    survey = make_survey(is_running=False)
    url = f"/surveys/{survey.pk}/audience/reach/"
    assert "one person" in browser.post(url, sent(survey)).content.decode()
    empty = save_segment(name="Nobody", rule={"all": [{"field": "mrr", "op": ">", "value": 10**9}]})
    fields = {"audience": "segment", "segment": empty.pk}
    assert "0 people" in browser.post(url, sent(survey, **fields)).content.decode()
    assert "Fill in what is missing" in browser.post(url, sent(survey, percent="no")).content.decode()
    # The same without scripts, and nothing is kept.
    page = browser.post(f"/surveys/{survey.pk}/audience/", sent(survey, look="yes", **fields)).content.decode()
    assert "0 people" in page
    assert Survey.objects.get(pk=survey.pk).audience == "known"


def test_starting_says_first_whom_it_reaches(browser: Client) -> None:
    make_contact(company=make_company(), created_at=LONG_AGO)
    survey = make_survey(is_running=False, name="Twice a year")
    page = browser.get(f"/surveys/{survey.pk}/starting/").content.decode()
    assert "Start “Twice a year”?" in page
    assert "one person" in page
    assert Survey.objects.get(pk=survey.pk).state == "draft"


RULE = {
    "audience": "rule", "rule-match": "all", "rule.0-field": "mrr", "rule.0-op": ">", "rule.0-value": "100",
    "rule.1-field": "months_with_us", "rule.1-op": ">=", "rule.1-value": "6",
    "rule.2-field": "", "rule.2-op": "", "rule.2-value": "",
}  # fmt: skip


def test_a_rule_for_this_survey_only_is_written_on_its_page(browser: Client) -> None:
    survey = make_survey()
    url = f"/surveys/{survey.pk}/audience/"
    assert "The rule, if it is for this survey only" in browser.get(url).content.decode()
    assert browser.post(url, sent(survey) | RULE).status_code == 302
    survey.refresh_from_db()
    assert (survey.audience, len((survey.rule or {})["all"])) == ("rule", 2)
    old = clock.today() - timedelta(days=400)
    asked, poor, new = (
        make_contact(company=make_company(mrr_minor=mrr, joined_on=since), created_at=LONG_AGO)
        for mrr, since in ((20_000, old), (5_000, old), (20_000, clock.today()))
    )
    assert [decide(Asked(one.pk), Place()).survey is not None for one in (asked, poor, new)] == [True, False, False]
    assert reach(survey).reached == 1
    page = browser.get(url).content.decode()
    assert 'value="100"' in page
    assert "<details open>" in page


@pytest.mark.parametrize(
    "rows", [{}, {"rule-match": "all", "rule.0-field": "mrr", "rule.0-op": ">", "rule.0-value": "lots"}]
)
def test_a_rule_that_says_nothing_or_cannot_be_read_is_not_saved(browser: Client, rows: dict[str, str]) -> None:
    survey = make_survey()
    reply = browser.post(f"/surveys/{survey.pk}/audience/", sent(survey, audience="rule") | rows)
    assert reply.status_code == 422
    survey.refresh_from_db()
    assert survey.audience == "known"


def test_rows_of_the_rule_come_and_go_without_a_script_and_nothing_is_saved(browser: Client) -> None:
    survey = make_survey()
    page = browser.post(f"/surveys/{survey.pk}/audience/", sent(survey) | RULE | {"do": "add:rule"}).content.decode()
    assert 'name="rule.3-field"' in page
    assert 'value="100"' in page
    survey.refresh_from_db()
    assert survey.audience == "known"


def test_a_rule_that_is_half_written_does_not_hold_back_another_audience(browser: Client) -> None:
    survey = make_survey()
    rows = RULE | {"audience": "anybody", "rule.0-value": "lots"}
    assert browser.post(f"/surveys/{survey.pk}/audience/", sent(survey) | rows).status_code == 302
    survey.refresh_from_db()
    assert (survey.audience, survey.rule) == ("anybody", None)
