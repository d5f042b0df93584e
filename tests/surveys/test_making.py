"""Surveys are made, changed, started and ended."""

import pytest

from tests.makers import make_staff, make_survey
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
    change_survey(survey_id=survey.pk, version=survey.version, questions=[WHY])
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
