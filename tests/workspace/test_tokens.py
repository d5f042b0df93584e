"""API tokens: shown once, found by their hash, ended at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.makers import make_staff
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.workspace import commands
from wellheard.workspace.models import ApiToken, Staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]

HELP_DESK = {"name": "Help desk", "scopes": ["feedback:write"], "days": ""}


def test_a_token_is_found_by_its_plain_text_which_is_not_kept() -> None:
    token, plain = commands.make_token(name="Help desk", by=make_staff())

    assert plain.startswith("wh_")
    assert commands.find_token(plain) == token
    assert plain not in str(ApiToken.objects.values().get())


@pytest.mark.parametrize("guess", ["", "wh_", "wh_nonsense", "\x00", "wh_\ud800", "x" * 10_000])
def test_a_guess_finds_nothing(guess: str) -> None:
    commands.make_token(name="Help desk", by=None)

    assert commands.find_token(guess) is None


def test_a_revoked_token_opens_nothing_and_its_name_is_free_again() -> None:
    token, plain = commands.make_token(name="Help desk", by=None)
    with pytest.raises(commands.TokenNameError, match="in use"):
        commands.make_token(name="help DESK", by=None)

    commands.revoke_token(token_id=token.pk)
    commands.revoke_token(token_id=token.pk)

    assert commands.find_token(plain) is None
    assert Fact.objects.filter(name="token.revoked").count() == 1
    commands.make_token(name="Help desk", by=None)


def test_the_day_of_its_last_use_is_noted_once_a_day(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    token, plain = commands.make_token(name="Help desk", by=None)
    commands.find_token(plain)
    with django_assert_num_queries(1):
        commands.find_token(plain)
    token.refresh_from_db()
    assert token.last_used_on == clock.today()

    with clock.at(clock.now() + timedelta(days=1)):
        commands.find_token(plain)
        token.refresh_from_db()
        assert token.last_used_on == clock.today()


def test_the_page_shows_the_plain_token_once(signed_in: SignIn) -> None:
    browser = signed_in(make_staff(name="Ines Calder"))

    page = browser.post("/settings/tokens/", HELP_DESK)

    plain = page.context["plain"]
    assert plain in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    later = browser.get("/settings/tokens/").content.decode()
    assert "Help desk" in later
    assert plain not in later


def test_a_double_click_makes_one_token(signed_in: SignIn) -> None:
    browser = signed_in(make_staff())
    browser.post("/settings/tokens/", HELP_DESK)

    again = browser.post("/settings/tokens/", HELP_DESK)

    assert again.status_code == 422
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize("name", ["", "\x00\x00", "x" * 10_000])
def test_a_token_says_what_it_is_for(signed_in: SignIn, name: str) -> None:
    page = signed_in(make_staff()).post("/settings/tokens/", HELP_DESK | {"name": name})

    assert page.status_code == 422
    assert not ApiToken.objects.exists()


def test_the_page_revokes_by_post(signed_in: SignIn) -> None:
    browser = signed_in(make_staff())
    token, plain = commands.make_token(name="Help desk", by=None)
    assert browser.get(f"/settings/tokens/{token.pk}/revocation/").status_code == 405

    assert browser.post(f"/settings/tokens/{token.pk}/revocation/").status_code == 302

    assert commands.find_token(plain) is None
    assert browser.post("/settings/tokens/999999/revocation/").status_code == 404


def test_a_token_is_given_what_was_chosen_and_ends_when_it_was_said(signed_in: SignIn) -> None:
    chosen = HELP_DESK | {"scopes": ["ideas:read", "facts:read"], "days": "30"}
    plain = signed_in(make_staff()).post("/settings/tokens/", chosen).context["plain"]

    token = commands.find_token(plain)
    assert token
    assert token.may("ideas:read")
    assert not token.may("ideas:write")
    with clock.at(clock.now() + timedelta(days=31)):
        assert commands.find_token(plain) is None


@pytest.mark.parametrize("scopes", [[], ["everything"], ["facts:write"]])
def test_a_token_may_do_something_that_exists(signed_in: SignIn, scopes: list[str]) -> None:
    page = signed_in(make_staff()).post("/settings/tokens/", HELP_DESK | {"scopes": scopes})

    assert page.status_code == 422
    assert not ApiToken.objects.exists()


def test_who_may_write_may_read_and_an_admin_token_may_everything() -> None:
    writing, _plain = commands.make_token(name="Writes", by=None, scopes=["ideas:write"])
    all_of_it, _plain = commands.make_token(name="All", by=None, scopes=["admin"])

    assert writing.may("ideas:read")
    assert not writing.may("feedback:read")
    assert all_of_it.may("answers:write")
