"""Surveys are made, changed, started and ended."""

from dataclasses import replace
from typing import Any

import pytest

from tests.makers import make_staff, make_survey
from wellheard.foundation.facts.models import Fact
from wellheard.listen.surveys.commands import (
    change_survey,
    copy_survey,
    end_survey,
    pause_survey,
    remove_survey,
    start_survey,
)
from wellheard.listen.surveys.commands import (
    make_survey as make,
)
from wellheard.listen.surveys.commands.settling import letters_apart
from wellheard.listen.surveys.commands.surveys import drafts_of
from wellheard.listen.surveys.drafts import QuestionDraft
from wellheard.listen.surveys.errors import SurveyError
from wellheard.listen.surveys.models import Survey
from wellheard.listen.surveys.queries import as_shown
from wellheard.workspace.commands import StaleError

pytestmark = pytest.mark.django_db

WHY = QuestionDraft("why", "text", {"en": {"question": "Why?"}, "de": {"question": "Warum?"}})


def test_a_survey_is_a_draft_until_it_is_started_and_goes_on_after_a_pause() -> None:
    survey = make_survey(is_running=False)
    assert survey.state == Survey.State.DRAFT
    for command, state in ((start_survey, "running"), (pause_survey, "paused"), (start_survey, "running")):
        assert command(survey_id=survey.pk).state == state
    assert end_survey(survey_id=survey.pk).ended_because == "by_hand"


def test_what_is_not_ready_says_what_it_lacks() -> None:
    draft = make(name="Empty", kind="nps", questions=[], by=None)
    with pytest.raises(SurveyError, match="at least one question"):
        start_survey(survey_id=draft.pk)
    one = QuestionDraft("pick", "choice", {"en": {"question": "Which?", "options": {"a": "A"}}}, [{"key": "a"}])
    alone = make(name="One option", kind="choice", questions=[one], by=None)
    with pytest.raises(SurveyError, match="at least two"):
        start_survey(survey_id=alone.pk)


def test_a_branch_cannot_lead_back() -> None:
    back = QuestionDraft("last", "nps", {"en": {"question": "?"}}, branches=[{"at_most": 6, "go": "why"}])
    with pytest.raises(SurveyError, match="comes later"):
        make(name="A circle", kind="nps", questions=[WHY, back], by=None)


def test_the_second_of_two_editors_is_told() -> None:
    survey = make_survey()
    change_survey(survey_id=survey.pk, version=survey.version, name="Another name")
    with pytest.raises(StaleError):
        change_survey(survey_id=survey.pk, version=survey.version, name="A third name")


def test_a_question_that_is_left_out_is_not_asked_and_keeps_its_answers() -> None:
    survey = make_survey("nps")
    change_survey(survey_id=survey.pk, version=survey.version, questions=drafts_of(survey)[1:])
    assert [one.key for one in survey.questions.asked()] == ["why"]
    assert survey.questions.count() == 2


def test_texts_are_read_in_the_language_and_fall_back() -> None:
    survey = make(name="Two languages", kind="text", questions=[WHY], by=make_staff(), languages=["en", "de"])
    asked = {code: as_shown(survey, code)["questions"][0]["question"] for code in ("de-AT", "lt", "en")}
    assert asked == {"de-AT": "Warum?", "lt": "Why?", "en": "Why?"}
    assert as_shown(survey, "lt")["language"] == "en"


def test_a_copy_draws_other_people_and_a_draft_can_be_thrown_away() -> None:
    survey = make_survey("choice", priority=5)
    copy = copy_survey(survey_id=survey.pk, by=None)
    assert (copy.priority, copy.state) == (5, "draft")
    assert copy.salt != survey.salt
    remove_survey(survey_id=copy.pk)
    with pytest.raises(SurveyError):
        remove_survey(survey_id=survey.pk)


