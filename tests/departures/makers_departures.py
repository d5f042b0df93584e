"""Make departures and what hangs on them for tests."""

from datetime import date
from typing import Any

from wellheard.customers.models import Company
from wellheard.listen.departures import commands
from wellheard.listen.departures.commands import Leaving
from wellheard.listen.departures.models import Departure
from wellheard.workspace.commands import add_standard_reasons
from wellheard.workspace.models import Reason, Staff


def reason(key: str) -> Reason:
    """Return a standard reason for leaving."""
    if not Reason.objects.filter(kind=Reason.Kind.DEPARTURE).exists():
        add_standard_reasons()
    return Reason.objects.get(kind=Reason.Kind.DEPARTURE, key=key)


def leave(company: Company, left_on: date, *, by: Staff | None = None, **said: Any) -> Departure:
    """Let a company leave, as billing reports it where nothing else is said."""
    leaving = Leaving(company.pk, left_on, **{"reported_by": "billing", **said})
    return commands.record_departure(leaving=leaving, by=by)
