"""Systems of sales that are connected and send us what happens there."""

from collections.abc import Callable, Iterator
from ipaddress import ip_network

import pytest
from django.conf import LazySettings

from tests.connect.crm.connected import Connected, connected
from tests.connect.crm.stand_in import on_loopback
from tests.connect.crm.stand_in_hubspot import HubSpotStandIn
from wellheard.connect.crm import speaking


@pytest.fixture
def outside(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let loopback be asked, and wait for nothing."""
    settings.HTTP_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    monkeypatch.setattr(speaking, "PAUSES", (0.01, 0.01))


@pytest.fixture
def hubspot(outside: None, db: None, run_jobs: Callable[[], None]) -> Iterator[Connected[HubSpotStandIn]]:
    there = HubSpotStandIn()
    there.add_company("901", "Northwind", "northwind.example", "Retail")
    with on_loopback(there):
        yield connected(there, run_jobs, "hubspot", hook_secret="client-secret")