def test_a_link_to_a_script_is_refused() -> None:
    with pytest.raises(SurveyError):
        make(name="Trap", kind="text", questions=[WHY], by=None, texts={"en": {"next_url": "javascript:alert(1)"}})


def asked_in(survey: Survey, **texts: dict[str, str]) -> list[QuestionDraft]:
    """Return the survey's questions with other texts of the first one."""
    first, *rest = drafts_of(survey)
    return [replace(first, texts=first.texts | texts), *rest]


def test_of_a_question_that_was_asked_a_slip_of_the_pen_may_be_mended_and_noted() -> None:
    survey = make_survey("text", questions=[QuestionDraft("why", "text", {"en": {"question": "What is misssing?"}})])
    mended = asked_in(survey, en={"question": "What is missing?"})
    change_survey(survey_id=survey.pk, version=survey.version, questions=mended)
    assert survey.questions.get().texts["en"]["question"] == "What is missing?"
    assert Fact.objects.get(name="survey.corrected").details == {"questions": ["why"]}
    change_survey(survey_id=survey.pk, version=survey.version + 1, questions=mended)
    assert Fact.objects.filter(name="survey.corrected").count() == 1, "saving the same again corrects nothing"


@pytest.mark.parametrize(
    "change",
    [
        {"texts": {"en": {"question": "Would you never recommend us?"}}},
        {"texts": {"de": {"question": "A question of choice?"}}},
        {"kind": "choices"},
        {"options": [{"key": "a"}, {"key": "b"}, {"key": "c"}]},
        {"branches": [{"go": ""}]},
        {"is_required": False},
        {"is_shuffled": True},
    ],
)
@pytest.mark.parametrize("state", ["running", "paused", "draft"])
def test_a_question_that_was_asked_is_not_changed(change: dict[str, Any], state: str) -> None:
    survey = make_survey("choice")
    Survey.objects.filter(pk=survey.pk).update(state=state, shown_count=1)
    first, why = drafts_of(survey)
    with pytest.raises(SurveyError, match="Copy the survey"):
        change_survey(survey_id=survey.pk, version=survey.version, questions=[replace(first, **change), why])
    with pytest.raises(SurveyError):
        change_survey(survey_id=survey.pk, version=survey.version, questions=[why, first])
    assert drafts_of(survey) == [first, why]


def test_a_draft_that_nobody_saw_is_written_freely() -> None:
    survey = make_survey("choice", is_running=False)
    questions = asked_in(survey, en={"question": "Something else altogether?"})
    change_survey(survey_id=survey.pk, version=survey.version, questions=questions, languages=["de", "en"])
    assert survey.questions.get(key="choice").texts["en"]["question"] == "Something else altogether?"


def test_a_survey_that_asks_is_translated_and_its_translation_written_anew() -> None:
    survey = make_survey("nps")
    for words in ("Würden Sie uns empfehlen?", "Wie wahrscheinlich ist es, dass Sie uns empfehlen?"):
        survey.refresh_from_db()
        german = asked_in(survey, de={"question": words})
        change_survey(survey_id=survey.pk, version=survey.version, questions=german, languages=["en", "de"])
    assert as_shown(Survey.objects.get(), "de")["questions"][0]["question"].startswith("Wie wahrscheinlich")


@pytest.mark.parametrize("languages", [["de", "en"], ["en"]])
def test_the_first_language_of_a_survey_that_asks_stays_and_none_is_taken_away(languages: list[str]) -> None:
    survey = make_survey("nps", languages=["en", "lt"])
    with pytest.raises(SurveyError):
        change_survey(survey_id=survey.pk, version=survey.version, languages=languages)


def test_letters_apart_are_those_put_in_taken_out_and_changed() -> None:
    assert [letters_apart("recieve", "receive"), letters_apart("kitten", "sitting"), letters_apart("", "abc")] == [
        2,
        3,
        3,
    ]
    assert letters_apart("same", "same") == 0
    assert letters_apart("short", "much longer than that") > 3
