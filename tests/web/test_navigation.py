"""The rail shows each role the places it may open, what waits there, and where one is."""

from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.makers import make_feedback, make_idea, make_staff
from wellheard.decide.models import Idea
from wellheard.foundation.paging import Page
from wellheard.web import places
from wellheard.web.templatetags.navigation import pager
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", [*places.every_place(), places.FIGURES], ids=lambda place: place.key)
def test_every_place_opens_for_an_admin(place: places.Place, signed_in: Callable[[Staff], Client]) -> None:
    response = signed_in(make_staff(role=Role.ADMIN)).get(place.url, follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize("role", Role)
def test_the_rail_leads_nobody_to_a_closed_door(role: Role, signed_in: Callable[[Staff], Client]) -> None:
    staff = make_staff(role=role)
    client = signed_in(staff)
    # A stage shows its places once one is in it, and so does what has others below it.
    first = [*(stage.places[0] for stage in places.STAGES), *places.THEIR_SIDE]
    inside = [place.url for place in first if place.key != "portal" and place.is_open_to(staff)]
    page = "".join(client.get(url).text for url in (reverse("settings_profile"), *inside))
    for place in places.every_place():
        # The link to help leads to the page about where one is.
        is_shown = f'href="{place.url}"' in page or place.key == "help"
        assert client.get(place.url, follow=True).status_code == (200 if is_shown else 403)


def test_a_viewer_sees_no_operations(signed_in: Callable[[Staff], Client]) -> None:
    page = signed_in(make_staff(role=Role.VIEWER)).get(reverse("settings_profile")).content.decode()
    assert reverse("reactions") not in page


def test_the_rail_counts_what_waits(signed_in: Callable[[Staff], Client]) -> None:
    for _ in range(3):
        make_feedback()
    make_idea(status=Idea.Status.UNDER_REVIEW)
    page = signed_in(make_staff()).get(reverse("find")).content.decode()
    assert '<span class="count">3<span class="unseen"> waiting</span>' in page
    assert '<span class="count">1<span class="unseen"> waiting</span>' in page


def test_the_current_place_is_marked_once(signed_in: Callable[[Staff], Client]) -> None:
    page = signed_in(make_staff()).get(reverse("settings_areas")).content.decode()
    rail = page[page.index('<nav class="rail"') : page.index("</nav>")]
    assert rail.count("aria-current") == 1
    assert f'href="{reverse("settings_areas")}" aria-current="page"' in rail


def test_a_page_is_in_the_theme_and_language_of_whoever_reads_it(signed_in: Callable[[Staff], Client]) -> None:
    dark = make_staff(theme=Staff.Theme.DARK, language="ar")
    assert '<html lang="ar" dir="rtl" data-theme="dark">' in signed_in(dark).get(reverse("find")).content.decode()
    plain = make_staff()
    assert '<html lang="en" dir="ltr">' in signed_in(plain).get(reverse("find")).content.decode()


def test_signing_out_takes_a_button_not_a_link(signed_in: Callable[[Staff], Client]) -> None:
    page = signed_in(make_staff()).get(reverse("find")).content.decode()
    assert f'<form method="post" action="{reverse("account_logout")}">' in page


def test_a_fragment_asks_for_no_counts(
    signed_in: Callable[[Staff], Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(make_staff())
    with django_assert_num_queries(2):  # session, staff
        client.get(reverse("find"), headers={"HX-Request": "true"})


@pytest.mark.parametrize(
    ("address", "page", "first", "following"),
    [
        ("/ideas/", Page([], next="", is_first=True), "", ""),
        ("/ideas/?sort=new", Page([], next="abc", is_first=True), "", "?sort=new&after=abc"),
        ("/ideas/?after=xyz&sort=new", Page([], next="", is_first=False), "?sort=new", ""),
        ("/ideas/?after=xyz", Page([], next="abc", is_first=False), "?", "?after=abc"),
    ],
)
def test_a_long_list_leads_on_and_back(address: str, page: Page[object], first: str, following: str) -> None:
    links = pager({"request": RequestFactory().get(address)}, page)  # type: ignore[arg-type]
    assert (links["first"], links["next"]) == (first, following)
