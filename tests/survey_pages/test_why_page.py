"""Why somebody sees a survey or not, what was counted, and the pages that spare people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_company, make_contact, make_staff, make_survey
from wellheard.foundation import clock
from wellheard.listen.surveys.models import Display, FatigueRules, GateCount, Quiet, Response
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Staff], Client]
LONG_AGO = clock.now() - timedelta(days=400)
LEDGER, RULES, QUIET = "/surveys/ledger/", "/surveys/rules/", "/surveys/quiet/"


@pytest.fixture
def browser(signed_in: SignedIn) -> Client:
    """Return the browser of somebody who may ask customers."""
    return signed_in(make_staff(role=Role.SUCCESS))


def show(**fields: Any) -> Display:
    """Make a row of the ledger."""
    number = Display.objects.count()
    usual = {"channel": "in_app", "key": f"key-{number}", "shown_at": clock.now() - timedelta(minutes=number)}
    return Display.objects.create(**{"survey": make_survey()} | usual | fields)


def test_every_gate_says_whether_it_lets_a_person_through(browser: Client) -> None:
    anna = make_contact(name="Anna Berg", company=make_company(), created_at=LONG_AGO)
    survey = make_survey(trigger={"pages": ["/invoices"]})
    url = f"/surveys/{survey.pk}/why/"
    assert "Choose a person and a place" in browser.get(url).content.decode()
    elsewhere = browser.get(url, {"who": "Anna", "url": "/home"}).content.decode()
    assert "Anna Berg would not be asked now" in elsewhere
    there = browser.get(url, {"who": "Anna", "url": "https://app.example/invoices"}).content.decode()
    assert "Anna Berg would be asked now" in there
    show(contact=anna)
    assert "would not be asked now" in browser.get(url, {"who": "Anna", "url": "/invoices"}).content.decode()
    assert Display.objects.filter(survey=survey).count() == 0


def test_of_several_whom_a_name_fits_one_is_chosen(browser: Client) -> None:
    anna = make_contact(name="Anna Berg", created_at=LONG_AGO)
    make_contact(name="Anna Strand", created_at=LONG_AGO)
    url = f"/surveys/{make_survey().pk}/why/"
    page = browser.get(url, {"who": "Anna"}).content.decode()
    assert "Which of them" in page
    assert "Anna Berg would be asked now" in browser.get(f"{url}?who=Anna&contact={anna.pk}").content.decode()
    assert "Nobody goes by this name" in browser.get(url, {"who": "Bo"}).content.decode()
    refused = browser.get(url, {"who": "Anna", "contact": "x", "channel": "smoke"})
    assert refused.status_code == 422
    assert "Write a name" in browser.get(url, {"who": " "}).content.decode()


def test_another_survey_that_goes_first_is_named(browser: Client) -> None:
    make_contact(name="Anna Berg", created_at=LONG_AGO)
    survey = make_survey(name="Later")
    make_survey("ces", name="First of all", priority=5)
    page = browser.get(f"/surveys/{survey.pk}/why/", {"who": "Anna"}).content.decode()
    assert "would be asked something else first" in page
    assert "First of all" in page


def test_what_was_counted_stands_there_by_gate(browser: Client) -> None:
    survey = make_survey()
    for gate, count in (("asked", 7), ("sample", 31)):
        GateCount.objects.create(survey=survey, day=clock.today(), gate=gate, count=count)
    GateCount.objects.create(survey=survey, day=clock.today() - timedelta(days=40), gate="sample", count=999)
    page = browser.get(f"/surveys/{survey.pk}/why/").content.decode()
    assert "<dt>not drawn by lot</dt><dd>31</dd>" in page
    assert "<dt>asked</dt><dd>7</dd>" in page


def test_the_ledger_says_who_was_asked_what(browser: Client) -> None:
    assert "Nobody was asked anything" in browser.get(LEDGER).content.decode()
    company = make_company(name="Brightwell")
    one = show(contact=make_contact(name="Anna Berg", company=company), company=company, state="completed")
    show(device="somewhere")
    page = browser.get(LEDGER).content.decode()
    for words in ("2 questions were shown", "Anna Berg", "Brightwell", "somebody we do not know"):
        assert words in page
    assert "Anna Berg" not in browser.get(f"{LEDGER}?state=shown").content.decode()
    assert "Anna Berg" in browser.get(f"{LEDGER}?survey={one.survey_id}").content.decode()
    assert browser.get(f"{LEDGER}?state=lost").status_code == 404


def test_the_ledger_asks_the_database_as_often_for_twenty_as_for_one(browser: Client) -> None:
    show(contact=make_contact(), company=make_company())
    browser.get(LEDGER)
    with CaptureQueriesContext(connection) as one:
        browser.get(LEDGER)
    for _number in range(19):
        show(contact=make_contact(), company=make_company())
    with CaptureQueriesContext(connection) as twenty:
        browser.get(LEDGER)
    assert len(twenty) == len(one)


def rules(**fields: Any) -> dict[str, Any]:
    """Return the form of the rules as a browser sends it."""
    usual = {
        "version": 1, "contact_days": 21, "nps_days": 120, "company_days": 30, "company_most": 3, "global_hours": 24,
        "first_days": 10, "stop_after": 3, "urgent_hours": 24, "holidays": "", "stopped_through": "",
    }  # fmt: skip
    return usual | fields


def test_how_often_people_are_asked_is_changed_for_all_surveys(browser: Client) -> None:
    assert "at most once in 14 days" in browser.get(RULES).content.decode()
    days = "2026-12-24/2026-12-31\n2027-01-01"
    assert browser.post(RULES, rules(holidays=days, stopped_through="2099-01-01")).status_code == 302
    kept = FatigueRules.objects.get()
    assert (kept.contact_days, kept.company_most) == (21, 3)
    assert kept.holidays == ["2026-12-24/2026-12-31", "2027-01-01"]
    page = browser.get(RULES).content.decode()
    assert "at most once in 21 days" in page
    assert 'value="2099-01-01"' in page
    late = browser.post(RULES, rules(contact_days=7))
    assert late.status_code == 422
    assert FatigueRules.objects.get().contact_days == 21


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"contact_days": "-1"}, "0"),
        ({"nps_days": ""}, "required"),
        ({"holidays": "Christmas"}, "Write a day as 2026-12-24"),
        ({"stopped_through": "soon"}, "Write a day"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused(browser: Client, fields: dict[str, Any], words: str) -> None:
    refused = browser.post(RULES, rules(**fields))
    assert refused.status_code == 422
    assert words in refused.content.decode()


def test_somebody_is_left_alone_and_asked_again(browser: Client) -> None:
    anna = make_contact(name="Anna Berg", created_at=LONG_AGO)
    company = make_company(name="Annapurna")
    assert "The list is empty" in browser.get(QUIET).content.decode()
    asked = browser.post(QUIET, {"who": "Anna"})
    assert asked.status_code == 422
    assert "Annapurna (company)" in asked.content.decode()
    browser.post(QUIET, {"who": "Anna", "which": f"person:{anna.pk}", "last_day": "2099-01-01"})
    browser.post(QUIET, {"who": "Annapurna"})
    assert {(one.contact_id, one.company_id) for one in Quiet.objects.all()} == {(anna.pk, None), (None, company.pk)}
    page = browser.get(QUIET).content.decode()
    for words in ("2 are left alone", "Anna Berg", "Annapurna", "for good", "until"):
        assert words in page
    url = f"/surveys/quiet/{Quiet.objects.get(contact=anna).pk}/ending/"
    for _click in range(2):
        assert browser.post(url).status_code == 302
    assert Quiet.objects.get().company_id == company.pk
    assert browser.get(url).status_code == 405


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"who": ""}, "Write a name"),
        ({"who": "Nobody at all"}, "Nobody goes by this name"),
        ({"who": "Anna", "last_day": "2001-01-01"}, "This day is over"),
        ({"who": "Anna", "which": "person:0"}, "Choose one of these."),
    ],
)
def test_nobody_is_left_alone_by_mistake(browser: Client, fields: dict[str, str], words: str) -> None:
    make_contact(name="Anna Berg")
    refused = browser.post(QUIET, fields)
    assert (refused.status_code, Quiet.objects.count()) == (422, 0)
    assert words in refused.content.decode()


def test_a_viewer_reads_who_was_asked_and_why_but_changes_nothing(signed_in: SignedIn) -> None:
    viewer = signed_in(make_staff(role=Role.VIEWER))
    assert viewer.get(LEDGER).status_code == 200
    assert viewer.get(f"/surveys/{make_survey().pk}/why/").status_code == 200
    for url in (RULES, QUIET):
        assert viewer.get(url).status_code == 403
        assert viewer.post(url, {}).status_code == 403


def test_what_they_were_asked_stands_among_what_they_said(browser: Client) -> None:
    company = make_company()
    anna = make_contact(name="Anna Berg", company=company)
    display = show(survey=make_survey(name="Twice a year"), contact=anna, company=company, state="completed")
    Response.objects.create(
        survey=display.survey, display=display, contact=anna, company=company, channel="in_app", submission_key="a", score=9,
        answered_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    for url in (f"/contacts/{anna.pk}/", f"/companies/{company.pk}/"):
        page = browser.get(url).content.decode()
        for words in ("Twice a year", "In the product · Answered: 9"):
            assert words in page
        assert "Twice a year" in browser.get(f"{url}?show=asked").content.decode()
        assert "Twice a year" not in browser.get(f"{url}?show=said").content.decode()


def test_the_timeline_asks_the_database_as_often_for_twenty_questions_as_for_one(browser: Client) -> None:
    anna = make_contact()
    show(contact=anna)
    url = f"/contacts/{anna.pk}/"
    browser.get(url)
    with CaptureQueriesContext(connection) as one:
        browser.get(url)
    for _number in range(19):
        show(contact=anna)
    with CaptureQueriesContext(connection) as twenty:
        browser.get(url)
    assert len(twenty) == len(one)
