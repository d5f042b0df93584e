"""Writing ideas down, rewording them, moving them by hand, showing them on the portal."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.ideas.scenes import HOSTILE
from tests.makers import make_area, make_idea, make_staff
from wellheard.decide.commands import edit_idea
from wellheard.decide.models import Idea
from wellheard.foundation.facts.actors import Actor, acting
from wellheard.foundation.facts.models import Fact
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
TEXTS = {"problem": "", "workaround": "", "public_text": "", "internal_text": ""}


@pytest.fixture
def agent(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.AGENT))


@pytest.fixture
def viewer(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.VIEWER))


def typed(idea: Idea, **fields: Any) -> dict[str, Any]:
    return {"title": idea.title, "version": idea.version, "area": "", "owner": "", **TEXTS} | fields


def test_an_idea_is_written_down_by_whoever_fills_in_the_form(signed_in: SignIn) -> None:
    ines, area = make_staff(name="Ines Calder", role=Role.SUCCESS), make_area()

    response = signed_in(ines).post("/ideas/new/", {"title": "Work offline", "problem": "It goes.", "area": area.pk})

    idea = Idea.objects.get()
    assert response["Location"] == f"/ideas/{idea.pk}/"
    assert (idea.title, idea.problem, idea.area, idea.owner, idea.is_public) == (
        "Work offline",
        "It goes.",
        area,
        ines,
        False,
    )
    assert Fact.objects.get(name="idea.opened").actor_id == ines.pk


def test_a_double_click_writes_one_idea_down(agent: Client) -> None:
    for _click in range(2):
        agent.post("/ideas/new/", {"title": "Work offline"})

    assert Idea.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Give the idea a title"),
        ({"title": "\u200b\u202e\x00"}, "Give the idea a title"),
        ({"title": "x" * 201}, "Use at most 200 characters; these are 201."),
        ({"title": "Long", "problem": "x" * 20_001}, "Use at most 20000 characters"),
        ({"title": "Area", "area": "999999"}, "This area does not exist any more"),
        ({"title": "Area", "area": "' OR 1=1"}, "This area does not exist any more"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(agent: Client, fields: dict[str, str], sentence: str) -> None:
    response = agent.post("/ideas/new/", {"workaround": "Typed with care."} | fields)

    assert response.status_code == 422
    assert sentence in response.content.decode().replace(",", "")
    assert "Typed with care." in response.content.decode()
    assert not Idea.objects.exists()


def test_a_title_may_come_along_in_the_address(agent: Client) -> None:
    html = agent.get("/ideas/new/", {"title": "<b>Offline"}).content.decode()

    assert 'value="&lt;b&gt;Offline"' in html


def test_hostile_text_is_kept_as_it_can_be_shown(agent: Client) -> None:
    agent.post("/ideas/new/", {"title": HOSTILE[:200], "problem": HOSTILE + "\x00"})

    idea = Idea.objects.get()
    assert idea.title == HOSTILE[:200].replace("\u202e", "")
    assert "\x00" not in idea.problem
    assert "\u202e" not in idea.problem


def test_the_form_shows_what_stands_and_saves_what_was_changed(agent: Client) -> None:
    owner, area = make_staff(name="Ines Calder"), make_area(name="Mobile app")
    idea = make_idea("Old title", problem="Old problem.", area=area, owner=owner)

    html = agent.get(f"/ideas/{idea.pk}/edit/").content.decode()
    response = agent.post(f"/ideas/{idea.pk}/edit/", typed(idea, title="New title", owner=owner.pk))

    assert "Old title" in html
    assert "Old problem." in html
    assert response.status_code == 302
    idea.refresh_from_db()
    assert (idea.title, idea.problem, idea.area, idea.owner, idea.version) == ("New title", "", None, owner, 2)


def test_the_second_of_two_editors_sees_both_texts_and_can_save_theirs(agent: Client) -> None:
    idea, ines = make_idea("Before"), make_staff(name="Ines Calder")
    mine = typed(idea, title="Mine", problem="My problem.")
    with acting(Actor(Fact.Actor.STAFF, ines.pk)):
        edit_idea(idea_id=idea.pk, version=1, title="Theirs", area=make_area(name="Billing"), owner=None)

    refused = agent.post(f"/ideas/{idea.pk}/edit/", mine)
    html = refused.content.decode()
    idea.refresh_from_db()

    assert refused.status_code == 422
    assert idea.title == "Theirs"
    for part in ("Nothing is lost", "What Ines Calder saved meanwhile", "Theirs", "Mine", "My problem.", "Billing"):
        assert part in html
    assert 'name="version" value="2"' in html

    assert agent.post(f"/ideas/{idea.pk}/edit/", mine | {"version": 2}).status_code == 302
    idea.refresh_from_db()
    assert (idea.title, idea.problem) == ("Mine", "My problem.")


def test_a_form_without_its_version_asks_to_be_loaded_again(agent: Client) -> None:
    idea = make_idea()
    fields = typed(idea, title="New")
    for version in ("", "x", "-1"):
        response = agent.post(f"/ideas/{idea.pk}/edit/", fields | {"version": version})
        assert response.status_code == 422
    idea.refresh_from_db()
    assert idea.title != "New"


def test_an_idea_is_moved_by_hand_and_back(agent: Client) -> None:
    idea = make_idea()

    response = agent.post(f"/ideas/{idea.pk}/status/", {"status": "under_review"}, follow=True)

    idea.refresh_from_db()
    assert idea.status == Idea.Status.UNDER_REVIEW
    assert "It is now: Under review." in response.content.decode()


@pytest.mark.parametrize("status", ["planned", "shipped", "", "nonsense", "\x00"])
def test_what_needs_a_decision_cannot_be_set_by_hand(agent: Client, status: str) -> None:
    idea = make_idea()

    response = agent.post(f"/ideas/{idea.pk}/status/", {"status": status}, follow=True)

    idea.refresh_from_db()
    assert idea.status == Idea.Status.HEARD
    assert "need a decision" in response.content.decode()


def test_a_no_cannot_be_built_without_a_new_decision(agent: Client) -> None:
    idea = make_idea(status=Idea.Status.NOT_NOW)

    html = agent.get(f"/ideas/{idea.pk}/").content.decode()
    response = agent.post(f"/ideas/{idea.pk}/status/", {"status": "building"}, follow=True)

    assert 'value="building"' not in html
    assert "Decide again first" in response.content.decode()


def test_an_idea_is_shown_on_the_portal_and_taken_off(agent: Client) -> None:
    idea = make_idea()

    shown = agent.post(f"/ideas/{idea.pk}/publishing/", follow=True).content.decode()
    idea.refresh_from_db()
    assert idea.is_public
    assert f"/portal/ideas/{idea.pk}/" in shown

    agent.post(f"/ideas/{idea.pk}/hiding/")
    idea.refresh_from_db()
    assert not idea.is_public


@pytest.mark.parametrize("page", ["status", "publishing", "hiding", "edit"])
def test_who_may_only_read_changes_nothing(viewer: Client, client: Client, page: str) -> None:
    idea = make_idea("As it is")

    assert viewer.post(f"/ideas/{idea.pk}/{page}/", typed(idea, title="Mine", status="beta")).status_code == 403
    assert client.post(f"/ideas/{idea.pk}/{page}/").status_code == 302
    idea.refresh_from_db()
    assert (idea.title, idea.status, idea.is_public) == ("As it is", Idea.Status.HEARD, False)


def test_who_may_only_read_writes_no_idea_down(viewer: Client) -> None:
    assert viewer.get("/ideas/new/").status_code == 403
    assert viewer.post("/ideas/new/", {"title": "Mine"}).status_code == 403
    assert not Idea.objects.exists()


@pytest.mark.parametrize("page", ["status", "publishing", "hiding"])
def test_reading_an_address_changes_nothing(agent: Client, page: str) -> None:
    idea = make_idea()

    assert agent.get(f"/ideas/{idea.pk}/{page}/").status_code == 405
    assert agent.post(f"/ideas/{idea.pk + 99}/{page}/").status_code == 404


def test_other_methods_are_refused(agent: Client) -> None:
    assert agent.put("/ideas/new/").status_code == 405
    assert agent.delete(f"/ideas/{make_idea().pk}/edit/").status_code == 405
