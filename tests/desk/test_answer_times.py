"""Within what business time customers are answered, and who is told when one is not."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_conversation, make_staff, make_team, make_tier
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.conversations.commands import Reply, assign_conversation, hear_message, reply_to_conversation
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.conversations.said import Said
from wellheard.listen.conversations.standing import note_waiting
from wellheard.listen.desk.tasks import note_overdue_conversations
from wellheard.workspace.commands import change_installation
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Notification, Staff, Vendor
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Sign = Callable[[Staff], Client]


def _at(monkeypatch: pytest.MonkeyPatch, day: int, hour: int, minute: int = 0) -> datetime:
    """Set the clock to a moment of November 2026 in our zone; the 2nd is a Monday."""
    moment = datetime(2026, 11, day, hour, minute, tzinfo=installation().zone)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


def _again(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def _due(conversation: Conversation) -> str:
    moment = _again(conversation).answer_due_at
    assert moment is not None
    return moment.astimezone(installation().zone).strftime("%d %H:%M")


def test_the_first_answer_is_due_within_business_minutes_by_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    _at(monkeypatch, 6, 16, 50)  # a Friday, ten minutes before we go home
    usual = make_conversation()
    gold = make_company(tier=make_tier(name="Gold", first_answer_minutes=5))
    hours = make_company(tier=make_tier(name="Silver", answer_within_hours=1))

    assert _due(usual) == "09 09:05"
    assert _due(make_conversation(contact=make_contact(company=gold))) == "06 16:55"
    assert _due(make_conversation(contact=make_contact(company=hours))) == "09 09:50"


def test_holidays_are_left_out_and_a_later_answer_has_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    vendor = Vendor.objects.get_or_create(pk=1)[0]
    change_installation(version=vendor.version, holidays=["2026-11-09"], next_answer_minutes=30)
    _at(monkeypatch, 6, 16, 50)
    conversation = make_conversation()
    assert _due(conversation) == "10 09:05"

    Conversation.objects.filter(pk=conversation.pk).update(
        first_answer_at=clock.now(), waiting_since=None, answer_due_at=None
    )
    _at(monkeypatch, 10, 10)
    hear_message(conversation_id=conversation.pk, contact=None, said=Said("And in colour?"))
    assert _due(conversation) == "10 10:30"


def test_what_waits_already_keeps_its_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    _at(monkeypatch, 2, 10)
    conversation = make_conversation()
    _at(monkeypatch, 2, 10, 10)
    hear_message(conversation_id=conversation.pk, contact=None, said=Said("Hello?"))
    assert _due(conversation) == "02 10:15"
    note_waiting(conversation, Message(recorded_at=clock.now()))
    assert _due(conversation) == "02 10:15"


def _run(run_jobs: Any) -> None:
    note_overdue_conversations(0)
    run_jobs()


def test_a_forgotten_customer_is_told_of_once_for_each_step(monkeypatch: pytest.MonkeyPatch, run_jobs: Any) -> None:
    ines, joel, admin = (make_staff(role=role) for role in (Role.AGENT, Role.AGENT, Role.ADMIN))
    team = make_team()
    team.members.add(ines, joel)
    _at(monkeypatch, 2, 10)
    conversation = make_conversation()
    assign_conversation(conversation_id=conversation.pk, staff=ines, team=team)

    def told() -> list[int]:
        return sorted(Notification.objects.filter(kind="late").values_list("staff_id", flat=True))

    _at(monkeypatch, 2, 10, 14)
    _run(run_jobs)
    assert told() == []
    _at(monkeypatch, 2, 10, 16)
    _run(run_jobs)
    _run(run_jobs)
    assert told() == [ines.pk]
    _at(monkeypatch, 2, 12, 20)
    _run(run_jobs)
    assert told() == sorted([ines.pk, ines.pk, joel.pk])
    _at(monkeypatch, 3, 11)
    _run(run_jobs)
    _run(run_jobs)
    assert told() == sorted([ines.pk] * 3 + [joel.pk] * 2 + [admin.pk])
    steps = Fact.objects.filter(name="conversation.overdue").order_by("pk").values_list("details__step", flat=True)
    assert list(steps) == [1, 2, 3]


def test_nobody_is_told_at_night_or_once_it_is_answered(monkeypatch: pytest.MonkeyPatch, run_jobs: Any) -> None:
    ines = make_staff(role=Role.AGENT)
    _at(monkeypatch, 2, 16, 50)
    conversation = make_conversation()
    _at(monkeypatch, 2, 23)
    _run(run_jobs)
    assert not Notification.objects.filter(kind="late").exists()
    last = conversation.messages.get()
    reply_to_conversation(conversation_id=conversation.pk, by=ines, reply=Reply("Yes."), seen_message_id=last.pk)
    _at(monkeypatch, 3, 12)
    _run(run_jobs)
    assert not Notification.objects.filter(kind="late").exists()


def test_while_somebody_is_away_their_team_is_told(monkeypatch: pytest.MonkeyPatch, run_jobs: Any) -> None:
    ines, joel = make_staff(role=Role.AGENT, away_since=clock.now()), make_staff(role=Role.AGENT)
    team = make_team()
    team.members.add(ines, joel)
    _at(monkeypatch, 2, 10)
    conversation = make_conversation()
    assign_conversation(conversation_id=conversation.pk, staff=ines, team=team)
    _at(monkeypatch, 2, 11)
    _run(run_jobs)
    assert set(Notification.objects.values_list("staff_id", flat=True)) == {ines.pk, joel.pk}


def test_the_settings_page_shows_the_clock_and_changes_what_holds(
    signed_in: Sign,
) -> None:
    browser = signed_in(make_staff(role=Role.PRODUCT))
    page = browser.get("/settings/answer-times/").content.decode()
    assert "within 15 business minutes" in page
    version = Vendor.objects.get_or_create(pk=1)[0].version
    sent = {"version": version, "first_answer_minutes": "20", "next_answer_minutes": "90"}
    assert browser.post("/settings/answer-times/", sent).status_code == 302
    assert (installation().first_answer_minutes, installation().next_answer_minutes) == (20, 90)
    assert browser.post("/settings/answer-times/", sent | {"first_answer_minutes": "0"}).status_code == 422
    assert browser.post("/settings/answer-times/", sent | {"first_answer_minutes": "30"}).status_code == 422
    assert signed_in(make_staff(role=Role.AGENT)).get("/settings/answer-times/").status_code == 403
