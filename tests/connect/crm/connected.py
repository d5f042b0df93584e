"""A system of sales on loopback, our connection to it, and what it tells us."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.test import Client

from tests.connect.crm.stand_in import Sent, StandIn
from wellheard.connect.crm.commands import Described, connect
from wellheard.connect.crm.models import CrmConnection, CrmReading
from wellheard.listen.deals.models import Deal

There = TypeVar("There", bound=StandIn)


@dataclass
class Connected(Generic[There]):
    """The stand-in and our connection to it; `work` lets all waiting jobs run."""

    there: There
    connection: CrmConnection
    work: Callable[[], None]
    content_type: str = "application/json"
    statuses: list[int] = field(default_factory=list)

    def arrive(self, body: bytes, headers: dict[str, str]) -> Any:
        address = f"/hooks/crm/{self.connection.path}/"
        response = Client().post(address, body, content_type=self.content_type, headers=headers)
        self.statuses.append(response.status_code)
        return response

    def deliver(self, sent: Sent) -> int:
        """Deliver a message that was kept back."""
        return int(self.arrive(*sent).status_code)

    def deal(self, external_id: str) -> Deal:
        return Deal.objects.get(source=self.connection.source, external_id=external_id)

    def reading(self, external_id: str) -> CrmReading:
        return CrmReading.objects.get(connection=self.connection, external_id=external_id)


def connected(there: There, work: Callable[[], None], system: str, **described: str) -> Connected[There]:
    """Connect a stand-in; its messages go to us."""
    made = Described(**{"url": there.url, "key": there.key, **described})
    connection, secret = connect(system=system, described=made, by=None)
    found = Connected(there, connection, work)
    there.secret, there.send = secret or described.get("hook_secret", ""), found.arrive
    there.hook = f"{settings.BASE_URL.rstrip('/')}/hooks/crm/{connection.path}/"
    work()
    return found
