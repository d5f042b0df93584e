"""The settings pages as lists and as one's own profile."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_area, make_category, make_staff, make_team, make_tier
from wellheard.workspace import commands
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission, Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]

LISTS = ["/settings/staff/", "/settings/areas/", "/settings/categories/", "/settings/tiers/", "/settings/tokens/"]


def queries_of(browser: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(url).status_code == 200
    return len(queries)


def add_one_of_each(admin: Staff, number: int) -> None:
    area = make_area(team=make_team())
    make_area(product=area.product, parent=area)
    make_category()
    make_tier()
    make_staff(role=Role.AGENT).teams.add(make_team())
    make_staff(role=Role.AGENT, is_active=False)
    commands.invite_staff(email=f"new{number}@northwind.example", role="agent", by=admin)
    commands.make_token(name=f"Token {number}", by=admin)


@pytest.mark.parametrize("url", LISTS)
def test_a_list_asks_the_database_as_often_for_twenty_rows_as_for_one(signed_in: SignIn, url: str) -> None:
    admin = make_staff()
    browser = signed_in(admin)
    add_one_of_each(admin, 0)
    queries_of(browser, url)
    one = queries_of(browser, url)
    for number in range(1, 20):
        add_one_of_each(admin, number)

    assert queries_of(browser, url) == one


@pytest.mark.parametrize("role", list(Role))
def test_the_overview_leads_only_where_the_role_may_go(signed_in: SignIn, role: Role) -> None:
    page = signed_in(make_staff(role=role)).get("/settings/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]

    staff = Staff(role=role)
    assert ("/settings/areas/" in main) == staff.may(Permission.EDIT_WORKSPACE)
    assert ("/settings/staff/" in main) == staff.may(Permission.MANAGE_STAFF)
    assert ("/settings/tokens/" in main) == staff.may(Permission.MANAGE_TOKENS)
    assert "/settings/profile/" in main


def test_every_role_and_permission_stands_on_the_page_of_roles(signed_in: SignIn) -> None:
    page = signed_in(make_staff(role=Role.VIEWER)).get("/settings/roles/").content.decode()

    for label in [*Role.labels, *Permission.labels]:
        assert str(label) in page


def profile(**changes: str) -> dict[str, str]:
    return {"name": "Ines Calder", "language": "automatic", "time_zone": "automatic", "theme": "system"} | changes


def test_a_profile_is_saved_and_followed_by_the_next_page(signed_in: SignIn) -> None:
    ines = make_staff()
    browser = signed_in(ines)

    browser.post("/settings/profile/", profile(language="de", time_zone="Asia/Tokyo", theme="dark"))

    ines.refresh_from_db()
    assert (ines.name, ines.language, ines.time_zone, ines.theme) == ("Ines Calder", "de", "Asia/Tokyo", "dark")
    page = browser.get("/settings/profile/")
    assert page["Content-Language"] == "de"
    assert 'lang="de"' in page.content.decode()
    assert 'data-theme="dark"' in page.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "\x00"},
        {"name": "x" * 10_000},
        {"language": "tlh"},
        {"time_zone": "Mars/Olympus"},
        {"theme": "pink"},
    ],
)
def test_a_profile_that_cannot_be_is_refused(signed_in: SignIn, wrong: dict[str, str]) -> None:
    ines = make_staff(name="Ines Calder")

    page = signed_in(ines).post("/settings/profile/", profile(**wrong))

    assert page.status_code == 422
    ines.refresh_from_db()
    assert (ines.name, ines.language) == ("Ines Calder", "")


def test_a_profile_belongs_to_who_is_signed_in(signed_in: SignIn, client: Client) -> None:
    bob = make_staff(name="Bob")

    signed_in(make_staff()).post("/settings/profile/", profile(name="Ines"))

    bob.refresh_from_db()
    assert bob.name == "Bob"
    assert client.post("/settings/profile/", profile()).status_code == 302


def test_days_are_those_of_the_viewers_zone(signed_in: SignIn) -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    ines = make_staff(joined_at=noon, time_zone="Pacific/Kiritimati")
    bob = make_staff(joined_at=noon, time_zone="America/New_York")

    ahead = signed_in(ines).get(f"/settings/staff/{bob.pk}/").content.decode()
    behind = signed_in(bob).get(f"/settings/staff/{bob.pk}/").content.decode()

    assert "joined on Jan. 2, 2026" in ahead
    assert "joined on Jan. 1, 2026" in behind


def test_a_zone_that_no_longer_exists_harms_nobody(signed_in: SignIn) -> None:
    assert signed_in(make_staff(time_zone="Mars/Olympus")).get("/settings/").status_code == 200


def test_who_has_not_chosen_reads_in_the_browsers_language(client: Client, signed_in: SignIn) -> None:
    german = {"accept-language": "de"}

    assert 'lang="de"' in client.get("/accounts/login/", headers=german).content.decode()
    assert 'lang="de"' in signed_in(make_staff()).get("/settings/", headers=german).content.decode()
    assert 'lang="fr"' in signed_in(make_staff(language="fr")).get("/settings/", headers=german).content.decode()
    assert 'lang="en"' in client.get("/accounts/login/").content.decode()
