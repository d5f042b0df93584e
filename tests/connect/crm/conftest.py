"""Systems of sales that are connected and send us what happens there."""

from collections.abc import Callable, Iterator
from ipaddress import ip_network

import pytest
from django.conf import LazySettings

from tests.connect.crm.connected import Connected, connected
from tests.connect.crm.stand_in import on_loopback
from tests.connect.crm.stand_in_amocrm import AmoCrmStandIn
from tests.connect.crm.stand_in_bitrix24 import Bitrix24StandIn
from tests.connect.crm.stand_in_hubspot import HubSpotStandIn
from tests.connect.crm.stand_in_pipedrive import PipedriveStandIn
from tests.connect.crm.stand_in_salesforce import SalesforceStandIn
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


@pytest.fixture
def pipedrive(outside: None, db: None, run_jobs: Callable[[], None]) -> Iterator[Connected[PipedriveStandIn]]:
    there = PipedriveStandIn()
    there.add_company("901", "Northwind")
    with on_loopback(there):
        yield connected(there, run_jobs, "pipedrive")


@pytest.fixture
def bitrix24(outside: None, db: None, run_jobs: Callable[[], None]) -> Iterator[Connected[Bitrix24StandIn]]:
    there = Bitrix24StandIn()
    there.add_company("901", "Northwind")
    with on_loopback(there):
        found = connected(there, run_jobs, "bitrix24", hook_secret="application-token")
        found.content_type = "application/x-www-form-urlencoded"
        yield found


@pytest.fixture
def amocrm(outside: None, db: None, run_jobs: Callable[[], None]) -> Iterator[Connected[AmoCrmStandIn]]:
    there = AmoCrmStandIn()
    there.add_company("901", "Northwind")
    with on_loopback(there):
        found = connected(there, run_jobs, "amocrm")
        found.content_type = "application/x-www-form-urlencoded"
        yield found


@pytest.fixture
def salesforce(outside: None, db: None, run_jobs: Callable[[], None]) -> Iterator[Connected[SalesforceStandIn]]:
    there = SalesforceStandIn()
    there.add_company("001", "Northwind", "https://northwind.example", "Retail")
    with on_loopback(there):
        yield connected(there, run_jobs, "salesforce", client_id=there.client_id)
