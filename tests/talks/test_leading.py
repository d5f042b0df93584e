"""Whoever leads a talk is told by mail what others do with it: once a change, never of their own, with the entry."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from tests.makers import make_staff
from tests.talks.stories import customer, plan
from wellheard.foundation.facts import actors
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.interviews.commands import (
    People,
    cancel_interview,
    change_people,
    hold_interview,
    move_interview,
    tell_whoever_leads,
)
from wellheard.listen.interviews.letters import News
from wellheard.listen.interviews.models import Interview
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db
Run = Callable[[], None]


@pytest.fixture
def nora() -> Staff:
    return make_staff(name="Nora Weiss", email="nora@vendor.example")


@pytest.fixture
def joel() -> Staff:
    return make_staff(name="Joel Amberg", email="joel@vendor.example")


def acting(staff: Staff) -> actors.Actor:
    return actors.Actor(Fact.Actor.STAFF, staff.pk)


def move(talk: Interview, by: Staff | None, *, hours: int = 2) -> None:
    talk.refresh_from_db()
    actor = acting(by) if by else actors.Actor(Fact.Actor.API, 7)
    with actors.acting(actor):
        move_interview(
            interview_id=talk.pk,
            version=talk.version,
            planned_at=talk.planned_at + timedelta(hours=hours),
            minutes=30,
            place="Room 9",
        )


def told(staff: Staff) -> list[tuple[str, str, str]]:
    """Return the subject of each mail to somebody, what their calendar does with it, and its number."""
    found = []
    for mail in OutgoingMail.objects.filter(to_address=staff.email).order_by("pk"):
        calendar = str(mail.files[0]["text"])
        said = dict(line.split(":", 1) for line in calendar.splitlines() if line.startswith(("METHOD:", "SEQUENCE:")))
        found.append((mail.subject.split(":")[0], said["METHOD"], said["SEQUENCE"]))
    return found


def test_whom_it_was_moved_for_is_told_once_by_whom_with_the_entry(nora: Staff, joel: Staff, run_jobs: Run) -> None:
    talk = plan(customer(), host=nora)
    move(talk, joel)
    run_jobs()
    fact = Fact.objects.get(name="interview.moved")
    for _again in range(2):
        assert not tell_whoever_leads(interview_id=talk.pk, sequence=1, news=News.MOVED, by=joel)
    assert (fact.actor_id, told(nora)) == (joel.pk, [("New time or place", "REQUEST", "1")])
    mail = OutgoingMail.objects.get(to_address=nora.email)
    assert mail.reply_to == joel.email
    assert "Joel Amberg gave a talk that you lead a new time or place:" in mail.body
    for part in ("Hello Nora,", "How printing goes", talk.company.name, "Room 9", f"/talks/{talk.pk}/"):
        assert part in mail.body
    assert f"UID:{talk.uid}" in str(mail.files[0]["text"])
    assert not told(joel)


def test_of_what_they_do_themselves_nobody_writes_to_them(nora: Staff, run_jobs: Run) -> None:
    talk = plan(customer(), host=nora)
    move(talk, nora)
    run_jobs()
    with actors.acting(acting(nora)):
        cancel_interview(interview_id=talk.pk)
    run_jobs()
    assert told(nora) == []


def test_a_talk_that_is_called_off_leaves_their_calendar_also_where_no_customer_is_invited(
    nora: Staff, joel: Staff, run_jobs: Run
) -> None:
    talk = plan(customer(), host=nora, invites=False)
    for _click in range(2):
        with actors.acting(acting(joel)):
            cancel_interview(interview_id=talk.pk)
        run_jobs()
    assert told(nora) == [("Called off", "CANCEL", "1")]
    assert OutgoingMail.objects.count() == 1


def test_of_two_moves_at_once_only_the_last_is_told(nora: Staff, joel: Staff, run_jobs: Run) -> None:
    talk = plan(customer(), host=nora)
    move(talk, joel)
    move(talk, joel, hours=5)
    run_jobs()
    assert told(nora) == [("New time or place", "REQUEST", "2")]


def test_what_a_program_moved_names_a_program(nora: Staff, run_jobs: Run) -> None:
    move(plan(customer(), host=nora), None)
    run_jobs()
    mail = OutgoingMail.objects.get(to_address=nora.email)
    assert "A program gave a talk" in mail.body
    assert mail.reply_to == ""


def test_who_gets_a_talk_and_who_gives_it_up_for_them_are_told_by_whom(nora: Staff, joel: Staff, run_jobs: Run) -> None:
    mina = make_staff(name="Mina")
    talk = plan(customer(), host=nora, invites=False)
    with actors.acting(acting(joel)):
        people = People(host=mina, contacts=[one.contact for one in talk.guests.all()])
        change_people(interview_id=talk.pk, version=talk.version, people=people, by=joel)
    run_jobs()
    assert told(mina) == [("Invitation", "REQUEST", "1")]
    assert told(nora) == [("You need not come", "CANCEL", "1")]
    assert "Joel Amberg gave a talk that you led" in OutgoingMail.objects.get(to_address=nora.email).body


def test_neither_who_left_us_nor_of_what_took_place_anybody_is_told(nora: Staff, joel: Staff, run_jobs: Run) -> None:
    gone, held = plan(customer(), host=nora), plan(customer(), host=joel)
    move(held, nora)
    hold_interview(interview_id=held.pk, by=None)
    move(gone, joel)
    Staff.objects.filter(pk=nora.pk).update(is_active=False)
    run_jobs()
    assert (told(nora), told(joel)) == ([], [])


def test_who_plans_and_moves_by_the_pages_tells_whoever_leads(nora: Staff, joel: Staff, run_jobs: Run) -> None:
    browser = Client()
    browser.force_login(joel, backend="allauth.account.auth_backends.AuthenticationBackend")
    talk = plan(customer(), host=nora)
    later = localtime(talk.planned_at + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    sent = {"version": talk.version, "planned_at": later, "minutes": 45, "place": ""}
    assert browser.post(reverse("talk_moving", args=[talk.pk]), sent).status_code == 302
    assert browser.post(reverse("talk_state", args=[talk.pk]), {"to": "off"}).status_code == 302
    planned = {"kind": "check_in", "planned_at": later, "minutes": 30, "host": nora.pk, "title": "Again"}
    address = f"{reverse('talk_new')}?company={talk.company_id}"
    assert browser.post(address, planned).status_code == 302
    run_jobs()
    assert told(nora) == [("Called off", "CANCEL", "2"), ("Invitation", "REQUEST", "0")]


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Gespräch"), ("lt", "pokalb"), ("ru", "разговор"), ("zh-hans", "谈话")]
)
def test_they_read_it_in_their_language(language: str, words: str, joel: Staff, run_jobs: Run) -> None:
    host = make_staff(language=language)
    move(plan(customer(), host=host), joel)
    run_jobs()
    mail = OutgoingMail.objects.get(to_address=host.email)
    assert words in mail.body
    assert "a talk that you lead" not in mail.body
