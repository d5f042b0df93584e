"""“Edit all”: an occasion worded by staff, tried for somebody, applied to what nobody edited, and taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.answer.stories import Run, asks, ship
from tests.makers import make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.commands import acknowledge, edit_answer
from wellheard.answer.commands.wordings import Reach, StaleWordingError, WordingError, undo_wording, word
from wellheard.answer.models import Answer, Wording
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
OURS = {"subject_line": "Here: {idea}", "words": "{greeting}\n\nIt is here.\n\n{vendor}"}


@pytest.fixture
def idea(run_jobs: Run) -> Idea:
    idea = make_idea("Work offline")
    asks(make_contact(name="Anneke Vos"), idea)
    asks(make_contact(name="Mei Lin"), idea)
    ship(idea)
    run_jobs()
    return idea


@pytest.fixture
def agent(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.AGENT))


def shipped() -> list[Answer]:
    return list(Answer.objects.filter(occasion="shipped").order_by("pk"))


def page_of(idea: Idea) -> str:
    return f"{reverse('wording', args=['shipped', 'en'])}?idea={idea.pk}"


def test_a_wording_of_an_idea_reaches_all_that_nobody_edited(agent: Client, idea: Idea, run_jobs: Run) -> None:
    mine, _theirs = shipped()
    edit_answer(
        answer_id=mine.pk, version=mine.version, subject_line="Mine", words="My own words.", by=make_staff(name="Joel")
    )
    answer = agent.post(page_of(idea), OURS | {"version": 0})
    assert answer.status_code == 302
    run_jobs()
    run_jobs()
    assert [one.subject_line for one in shipped()] == ["Mine", "Here: Work offline"]
    assert "Hello Mei," in shipped()[1].words


def test_trying_it_shows_what_one_of_them_would_read_and_changes_nothing(agent: Client, idea: Idea) -> None:
    reader = shipped()[1]
    page = agent.post(page_of(idea), OURS | {"version": 0, "look": "yes", "reader": reader.pk}).content.decode()
    assert "So Mei Lin would read it" in page
    assert "Here: Work offline" in page
    assert not Wording.objects.exists()


def test_taking_it_back_brings_our_own_words_again(agent: Client, idea: Idea, run_jobs: Run, time_machine: Any) -> None:
    before = [one.words for one in shipped()]
    # Also what was signed in them, however much later.
    time_machine.move_to(clock.now() + timedelta(minutes=3))
    agent.post(page_of(idea), OURS | {"version": 0})
    run_jobs()
    for _click in range(2):
        agent.post(reverse("wording_undoing", args=[1 if not Wording.objects.exists() else Wording.objects.get().pk]))
        run_jobs()
    assert [one.words for one in shipped()] == before


def test_taking_the_second_wording_back_brings_the_first(idea: Idea) -> None:
    by, reach = make_staff(name="Joel"), Reach("shipped", "en", idea_id=idea.pk)
    word(reach=reach, version=0, subject_line="First", words="First.", by=by)
    kept = word(reach=reach, version=1, subject_line="Second", words="Second.", by=by)
    undo_wording(wording_id=kept.pk, by=by)
    assert Wording.objects.get().words == "First."


def test_an_unknown_placeholder_is_refused_with_those_there_are(agent: Client, idea: Idea) -> None:
    page = agent.post(page_of(idea), {"version": 0, "subject_line": "{password}", "words": "x"})
    assert page.status_code == 422
    assert "“{password}” cannot be filled in" in page.content.decode()


def test_what_a_customer_writes_in_braces_stays_as_they_wrote_it(run_jobs: Run) -> None:
    idea = make_idea("Labels {vendor}")
    asks(make_contact(name="Anneke"), idea)
    word(reach=Reach("shipped", "en"), version=0, subject_line="{idea}", words="{idea}.", by=make_staff())
    ship(idea)
    run_jobs()
    assert shipped()[0].words == "Labels {vendor}."


def test_of_two_editors_the_second_is_told_and_sees_the_other_text(agent: Client, idea: Idea) -> None:
    agent.post(page_of(idea), OURS | {"version": 0})
    page = agent.post(page_of(idea), {"version": 0, "subject_line": "Mine", "words": "Mine."})
    assert page.status_code == 422
    text = page.content.decode()
    assert "Here: {idea}" in text
    assert "Mine." in text


def test_an_acknowledgement_is_worded_for_its_source() -> None:
    word(
        reach=Reach("acknowledged", "en", "widget"), version=0, subject_line="From the app", words="W.", by=make_staff()
    )
    for source in ("widget", "portal"):
        said = make_feedback(contact=make_contact(email=f"{source}@customer.example"), source=source)
        acknowledge(feedback=said)
    told = Answer.objects.filter(occasion="acknowledged")
    assert told.get(feedback__source="widget").subject_line == "From the app"
    assert told.get(feedback__source="portal").subject_line != "From the app"


@pytest.mark.parametrize(
    ("occasion", "language", "words"), [("nonsense", "en", "x"), ("shipped", "xx", "x"), ("shipped", "en", " ")]
)
def test_a_wording_nobody_could_read_is_refused(occasion: str, language: str, words: str) -> None:
    with pytest.raises(WordingError):
        word(reach=Reach(occasion, language), version=0, subject_line="S", words=words, by=make_staff())


def test_a_stale_version_is_refused(idea: Idea) -> None:
    with pytest.raises(StaleWordingError):
        word(reach=Reach("shipped", "en"), version=3, subject_line="S", words="W", by=make_staff())


def test_the_pages_open_to_who_answers_and_to_nobody_else(agent: Client, signed_in: SignIn) -> None:
    assert agent.get(reverse("settings_wordings")).status_code == 200
    assert agent.get(reverse("wording", args=["acknowledged", "lt"]) + "?source=widget").status_code == 200
    assert agent.get(reverse("wording", args=["nonsense", "en"])).status_code == 404
    assert agent.get(reverse("wording", args=["shipped", "en"]) + "?source=nonsense").status_code == 404
    assert agent.get(reverse("wording_undoing", args=[1])).status_code == 405
    viewer = signed_in(make_staff(role=Role.VIEWER))
    assert viewer.get(reverse("settings_wordings")).status_code == 403
    assert viewer.post(reverse("wording_removal", args=[1])).status_code == 403
