"""Round robin: in turn, nobody more than they can hold, nobody who is away, two at once never twice."""

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_conversation, make_staff, make_team
from tests.meanwhile import ours_first
from wellheard.foundation import clock
from wellheard.listen.conversations.commands import assign_conversation
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.desk.commands.dealing import deal_conversation, deal_out, stop_dealing
from wellheard.listen.desk.models import TeamDealing
from wellheard.listen.desk.tasks import deal_conversations
from wellheard.workspace.models import Staff, Team
from wellheard.workspace.permissions import Role

Sign = Callable[[Staff], Client]


def _team(*people: Staff, most_open: int = 5) -> Team:
    team = make_team()
    team.members.add(*people)
    deal_out(team=team, most_open=most_open)
    return team


def _agents(count: int) -> list[Staff]:
    return [make_staff(role=Role.AGENT) for _number in range(count)]


def _owners(team: Team) -> list[int | None]:
    return list(Conversation.objects.filter(team=team).order_by("pk").values_list("assignee_id", flat=True))


@pytest.mark.django_db
def test_new_conversations_go_to_each_in_turn_as_they_arrive(run_jobs: Any) -> None:
    people = _agents(3)
    team = _team(*people)
    for _number in range(6):
        make_conversation(team=team)
        run_jobs()
    assert _owners(team) == [one.pk for one in people] * 2


@pytest.mark.django_db
def test_who_is_away_or_full_is_passed_over_and_then_it_waits_for_the_team() -> None:
    away, free = make_staff(role=Role.AGENT, away_since=clock.now()), make_staff(role=Role.AGENT)
    team = _team(away, free, make_staff(role=Role.VIEWER), make_staff(role=Role.AGENT, is_active=False), most_open=2)
    given = [deal_conversation(conversation_id=make_conversation(team=team).pk) for _number in range(3)]
    assert given == [free, free, None]
    Staff.objects.filter(pk=away.pk).update(away_since=None)
    deal_conversations(0)
    assert _owners(team) == [free.pk, free.pk, away.pk]


@pytest.mark.django_db
def test_what_somebody_has_or_no_team_deals_stays_where_it_is() -> None:
    ines, joel = _agents(2)
    team = _team(ines, joel)
    taken = make_conversation(team=team)
    assign_conversation(conversation_id=taken.pk, staff=joel, team=team)
    assert deal_conversation(conversation_id=taken.pk) is None
    assert deal_conversation(conversation_id=make_conversation().pk) is None
    stop_dealing(team=team)
    assert deal_conversation(conversation_id=make_conversation(team=team).pk) is None
    assert deal_conversation(conversation_id=10**9) is None


@pytest.mark.django_db
def test_a_conversation_is_held_before_its_team_as_steps_do() -> None:
    conversation = make_conversation(team=_team(*_agents(1)))
    with CaptureQueriesContext(connection) as asked:
        deal_conversation(conversation_id=conversation.pk)
    held = [query["sql"] for query in asked.captured_queries if "FOR NO KEY UPDATE" in query["sql"]]
    assert Conversation._meta.db_table in held[0]
    assert any(TeamDealing._meta.db_table in sql for sql in held[1:])


@pytest.mark.django_db(transaction=True)
def test_two_that_arrive_at_once_never_make_somebody_hold_more_than_they_can() -> None:
    people = _agents(2)
    team = _team(*people, most_open=1)
    ids = [make_conversation(team=team).pk for _number in range(4)]
    gate = Barrier(4)

    def deal(pk: int) -> None:
        gate.wait()
        deal_conversation(conversation_id=pk)
        connection.close()

    threads = [Thread(target=deal, args=[pk]) for pk in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    owners = _owners(team)
    assert sorted(pk for pk in owners if pk) == sorted(one.pk for one in people)
    assert owners.count(None) == 2


@pytest.mark.django_db(transaction=True)
def test_somebody_in_two_teams_is_dealt_no_more_than_they_can_hold_by_both_at_once() -> None:
    ines = _agents(1)[0]
    one, other = (make_conversation(team=_team(ines, most_open=1)) for _number in range(2))
    with ours_first(
        partial(deal_conversation, conversation_id=one.pk), partial(deal_conversation, conversation_id=other.pk)
    ):
        pass
    assert Conversation.objects.filter(assignee=ines).count() == 1


@pytest.mark.django_db
def test_the_pages_switch_it_on_and_off_and_somebody_away(signed_in: Sign) -> None:
    ines = make_staff(role=Role.ADMIN, name="Ines Kaya")
    team, browser = make_team(name="Support"), signed_in(ines)
    team.members.add(ines)
    path = f"/settings/dealing/{team.pk}/"
    assert "Ines Kaya (0)" in browser.get("/settings/dealing/").content.decode()
    assert browser.post(path, {f"{team.pk}-most_open": "0"}).status_code == 302
    assert not TeamDealing.objects.exclude(deals_since=None).exists()
    browser.post(path, {f"{team.pk}-most_open": "7"})
    assert TeamDealing.objects.get().most_open == 7
    assert "One team gets its conversations in turn" in browser.get("/settings/dealing/").content.decode()
    browser.post(path, {"deals": "no"})
    assert TeamDealing.objects.get().deals_since is None

    assert "You are here" in browser.get("/settings/profile/").content.decode()
    assert "You are away" in browser.post("/settings/away/", {"away": "yes"}, follow=True).content.decode()
    assert Staff.objects.get(pk=ines.pk).is_away
    browser.post("/settings/away/", {"away": "no"})
    assert not Staff.objects.get(pk=ines.pk).is_away
    assert signed_in(make_staff(role=Role.AGENT)).get("/settings/dealing/").status_code == 403
