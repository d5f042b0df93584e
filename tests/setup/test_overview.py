"""Settings are found by what can be changed there."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_staff
from wellheard.web.places import SETTINGS_PLACES
from wellheard.web.setup.overview import ABOUT, entries
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


def test_an_admin_reaches_every_settings_page(signed_in: Callable[[Staff], Client]) -> None:
    page = signed_in(make_staff()).get("/settings/").content.decode()

    assert [place.key for place in SETTINGS_PLACES if f'href="{place.url}"' not in page] == []


def test_every_place_is_described_and_nothing_that_is_not_there() -> None:
    assert set(ABOUT) == {place.key for place in SETTINGS_PLACES}


@pytest.mark.parametrize(("words", "key"), [("Time ZONE currency", "settings.company"), ("logo", "settings.portal")])
def test_a_page_is_found_by_what_can_be_changed_there(words: str, key: str) -> None:
    assert key in [entry.place.key for entry in entries(words, staff=make_staff())]


def test_a_viewer_finds_only_what_a_viewer_may_open() -> None:
    assert {entry.place.key for entry in entries("", staff=make_staff(role=Role.VIEWER))} == {
        "settings.profile",
        "settings.notifications",
    }


def test_words_that_find_nothing_get_a_sentence(signed_in: Callable[[Staff], Client]) -> None:
    assert "No settings page goes by these words" in signed_in(make_staff()).get("/settings/?q=qqqq").content.decode()
