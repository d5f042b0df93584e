"""Writing what is asked: parts that are added, moved and taken out, languages, and the preview."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_idea, make_staff, make_survey
from wellheard.listen.surveys.models import Survey
from wellheard.web.surveys.forms.questions import keyed
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Staff], Client]


@pytest.fixture
def browser(signed_in: SignedIn) -> Client:
    """Return the browser of somebody who may ask customers."""
    return signed_in(make_staff(role=Role.PRODUCT))


@pytest.fixture
def survey() -> Survey:
    """Return a draft with one NPS question and why."""
    return make_survey(is_running=False, name="Twice a year")


def url_of(survey: Survey) -> str:
    return f"/surveys/{survey.pk}/questions/"


def sent(survey: Survey, **fields: Any) -> dict[str, Any]:
    """Return the form of an NPS question and a choice, changed where a test says so; q0_question stands for q0-question."""
    form = {
        "version": survey.version, "name": survey.name, "languages": ["en"], "fallback": "en", "intro": "", "subject": "",
        "thanks": "Thank you.", "next_label": "", "next_url": "",
        "q0-key": "nps", "q0-kind": "nps", "q0-question": "Would you?", "q0-low": "no", "q0-high": "yes", "q0-is_required": "on",
        "q0-b0-at_least": "0", "q0-b0-at_most": "6", "q0-b0-go": "-",
        "q1-key": "which", "q1-kind": "choice", "q1-question": "Which one?", "q1-options": "Speed\nPrice", "q1-b0-option": "",
        "q1-b0-go": "",
    }  # fmt: skip
    return form | {name.replace("__", "-"): value for name, value in fields.items()}


def test_what_is_written_is_kept_with_what_follows_which_answer(browser: Client, survey: Survey) -> None:
    assert browser.post(url_of(survey), sent(survey))["Location"] == f"/surveys/{survey.pk}/"
    first, second = survey.questions.asked()
    assert first.texts == {"en": {"question": "Would you?", "low": "no", "high": "yes"}}
    assert (first.is_required, second.is_required) == (True, False)
    assert first.branches == [{"at_least": 0, "at_most": 6, "go": ""}]
    assert second.options == [{"key": "speed"}, {"key": "price"}]
    assert second.texts["en"]["options"] == {"speed": "Speed", "price": "Price"}
    survey.refresh_from_db()
    assert (survey.kind, survey.texts["en"]) == ("nps", {"thanks": "Thank you."})
    page = browser.get(url_of(survey)).content.decode()
    for words in ("Would you?", "Speed\nPrice", "nothing more", "Thank you."):
        assert words in page


def test_a_wording_that_changes_keeps_its_key_and_so_its_answers() -> None:
    assert keyed(["Fast", "Price"], {"speed": "Speed", "price": "Price"}) == {"speed": "Fast", "price": "Price"}
    assert list(keyed(["Price", "Speed"], {"speed": "Speed", "price": "Price"})) == ["price", "speed"]
    assert list(keyed(["Speed", "Speed "], {})) == ["speed", "speed-2"]
    assert len(keyed(["快", "慢"], {})) == 2


@pytest.mark.parametrize(
    ("doing", "keys"),
    [
        ("add", ["nps", "which", "question-1"]),
        ("remove:0", ["which"]),
        ("down:0", ["which", "nps"]),
        ("up:1", ["which", "nps"]),
        ("up:0", ["nps", "which"]),
        ("remove:99", ["nps", "which"]),
        ("explode:1", ["nps", "which"]),
    ],
)
def test_a_button_changes_the_form_and_saves_nothing(
    browser: Client, survey: Survey, doing: str, keys: list[str]
) -> None:
    page = browser.post(url_of(survey), sent(survey, do=doing, q0__question="Typed meanwhile", q0__low=""))
    assert page.status_code == 200
    shown = page.content.decode()
    places = [shown.index(f'value="{key}"') for key in keys]
    assert places == sorted(places)
    assert ("Typed meanwhile" in shown) == ("nps" in keys)
    assert "Would you?" not in {one.texts["en"]["question"] for one in survey.questions.asked()}
    assert Survey.objects.get(pk=survey.pk).version == survey.version


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"q0__question": "  "}, "Write what you ask."),
        ({"q1__options": "Only one"}, "Write at least two to choose from"),
        ({"q0__kind": "poem"}, "Question 1 is not complete yet"),
        ({"q0__b0-go": "elsewhere"}, "Choose a question that comes later"),
        ({"name": ""}, "Give the survey a name"),
        ({"languages": []}, "Choose at least one language."),
        ({"next_label": "Read on"}, "A next step has words and an address"),
        ({"next_label": "Read on", "next_url": "javascript:alert(1)"}, "Write an address that begins with https"),
        ({"version": ""}, "This page is not complete"),
    ],
)
def test_what_is_missing_is_said_where_it_is_missing(
    browser: Client, survey: Survey, fields: dict[str, Any], words: str
) -> None:
    refused = browser.post(url_of(survey), sent(survey, **fields))
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert survey.questions.filter(key="which").count() == 0


def test_the_second_of_two_editors_is_told_and_loses_nothing(browser: Client, survey: Survey) -> None:
    browser.post(url_of(survey), sent(survey))
    late = browser.post(url_of(survey), sent(survey, q0__question="Mine"))
    assert late.status_code == 422
    assert "Mine" in late.content.decode()
    survey.refresh_from_db()
    again = browser.post(url_of(survey), sent(survey, q0__question="Mine"))
    assert again.status_code == 302


def test_what_people_were_asked_stays_as_it_is(browser: Client, survey: Survey) -> None:
    Survey.objects.filter(pk=survey.pk).update(state="running", shown_count=1)
    page = browser.get(url_of(survey)).content.decode()
    assert "they stay as they are" in page
    assert "Copy the survey" in page
    assert browser.post(url_of(survey), sent(survey)).status_code == 409
    assert survey.questions.filter(key="which").count() == 0


def test_a_slip_in_what_people_were_asked_is_mended_and_nothing_more(browser: Client, survey: Survey) -> None:
    assert browser.get(f"{url_of(survey)}en/").status_code == 302, "a draft is written on its own page"
    Survey.objects.filter(pk=survey.pk).update(state="running")
    asked = survey.questions.asked()[0]
    words = asked.texts["en"]["question"]
    same = {f"{one.key}.question": one.texts["en"]["question"] for one in survey.questions.asked()}
    fields = same | {"version": survey.version, f"{asked.key}.question": f"{words}!"}
    other = browser.post(f"{url_of(survey)}en/", fields | {f"{asked.key}.question": "Do you love us or hate us?"})
    assert other.status_code == 422
    assert "mix two answers into one number" in other.content.decode()
    assert browser.post(f"{url_of(survey)}en/", fields).status_code == 302
    assert survey.questions.get(pk=asked.pk).texts["en"]["question"] == f"{words}!"


def test_the_preview_shows_what_is_being_typed_to_customers(browser: Client, survey: Survey) -> None:
    page = browser.post(f"{url_of(survey)}preview/", sent(survey, q0__question="<b>Now?</b>")).content.decode()
    for words in ("&lt;b&gt;Now?&lt;/b&gt;", "Speed", "Thank you.", "<span>10</span>"):
        assert words in page
    assert "Now?" not in str(list(survey.questions.values_list("texts", flat=True)))
    assert browser.get(f"{url_of(survey)}preview/").status_code == 405


def test_ideas_are_found_and_chosen_to_be_compared(browser: Client, survey: Survey) -> None:
    ideas = [make_idea("Offline work"), make_idea("Offline maps")]
    pair = {"q1__kind": "pair", "q1__options": ""}
    page = browser.post(url_of(survey), sent(survey, **pair, do="find:1", q1__find="offline")).content.decode()
    assert all(f'value="idea:{one.pk}"' in page for one in ideas)
    chosen = [f"idea:{one.pk}" for one in ideas]
    assert browser.post(url_of(survey), sent(survey, **pair, q1__ideas=chosen)).status_code == 302
    assert [one["key"] for one in survey.questions.get(key="which").options] == chosen
    assert "Offline maps" in browser.get(f"/surveys/{survey.pk}/").content.decode()
    gone = browser.post(
        url_of(survey), sent(survey, version=survey.version + 1, **pair, q1__ideas=["idea:999999", "x"])
    )
    assert gone.status_code == 422


def test_another_language_stands_beside_the_first(browser: Client, survey: Survey) -> None:
    browser.post(url_of(survey), sent(survey))
    survey.refresh_from_db()
    url = f"{url_of(survey)}de/"
    page = browser.get(url).content.decode()
    for words in ("Would you?", "What you leave empty is read in", "Price"):
        assert words in page
    fields = {
        "version": survey.version,
        "nps.question": "Würden Sie?",
        "which.options.price": "Preis",
        "own.thanks": "Danke.",
    }
    assert browser.post(url, fields).status_code == 302
    survey.refresh_from_db()
    first, second = survey.questions.asked()
    assert survey.languages == ["en", "de"]
    assert first.texts_in("de", "en")["question"] == "Würden Sie?"
    assert first.texts_in("de", "en")["low"] == "no"
    assert second.texts_in("de", "en")["options"] == {"speed": "Speed", "price": "Preis"}
    assert survey.texts_in("de")["thanks"] == "Danke."
    assert browser.get(f"{url_of(survey)}klingon/").status_code == 404
    # Writing on in the first language keeps the other.
    browser.post(url_of(survey), sent(survey, languages=["en", "de"]))
    assert survey.questions.get(key="nps").texts["de"]["question"] == "Würden Sie?"


def test_ideas_chosen_on_the_board_become_a_survey_that_asks_which(browser: Client) -> None:
    ideas = [make_idea("Offline work"), make_idea("Offline maps")]
    made = browser.post("/surveys/new/ideas/", {"idea": [one.pk for one in ideas]})
    survey = Survey.objects.get()
    assert made["Location"] == url_of(survey)
    assert (survey.kind, survey.state) == ("pair", "draft")
    assert survey.questions.get().options == [{"key": f"idea:{one.pk}"} for one in ideas]
    refused = browser.post("/surveys/new/ideas/", {"idea": [ideas[0].pk, "x"]}, follow=True)
    assert "Choose at least two ideas" in refused.content.decode()
    assert Survey.objects.count() == 1
    assert "Ask which of these" in browser.get("/ideas/").content.decode()
