"""By which usage event it shows that somebody uses what a release brought."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_event_name, make_idea, make_staff
from tests.releases.test_release_pages import html_of, typed
from wellheard.decide.models import Idea
from wellheard.deliver.commands import draft_release, edit_release, publish_release
from wellheard.deliver.models import Release
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(signed_in: Callable[[Staff], Client]) -> Client:
    return signed_in(make_staff(role=Role.PRODUCT))


def test_whoever_drafts_may_name_the_event_that_shows_it_is_used_and_change_it_once_it_is_live(boss: Client) -> None:
    idea, event = make_idea(status=Idea.Status.PLANNED), make_event_name(name="Offline sync")
    assert f'<option value="{event.name}">' in html_of(boss, "/releases/new/")

    boss.post("/releases/new/", typed(ideas=[idea.pk], event=" Offline  sync "))

    release = Release.objects.get()
    assert release.event == "Offline sync"
    publish_release(release_id=release.pk)
    page = html_of(boss, f"/releases/{release.pk}/")
    assert "Somebody uses it where “Offline sync” happens." in page

    boss.post(f"/releases/{release.pk}/edit/", typed(event="", version=release.version))

    assert "No usage event is named here" in html_of(boss, f"/releases/{release.pk}/")
    response = boss.post(f"/releases/{release.pk}/edit/", typed(event="x" * 201, version=release.version + 1))
    assert response.status_code == 422


def test_an_edit_that_says_nothing_of_the_event_leaves_it() -> None:
    release = draft_release(title="Work offline", notes="n", idea_ids=[], by=None, event="Offline sync")
    edit_release(release_id=release.pk, version=release.version, title="Work", notes="n", idea_ids=[])
    release.refresh_from_db()
    assert (release.title, release.event) == ("Work", "Offline sync")
