"""Questions that wait in the tab: not over the page, counted apart, and in a language of their own where they must be."""

from collections.abc import Callable
from datetime import timedelta

from tests.makers import make_survey
from tests.widget.conftest import Answer, Tab
from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.listen.surveys.drafts import QuestionDraft
from wellheard.listen.surveys.models import Display, Response, Survey
from wellheard.listen.surveys.results.channels import reaches
from wellheard.listen.surveys.results.scope import Scope


def happened(tab: Tab, *kinds: str) -> Answer:
    return tab.post(
        "events", {"events": [{"kind": kind, "name": "x", "url": "https://app.example/day"} for kind in kinds]}
    )


def test_a_question_of_the_tab_waits_until_the_tab_is_opened_and_is_counted_there(tab: Tab) -> None:
    survey = make_survey("nps", audience="anybody", channels=["tab"])
    assert tab.post("hello")["survey"] is None
    assert happened(tab, "track", "page")["survey"] is None

    asked = happened(tab, "open")["survey"]

    assert asked["channel"] == "tab"
    path = f"surveys/{asked['display']}"
    assert tab.post(f"{path}/shown")["show"] is True
    assert tab.post(f"{path}/answered", {"answers": [{"question": "nps", "number": 9}], "complete": True}).status == 200
    assert (Display.objects.get().channel, Response.objects.get().channel) == ("tab", "tab")
    assert [(one.channel, one.shown, one.completed) for one in reaches(Scope(survey))] == [("tab", 1, 1)]


def test_a_question_over_the_page_is_not_asked_in_the_tab(tab: Tab) -> None:
    make_survey("nps", audience="anybody")
    assert happened(tab, "open")["survey"] is None
    asked = tab.post("hello")["survey"]
    assert "channel" not in asked
    tab.post(f"surveys/{asked['display']}/shown")
    assert Display.objects.get().channel == "in_app"


def test_what_waits_in_the_tab_comes_before_what_is_due_over_the_page(tab: Tab) -> None:
    make_survey("nps", audience="anybody", priority=9)
    inside = make_survey("csat", audience="anybody", channels=["tab"])
    asked = happened(tab, "track", "open")["survey"]
    assert asked["kind"] == inside.kind


def test_where_nobody_may_be_asked_nothing_waits_in_the_tab(tab: Tab) -> None:
    make_survey("nps", audience="anybody", channels=["tab"])
    said = {"events": [{"kind": "open", "name": "say"}], "signals": {"gpc": True}}
    assert tab.post("events", said)["survey"] is None


def test_a_question_ended_before_it_is_seen_is_not_shown(tab: Tab) -> None:
    survey = make_survey("nps", audience="anybody", channels=["tab"])
    display = happened(tab, "open")["survey"]["display"]
    Survey.objects.filter(pk=survey.pk).update(state=Survey.State.ENDED, version=9)
    assert tab.post(f"surveys/{display}/shown")["show"] is False
    assert not Display.objects.exists()


def test_a_survey_says_its_language_and_direction_where_they_are_not_the_tabs(tab: Tab) -> None:
    texts = {"he": {"question": "כמה קל היה?", "low": "קשה", "high": "קל"}}
    make_survey("ces", audience="anybody", languages=["he"], questions=[QuestionDraft("ces", "ces", texts)])
    asked = tab.post("hello")["survey"]
    assert (asked["language"], asked["dir"]) == ("he", "rtl")


def test_a_survey_in_the_language_of_the_tab_says_nothing_of_it(tab: Tab, signed: Callable[..., str]) -> None:
    make_survey("nps", audience="anybody")
    asked = tab.post("hello")["survey"]
    assert not {"language", "dir"} & set(asked)
    # And how much is asked, and whether it is seen who answers.
    assert asked["foot"] == "2 questions at most."
    other = Tab(tab.key, token=signed("u-7"), device="another-device-of-theirs")
    other.post("hello")
    Contact.objects.update(created_at=clock.now() - timedelta(days=400))
    assert other.post("hello")["survey"]["foot"].endswith("sees who answers.")
