"""What people do with a survey: it is shown, begun, answered, closed."""

import pytest

from tests.makers import make_company, make_contact, make_survey
from wellheard.listen.models import Feedback
from wellheard.listen.surveys.asked import Answered, Asked, PairChoice
from wellheard.listen.surveys.commands import answer_survey, dismiss_survey, show_survey
from wellheard.listen.surveys.commands.answering import Submission
from wellheard.listen.surveys.errors import AnswerError
from wellheard.listen.surveys.models import Display, PairVote, Response, Survey

pytestmark = pytest.mark.django_db


def say(survey: Survey, who: Asked, *answers: Answered, key: str = "s1", is_final: bool = True) -> Response:
    submission = Submission(key=key, display_key="d1", attributes={"url": "https://app.example/board"})
    return answer_survey(survey_id=survey.pk, who=who, submission=submission, answers=list(answers), is_final=is_final)


def anna() -> Asked:
    return Asked(contact_id=make_contact(company=make_company(name="Harbour")).pk)


def test_a_click_and_then_the_words_are_one_answer_and_one_piece_of_feedback() -> None:
    survey, who = make_survey("nps"), anna()
    say(survey, who, Answered("nps", number=3), is_final=False)
    say(survey, who, Answered("why", words="It loses my work."), is_final=False)
    said = say(survey, who, Answered("nps", number=2), Answered("why", words="It loses my work."))
    assert Response.objects.get() == said
    assert (said.score, said.is_complete, said.company and said.company.name) == (2, True, "Harbour")
    feedback = Feedback.objects.get()
    assert feedback.words == "It loses my work."
    assert (feedback.source, feedback.attributes["score"], feedback.contact_id) == ("survey", 2, who.contact_id)
    assert Display.objects.get().state == Display.State.COMPLETED


def test_the_same_answer_twice_counts_once() -> None:
    survey, who = make_survey("csat"), anna()
    for _ in range(2):
        say(survey, who, Answered("csat", number=4))
    survey.refresh_from_db()
    assert (survey.shown_count, survey.started_count, survey.completed_count) == (1, 1, 1)


def test_what_was_begun_and_sent_late_does_not_undo_the_end() -> None:
    survey, who = make_survey("nps"), anna()
    say(survey, who, Answered("nps", number=9))
    late = say(survey, who, Answered("nps", number=1), is_final=False)
    assert (late.score, late.is_complete) == (9, True)


def test_an_answer_changed_before_anybody_filed_it_changes_the_feedback() -> None:
    survey, who = make_survey("nps"), anna()
    say(survey, who, Answered("nps", number=6), Answered("why", words="Slow."))
    say(survey, who, Answered("nps", number=7), Answered("why", words="Slow in the mornings."))
    feedback = Feedback.objects.get()
    assert (feedback.words, feedback.attributes["score"]) == ("Slow in the mornings.", 7)


@pytest.mark.parametrize("number", [-1, 11])
def test_a_number_off_the_scale_is_refused(number: int) -> None:
    with pytest.raises(AnswerError):
        say(make_survey("nps"), anna(), Answered("nps", number=number))
    assert Display.objects.count() == 0


def test_an_option_that_is_not_there_is_refused() -> None:
    with pytest.raises(AnswerError):
        say(make_survey("choice"), anna(), Answered("choice", options=("c",)))


def test_which_of_two_is_kept_once_and_may_be_changed() -> None:
    survey, who = make_survey("pair"), anna()
    for chosen in ("left", "neither"):
        say(survey, who, Answered("pair", pairs=(PairChoice("option:a", "option:b", chosen),)))
    assert [(vote.left, vote.chosen) for vote in PairVote.objects.all()] == [("option:a", "neither")]


def test_closing_counts_as_seen_and_does_not_undo_an_answer() -> None:
    survey, who = make_survey("nps"), anna()
    closed = show_survey(survey_id=survey.pk, who=who, channel="in_app", key="d0")
    assert dismiss_survey(display_id=closed.pk).state == Display.State.DISMISSED
    said = say(survey, who, Answered("nps", number=9))
    assert said.display is not None
    assert dismiss_survey(display_id=said.display.pk).state == Display.State.COMPLETED


def test_a_survey_ends_at_the_number_of_answers_it_wanted() -> None:
    survey = make_survey("nps", stop_at=2)
    for number in (1, 2):
        submission = Submission(key=f"s{number}", display_key=f"d{number}")
        answer_survey(
            survey_id=survey.pk,
            who=anna(),
            submission=submission,
            answers=[Answered("nps", number=9)],
            is_final=True,
        )
    survey.refresh_from_db()
    assert (survey.state, survey.ended_because) == ("ended", "answers")
