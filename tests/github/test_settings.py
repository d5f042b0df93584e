"""The settings of GitHub: connected, tested in a sentence, its repositories chosen, what arrived in sight."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.github.conftest import Connected
from tests.github.stand_in import StandIn
from tests.makers import make_staff
from wellheard.connect.github.models import Arrival, Connection, Repository
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignIn = Callable[[Staff], Client]


def test_github_is_connected_and_its_secret_shown_once(stand_in: StandIn, signed_in: SignIn) -> None:
    browser = signed_in(make_staff())
    said = {"url": stand_in.url, "kind": "token", "secret": "token-of-a-person"}
    assert browser.post("/settings/github/", said | {"url": "nonsense"}).status_code == 422
    assert browser.post("/settings/github/", said | {"kind": "app"}).status_code == 422
    page = browser.post("/settings/github/", said)
    secret, connection = page.context["secret"], Connection.objects.get()
    assert secret in page.content.decode()
    assert f"/hooks/github/{connection.path}/" in page.content.decode()
    again = browser.get(f"/settings/github/{connection.pk}/").content.decode()
    assert secret not in again
    assert "token-of-a-person" not in again
    assert not {secret, "token-of-a-person"} & set(map(str, Connection.objects.values_list().get()))
    assert browser.post("/settings/github/", said).status_code == 422


def test_the_test_says_in_a_sentence_what_is_so(github: Connected, signed_in: SignIn) -> None:
    browser, page = signed_in(make_staff()), f"/settings/github/{github.connection.pk}/"
    assert "knows us as wellheard-robot" in browser.post(f"{page}test/", follow=True).content.decode()
    github.there.tokens.clear()
    assert "does not accept the token" in browser.post(f"{page}test/", follow=True).content.decode()
    assert "cannot be asked at the moment" in browser.get(page).content.decode()


def test_repositories_are_added_once_github_shows_them(github: Connected, signed_in: SignIn) -> None:
    browser, page = signed_in(make_staff()), f"/settings/github/{github.connection.pk}/"
    github.there.add_repository("Northwind/Core", private=True)
    for name, sentence in [
        ("nonsense", "owner and name"),
        ("northwind/none", "does not show us"),
        (f"{github.there.url}/northwind/core/issues", "can be linked now"),
        ("northwind/core", "can be linked now"),
    ]:
        assert sentence in browser.post(f"{page}repositories/", {"name": name}, follow=True).content.decode()
    core = Repository.objects.get(name="Northwind/Core")
    assert core.is_private
    browser.post(f"/settings/github/repositories/{core.pk}/", {"tells": "money"})
    core.refresh_from_db()
    assert core.may_tell_money
    refused = browser.post(f"/settings/github/repositories/{github.repository.pk}/", {"tells": "money"}, follow=True)
    assert "private ones only" in refused.content.decode()
    browser.post(f"/settings/github/repositories/{core.pk}/removal/")
    assert Repository.objects.get() == github.repository


def test_what_arrived_is_in_sight_and_can_be_worked_again(github: Connected, signed_in: SignIn) -> None:
    browser, body = signed_in(make_staff()), b'{"zen": "Speak like a human."}'
    github.arrive(body, github.there.headers("ping", body, "delivery-7"))
    assert "delivery-7" in browser.get(f"/settings/github/{github.connection.pk}/").content.decode()
    Arrival.objects.update(state="failed")
    browser.post(f"/settings/github/arrivals/{Arrival.objects.get().pk}/again/")
    assert Arrival.objects.get().state == "waiting"


def test_a_connection_is_changed_keeping_its_secret_and_removed(github: Connected, signed_in: SignIn) -> None:
    browser, page = signed_in(make_staff()), f"/settings/github/{github.connection.pk}/"
    sealed = github.connection.secret_sealed
    assert browser.post(page, {"kind": "token", "secret": "", "notes": "status"}).status_code == 302
    connection = Connection.objects.get()
    assert (connection.secret_sealed, connection.notes) == (sealed, "status")
    assert browser.post(page, {"kind": "app", "secret": "", "notes": "status"}).status_code == 422
    assert browser.post(f"{page}secret/").context["secret"]
    assert browser.get(f"{page}removal/").status_code == 405
    browser.post(f"{page}removal/")
    assert not Connection.objects.exists()
    assert signed_in(make_staff(role=Role.PRODUCT)).get("/settings/github/").status_code == 403
