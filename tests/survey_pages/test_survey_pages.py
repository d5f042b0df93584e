"""The list of surveys, making one, and what becomes of it as a whole."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_staff, make_survey
from wellheard.listen.surveys.models import Survey
from wellheard.web.surveys.ready import READY, Ready
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Staff], Client]
LIST, NEW = "/surveys/", "/surveys/new/"


@pytest.fixture
def browser(signed_in: SignedIn) -> Client:
    """Return the browser of somebody who may ask customers."""
    return signed_in(make_staff(role=Role.SUCCESS))


def test_before_there_is_one_the_list_leads_to_the_ready_ones(browser: Client, signed_in: SignedIn) -> None:
    page = browser.get(LIST).content.decode()
    assert "Nobody has been asked anything yet" in page
    assert NEW in page
    assert NEW not in signed_in(make_staff(role=Role.VIEWER)).get(LIST).content.decode()


def test_each_is_listed_with_how_many_of_those_who_saw_it_answered(browser: Client) -> None:
    survey = make_survey(name="Twice a <year>")
    Survey.objects.filter(pk=survey.pk).update(shown_count=60, completed_count=15)
    page = browser.get(LIST).content.decode()
    for words in ("One survey asks people now", "Twice a &lt;year&gt;", "NPS", "25", "you end it"):
        assert words in page
    assert "No survey is in this list" in browser.get(f"{LIST}?state=ended").content.decode()
    assert browser.get(f"{LIST}?state=lost").status_code == 404


def test_the_list_asks_the_database_as_often_for_twenty_as_for_one(browser: Client) -> None:
    make_survey()
    browser.get(LIST)
    with CaptureQueriesContext(connection) as one:
        browser.get(LIST)
    for _number in range(19):
        make_survey()
    with CaptureQueriesContext(connection) as twenty:
        browser.get(LIST)
    assert len(twenty) == len(one)


@pytest.mark.parametrize("ready", READY, ids=lambda one: one.key)
def test_a_ready_survey_becomes_a_draft_that_can_be_read(browser: Client, ready: Ready) -> None:
    response = browser.post(NEW, {"ready": ready.key})
    survey = Survey.objects.get()
    assert response["Location"] == f"/surveys/{survey.pk}/questions/"
    assert (survey.state, survey.kind) == (Survey.State.DRAFT, ready.kind)
    assert [one.key for one in survey.questions.asked()] == [one.key for one in ready.questions]
    page = browser.get(response["Location"]).content.decode()
    assert str(ready.questions[0].says["question"]) in page
    # Sent back as it came, it is complete; only what is compared has to be chosen first.
    assert browser.post(f"/surveys/{survey.pk}/state/", {"step": "start"}).status_code == 302
    survey.refresh_from_db()
    assert survey.is_running == (ready.key != "pair")


def test_one_may_begin_with_nothing_and_has_to_choose(browser: Client) -> None:
    refused = browser.post(NEW, {"ready": "no such"})
    assert (refused.status_code, Survey.objects.count()) == (422, 0)
    assert "Choose one of the list." in refused.content.decode()
    browser.post(NEW, {"ready": "nothing", "kind": "text"})
    assert Survey.objects.get().questions.asked().get().kind == "text"


def test_it_is_started_paused_and_ended_and_a_second_click_changes_nothing(browser: Client) -> None:
    survey = make_survey(is_running=False)
    url = f"/surveys/{survey.pk}/state/"
    for step, state in (
        ("start", "running"),
        ("start", "running"),
        ("pause", "paused"),
        ("end", "ended"),
        ("end", "ended"),
    ):
        browser.post(url, {"step": step})
        survey.refresh_from_db()
        assert survey.state == state
    assert browser.get(url).status_code == 405
    assert browser.post(url, {"step": "explode"}).status_code == 404
    assert browser.post("/surveys/0/state/", {"step": "start"}).status_code == 404


def test_what_a_draft_lacks_is_said_when_it_is_to_start(browser: Client) -> None:
    browser.post(NEW, {"ready": "pair"})
    survey = Survey.objects.get()
    page = browser.post(f"/surveys/{survey.pk}/state/", {"step": "start"}, follow=True).content.decode()
    assert "Give at least two to choose from." in page


def test_it_is_copied_and_a_draft_is_thrown_away_but_no_answers(browser: Client) -> None:
    survey = make_survey()
    Survey.objects.filter(pk=survey.pk).update(shown_count=1)
    copied = browser.post(f"/surveys/{survey.pk}/copy/")
    copy = Survey.objects.exclude(pk=survey.pk).get()
    assert copied["Location"] == f"/surveys/{copy.pk}/questions/"
    browser.post(f"/surveys/{copy.pk}/removal/")
    page = browser.post(f"/surveys/{survey.pk}/removal/", follow=True).content.decode()
    assert "This survey has asked people already" in page
    assert list(Survey.objects.values_list("pk", flat=True)) == [survey.pk]


def test_a_viewer_reads_and_changes_nothing(signed_in: SignedIn) -> None:
    survey = make_survey(name="Twice a year")
    viewer = signed_in(make_staff(role=Role.VIEWER))
    page = viewer.get(f"/surveys/{survey.pk}/").content.decode()
    assert "Twice a year" in page
    assert "Pause" not in page
    assert viewer.post(f"/surveys/{survey.pk}/state/", {"step": "end"}).status_code == 403
    assert viewer.get(f"/surveys/{survey.pk}/questions/").status_code == 403
