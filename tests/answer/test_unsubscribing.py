"""Who does not want to hear from us is left alone with one click, and what they are owed waits for a person."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.answer.stories import Run, asks, go_out, ship
from tests.makers import make_contact, make_feedback, make_idea
from wellheard.answer.commands import acknowledge
from wellheard.answer.models import Answer, IdeaOptOut
from wellheard.answer.tasks import send_due_answers
from wellheard.customers.models import ContactIdentity, Suppression
from wellheard.foundation.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(run_jobs: Run, settings: Any) -> Callable[[], str]:
    """Send an answer, and return the path behind its List-Unsubscribe header."""

    def sent() -> str:
        settings.HOLD_MINUTES = 0
        idea = make_idea("Work offline")
        asks(make_contact(email="ada@customer.example"), idea)
        ship(idea)
        go_out(run_jobs)
        settings.HOLD_MINUTES = 30
        header = OutgoingMail.objects.get().headers["List-Unsubscribe"]
        found = re.fullmatch(r"<http://127\.0\.0\.1:8000(/unsubscribe/\S+)>", header)
        assert found is not None
        return found[1]

    return sent


def test_one_click_of_a_mail_program_stops_everything_without_a_cookie(link: Callable[[], str]) -> None:
    path = link()
    machine = Client(enforce_csrf_checks=True)

    for _ in range(2):
        assert machine.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 204

    assert Suppression.objects.get().reason == Suppression.Reason.ASKED
    assert OutgoingMail.objects.get().headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_every_address_of_theirs_is_left_alone(link: Callable[[], str], client: Client) -> None:
    path = link()
    contact = Answer.objects.get().contact
    ContactIdentity.objects.create(contact=contact, kind="email", value="ada@home.example")

    client.post(path, {"stop": "all"})

    assert acknowledge(feedback=make_feedback(contact=contact)) is None


def test_a_scanner_that_opens_the_link_stops_nothing(link: Callable[[], str], client: Client) -> None:
    page = client.get(link())

    assert "No more mails about this" in page.content.decode()
    assert not Suppression.objects.exists()


def test_news_held_when_they_stop_waits_for_a_person(link: Callable[[], str], client: Client, run_jobs: Run) -> None:
    path = link()
    other = make_idea()
    asks(Answer.objects.get().contact, other)
    ship(other)
    run_jobs()

    client.post(path, {"stop": "all"})
    send_due_answers(timestamp=0)

    assert Answer.objects.get(idea=other).state == Answer.State.OWED
    assert OutgoingMail.objects.count() == 1


def test_stopping_one_idea_leaves_the_others(
    link: Callable[[], str], client: Client, run_jobs: Run, settings: Any
) -> None:
    path = link()
    first = Answer.objects.get()
    assert first.idea is not None
    client.post(path, {"stop": str(first.idea.pk)})
    settings.HOLD_MINUTES = 0
    other = make_idea()
    asks(first.contact, other)
    ship(other)
    go_out(run_jobs)

    assert IdeaOptOut.objects.count() == 1
    assert Answer.objects.get(idea=other).state == Answer.State.SENT
    assert "No more mails about it" in client.get(path).content.decode()


def test_they_may_change_their_mind(link: Callable[[], str], client: Client) -> None:
    path = link()
    client.post(path, {"stop": "all"})
    assert "Write to me again" in client.get(path).content.decode()

    client.post(path, {"stop": "nothing"})

    assert not Suppression.objects.exists()


def test_a_forged_link_is_refused_with_what_to_do(client: Client, link: Callable[[], str]) -> None:
    path = link()
    response = client.post(path[:-2] + "x/", {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 410
    assert not Suppression.objects.exists()
    assert client.put(path).status_code == 405
