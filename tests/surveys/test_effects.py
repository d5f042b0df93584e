"""What follows from answers."""

from datetime import timedelta

import pytest

from tests.makers import make_company, make_contact, make_staff, make_survey, make_tier
from wellheard.customers.commands import erase_contact, join_device
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.listen.surveys.asked import Answered, Asked
from wellheard.listen.surveys.commands import answer_survey, show_survey
from wellheard.listen.surveys.commands.answering import Submission
from wellheard.listen.surveys.commands.effects import ask_owner_to_call, end_when_exact, join_answers
from wellheard.listen.surveys.models import Display, Response, ResponseItem, Survey
from wellheard.listen.surveys.tasks import end_surveys
from wellheard.workspace.commands import finish_task
from wellheard.workspace.models import Task

pytestmark = pytest.mark.django_db


def say(survey: Survey, who: Asked, number: int, *, words: str = "", key: str = "s") -> Response:
    answers = [Answered("nps", number=number), Answered("why", words=words)]
    return answer_survey(
        survey_id=survey.pk, who=who, submission=Submission(key, f"d-{key}"), answers=answers, is_final=True
    )


def test_the_owner_of_a_high_touch_company_is_asked_to_call_once() -> None:
    ines = make_staff(name="Ines Kaya")
    company = make_company(owner=ines, tier=make_tier(touch="high"), name="Harbour")
    who = Asked(contact_id=make_contact(company=company, name="Anna Berg").pk)
    survey = make_survey(name="Spring")
    said = say(survey, who, 4)
    assert ask_owner_to_call(response_id=said.pk)
    task = Task.objects.get()
    assert (task.assignee, task.title) == (ines, "Speak to Anna Berg at Harbour, who gave 4 in “Spring”")
    finish_task(task_id=task.pk, by=ines)
    say(survey, who, 2)
    assert ask_owner_to_call(response_id=said.pk) is None


@pytest.mark.parametrize(("touch", "score"), [("self", 2), ("high", 7)])
def test_nobody_is_asked_to_call_otherwise(touch: str, score: int) -> None:
    company = make_company(owner=make_staff(), tier=make_tier(touch=touch))
    said = say(make_survey(), Asked(contact_id=make_contact(company=company).pk), score)
    assert ask_owner_to_call(response_id=said.pk) is None


def test_what_was_answered_on_a_device_follows_its_person() -> None:
    survey = make_survey(audience="anybody")
    said = say(survey, Asked(device="0b5f"), 9, words="It never loses my work.")
    assert said.contact is None
    contact = make_contact(company=make_company(name="Harbour"))
    join_device(contact=contact, device_id="0b5f")
    assert [join_answers(contact_id=contact.pk) for _ in range(2)] == [1, 0]
    answer = Response.objects.get()
    assert (answer.contact, str(answer.company)) == (contact, "Harbour")
    assert (Display.objects.get().contact, Feedback.objects.get().contact) == (contact, contact)


def test_an_erased_person_leaves_their_score_and_no_words() -> None:
    contact = make_contact()
    said = say(make_survey(), Asked(contact_id=contact.pk), 3, words="My name is Anna Berg.")
    erase_contact(contact_id=contact.pk)
    said.refresh_from_db()
    assert said.score == 3
    assert not ResponseItem.objects.exclude(words="").exists()
    assert "Anna" not in Feedback.objects.get().words


def test_a_survey_ends_when_its_score_is_known_well_enough() -> None:
    survey = make_survey(stop_at_margin=25, audience="anybody")
    states = []
    for number in range(13):
        say(survey, Asked(device=str(number)), 9, key=str(number))
        end_when_exact(survey_id=survey.pk)
        survey.refresh_from_db()
        states.append(survey.state)
    assert (states[8], states[-1], survey.ended_because) == ("running", "ended", "margin")


def test_a_survey_ends_after_its_last_day() -> None:
    survey = make_survey(ends_at=clock.now() + timedelta(days=1))
    show_survey(survey_id=survey.pk, who=Asked(device="x"), channel="in_app", key="d")
    with clock.at(clock.now() + timedelta(days=2)):
        end_surveys(timestamp=0)
    survey.refresh_from_db()
    assert (survey.state, survey.ended_because) == ("ended", "date")
