"""A GitHub that is connected, and sends us what happens there."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.github.stand_in import StandIn, github_on_loopback
from wellheard.connect.github import client as speaking
from wellheard.connect.github import commands, credentials
from wellheard.connect.github.commands import Access, Described
from wellheard.connect.github.models import Connection, Repository


@dataclass
class Connected:
    """The stand-in, our connection to it, and its one repository, northwind/app."""

    there: StandIn
    connection: Connection
    repository: Repository
    statuses: list[int]

    def address(self, number: int, repository: str = "northwind/app") -> str:
        return f"{self.there.url}/{repository}/issues/{number}"

    def arrive(self, body: bytes, headers: dict[str, str]) -> Any:
        response = Client().post(
            f"/hooks/github/{self.connection.path}/", body, content_type="application/json", headers=headers
        )
        self.statuses.append(response.status_code)
        return response


@pytest.fixture
def stand_in(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    settings.HTTP_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    monkeypatch.setattr(speaking, "PAUSES", (0.01, 0.01))
    credentials.forget_tokens()
    with github_on_loopback() as there:
        there.add_repository("northwind/app")
        yield there


@pytest.fixture
def github(stand_in: StandIn, db: None) -> Connected:
    connection, secret = commands.connect(url=stand_in.url, access=Access("token", "token-of-a-person"), by=None)
    commands.note_check(connection_id=connection.pk, login="wellheard-robot")
    repository = commands.add_repository(
        connection_id=connection.pk, described=Described("northwind/app", is_private=False)
    )
    found = Connected(stand_in, connection, repository, [])
    stand_in.secret, stand_in.send = secret, found.arrive
    return found
