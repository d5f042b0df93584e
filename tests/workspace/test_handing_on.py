"""Somebody leaves: a colleague takes over what they look after, nothing stays behind, and it can go back."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

import pytest
from django.apps import apps
from django.test import Client

from tests.makers import make_company, make_feedback, make_idea, make_staff, make_team
from wellheard.customers.commands import save_segment
from wellheard.customers.models import Segment
from wellheard.deliver.commands import draft_release
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.workspace import commands
from wellheard.workspace.handing_on import counts, is_covered
from wellheard.workspace.models import HandedOn, Notification, SavedView, Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
MUCH = {"field": "mrr", "op": ">", "value": 1}
ONE_OF_EACH = {
    "companies": 1, "drafts": 1, "feedback": 1, "ideas": 1, "segments": 1, "tasks": 1, "teams": 1, "views": 1
}  # fmt: skip


@dataclass
class Scene:
    """Lena looks after one of everything; Omar could take over."""

    admin: Staff
    lena: Staff
    omar: Staff


@pytest.fixture
def scene() -> Scene:
    admin, lena, omar = make_staff(), make_staff(name="Lena Ott", role=Role.PRODUCT), make_staff(name="Omar Said")
    make_company(name="Voltwerk", owner=lena)
    make_idea(owner=lena)
    make_feedback(assignee=lena)
    make_feedback(assignee=lena, filed_at=clock.now())
    Segment.objects.create(name="Hers", rule={"field": "mrr", "op": ">", "value": 1}, made_by=lena)
    draft_release(title="Soon", notes="", idea_ids=[], by=lena)
    Task.objects.create(kind="by_hand", title="Call", assignee=lena, made_at=clock.now())
    Task.objects.create(kind="by_hand", title="Done", assignee=lena, made_at=clock.now(), done_at=clock.now())
    for owner in (lena, omar):
        SavedView.objects.create(place="ideas", name="Mine", owner=owner, is_default=True)
    lena.teams.add(make_team())
    return Scene(admin, lena, omar)


def test_every_column_that_names_a_colleague_is_seen_to() -> None:
    """Whoever adds one says whether it passes on or stays: see workspace/handing_on.py."""
    pointing = [
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("wellheard.")
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.model is Staff
    ]

    assert [(model.__name__, name) for model, name in pointing if not is_covered(model, name)] == []


def test_everything_goes_to_a_colleague_in_one_step(scene: Scene, run_jobs: Callable[[], None]) -> None:
    assert counts(scene.lena.pk) == ONE_OF_EACH

    commands.deactivate_staff(staff_id=scene.lena.pk, to=scene.omar, by=scene.admin)
    commands.deactivate_staff(staff_id=scene.lena.pk, to=scene.omar, by=scene.admin)
    run_jobs()

    assert counts(scene.lena.pk) == {}
    assert counts(scene.omar.pk) == ONE_OF_EACH | {"views": 2}
    assert sorted(scene.omar.saved_views.values_list("name", "is_default")) == [("Mine", True), ("Mine (2)", False)]
    assert Fact.objects.get(name="staff.handed_on").details["companies"] == 1
    assert Notification.objects.filter(kind=Notification.Kind.HANDED_ON).get().staff == scene.omar


def test_nobody_leaves_something_to_nobody(scene: Scene) -> None:
    for to in (None, scene.lena, make_staff(is_active=False)):
        with pytest.raises(commands.HandingOnError):
            commands.deactivate_staff(staff_id=scene.lena.pk, to=to)

    scene.lena.refresh_from_db()
    assert scene.lena.is_active
    assert counts(scene.lena.pk) == ONE_OF_EACH


def test_who_returns_gets_back_what_nobody_else_has_by_now(scene: Scene) -> None:
    commands.deactivate_staff(staff_id=scene.lena.pk, to=scene.omar)
    task = Task.objects.get(title="Call")
    commands.assign_task(task_id=task.pk, assignee=scene.admin)

    commands.restore_staff(staff_id=scene.lena.pk)
    commands.restore_staff(staff_id=scene.lena.pk)

    held = dict(ONE_OF_EACH)
    del held["tasks"]
    assert counts(scene.lena.pk) == held
    assert HandedOn.objects.filter(given_back_at=None).count() == 0
    assert Fact.objects.filter(name="staff.given_back").count() == 1


def test_segments_that_name_who_leaves_go_on_meaning_their_companies(
    scene: Scene, signed_in: SignIn, run_jobs: Callable[[], None]
) -> None:
    lena, omar = scene.lena.pk, scene.omar.pk
    hers = save_segment(name="Lena's", rule={"field": "owner", "op": "=", "value": lena})
    rest = save_segment(name="Rest", rule={"any": [{"field": "owner", "op": "not_in", "value": [lena, omar]}, MUCH]})
    page = f"/settings/staff/{lena}/departure/"
    assert "the rules of 2 segments that name them" in signed_in(scene.admin).get(page).text

    commands.deactivate_staff(staff_id=lena, to=scene.omar)
    run_jobs()

    hers.refresh_from_db()
    rest.refresh_from_db()
    assert hers.rule == {"all": [{"field": "owner", "op": "=", "value": omar}]}
    assert [member.company.name for member in hers.members.all()] == ["Voltwerk"]
    assert rest.rule == {"any": [{"field": "owner", "op": "not_in", "value": [omar]}, MUCH]}

    commands.restore_staff(staff_id=lena)
    run_jobs()

    hers.refresh_from_db()
    rest.refresh_from_db()
    assert hers.rule == {"all": [{"field": "owner", "op": "=", "value": lena}]}
    assert hers.members.get().company.name == "Voltwerk"
    # Omar was named too: his name stays.
    assert rest.rule == {"any": [{"field": "owner", "op": "not_in", "value": [omar]}, MUCH]}


def test_views_that_name_who_leaves_go_on_showing_their_ideas(scene: Scene) -> None:
    lena, omar = scene.lena.pk, scene.omar.pk
    rule = {"any": [{"field": "owner", "op": "in", "value": [lena, omar]}]}
    asked = urlencode({"rule": json.dumps(rule), "sort": "votes"})
    hers = SavedView.objects.create(place="ideas", name="Hers", owner=scene.admin, query=f"status=heard&owner={lena}")
    both = SavedView.objects.create(place="ideas", name="Both", owner=scene.admin, query=asked)
    other = SavedView.objects.create(place="ideas", name="Others", owner=scene.admin, query=f"owner={omar}&q=owner")

    commands.deactivate_staff(staff_id=lena, to=scene.omar)

    for view in (hers, both, other):
        view.refresh_from_db()
    assert (hers.query, other.query) == (f"status=heard&owner={omar}", f"owner={omar}&q=owner")
    assert json.loads(parse_qs(both.query)["rule"][0])["any"][0]["value"] == [omar]
    assert parse_qs(both.query)["sort"] == ["votes"]

    commands.restore_staff(staff_id=lena)

    for view in (hers, both, other):
        view.refresh_from_db()
    assert (hers.query, other.query) == (f"status=heard&owner={lena}", f"owner={omar}&q=owner")
    assert json.loads(parse_qs(both.query)["rule"][0])["any"][0]["value"] == [omar]


def test_the_page_says_what_goes_over_and_asks_to_whom(scene: Scene, signed_in: SignIn) -> None:
    browser, path = signed_in(scene.admin), f"/settings/staff/{scene.lena.pk}/departure/"
    assert "1 company" in browser.get(path).text
    refused = browser.post(path, {})
    assert (refused.status_code, "Choose who takes it over." in refused.text) == (422, True)
    assert browser.post(path, {"to": scene.lena.pk}).status_code == 422

    assert browser.post(path, {"to": scene.omar.pk})["Location"] == "/settings/staff/"

    page = browser.get(f"/settings/staff/{scene.lena.pk}/").text
    assert "Omar Said took over:" in page
    browser.post(f"/settings/staff/{scene.lena.pk}/return/", {"with_everything": "yes"})
    assert counts(scene.lena.pk) == ONE_OF_EACH
    assert "What Lena Ott looked after is yours now" not in browser.get("/notifications/").text
    assert signed_in(scene.omar).get("/notifications/").status_code == 200


def test_what_came_to_somebody_in_the_moment_they_left_is_handed_on_later(scene: Scene, signed_in: SignIn) -> None:
    commands.deactivate_staff(staff_id=scene.lena.pk, to=scene.omar)
    make_company(owner=scene.lena)
    browser = signed_in(scene.admin)
    assert "still looks after something: 1 company" in browser.get(f"/settings/staff/{scene.lena.pk}/").text

    browser.post(f"/settings/staff/{scene.lena.pk}/departure/", {"to": scene.omar.pk})

    assert counts(scene.lena.pk) == {}
