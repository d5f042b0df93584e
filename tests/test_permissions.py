"""Who may do what, proven for every address of the product against the one table in workspace/permissions.py."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.makers import make_staff
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import GRANTS, Permission, Role

# Views that name no permission, because they are for customers, for machines with a key of their own, or for coming in.
# Whatever is added here is open to the whole internet: say why.
PUBLIC = {
    "portal/": "customers read and write there",
    "cancel/": "a signed link or identity token lets one customer cancel; what is forged or old opens nothing",
    "solved/": "a signed link asks one customer one question",
    "unsubscribe/": "a signed link lets one customer say what they do not want to hear",
    "rate/": "a signed link asks one customer how one conversation went",
    "s/": "a survey's own link, or one person's; opening it changes nothing",
    "opened/": "the image in a mail; it shows and tells nothing",
    "api/": "asks for an API token in its own way, tested with the API",
    "set-up/": "the one-time link is the key",
    "invitation/": "the one-time link is the key",
    "accounts/": "coming in, and one's own ways of doing so",
    "hooks/": "outside systems sign each message with a secret of their own, tested with each of them",
    "metrics": "asks for the monitor's token, and is not there without one",
    "healthz": "tells the operator's machines that the process lives",
    "widget/": "the tab asks with a source's public key; whom it reads for is proved by a signed token, tested with the tab",
    "mail-in/": "programs post mail there, each signed with the secret of the settings",
    "readyz": "tells the operator's machines that it can serve",
}

# Within accounts/: one's own sign-in, for whoever is signed in, in whatever role.
OWN = (
    "/accounts/password/change/",
    "/accounts/password/set/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/passkeys/add/",
    "/accounts/2fa/passkeys/reauthenticate/",
    "/accounts/2fa/passkeys/1/removal/",
    "/accounts/2fa/passkeys/1/name/",
)


@dataclass(frozen=True)
class Address:
    """One address pattern, an example of it, and what its view asks for."""

    route: str
    example: str
    needs: Permission | None

    def __str__(self) -> str:
        return self.route or "(home)"


def addresses(patterns: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[Address]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield Address(route, "/" + example_of(route, pattern), getattr(pattern.callback, "needs", None))


def example_of(route: str, pattern: URLPattern) -> str:
    """Fill the pattern with things that are not there: the door is asked before anything is looked up."""
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__
        value = "0" if kind == "IntConverter" else "00000000-0000-0000-0000-000000000000" if "UUID" in kind else "none"
        for written in ("int", "str", "slug", "uuid", "path"):
            route = route.replace(f"<{written}:{name}>", value)
        route = route.replace(f"<{name}>", value)
    return route


ALL = sorted(addresses(), key=str)
STAFF_ONLY = [address for address in ALL if address.needs is not None]


def knock(client: Client, url: str) -> Any:
    """Open an address by the method it knows."""
    response = client.get(url)
    return client.post(url) if response.status_code == 405 else response


def test_there_is_something_to_prove() -> None:
    assert len(STAFF_ONLY) > 20


def test_a_view_names_its_permission_or_is_meant_to_be_public() -> None:
    doors = [address.route for address in ALL if address.needs is None]

    assert [route for route in doors if not route.lstrip("^").startswith(tuple(PUBLIC))] == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", STAFF_ONLY, ids=str)
def test_a_stranger_is_sent_to_sign_in(client: Client, address: Address) -> None:
    response = knock(client, address.example)

    assert response.status_code == 302, address.example
    assert response["Location"].startswith("/accounts/login/?next=/")


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_refused_exactly_where_the_table_says_so(role: Role, signed_in: Callable[[Staff], Client]) -> None:
    browser = signed_in(make_staff(role=role))
    browser.raise_request_exception = False

    wrong = [
        str(address)
        for address in STAFF_ONLY
        if address.needs and (knock(browser, address.example).status_code == 403) == (role in GRANTS[address.needs])
    ]

    assert wrong == []


@pytest.mark.django_db
def test_who_has_left_may_nothing(signed_in: Callable[[Staff], Client]) -> None:
    browser = signed_in(make_staff(is_active=False))

    assert [str(address) for address in STAFF_ONLY if knock(browser, address.example).status_code != 302] == []


@pytest.mark.django_db
@pytest.mark.parametrize("url", OWN)
def test_ones_own_sign_in_is_closed_to_strangers(client: Client, url: str) -> None:
    for response in (client.get(url), client.post(url)):
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/?next=")


def test_every_permission_is_given_to_somebody_and_admins_have_all() -> None:
    assert set(GRANTS) == set(Permission)
    assert all(Role.ADMIN in roles for roles in GRANTS.values())
