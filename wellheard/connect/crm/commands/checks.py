"""Note how asking a system went: well, not at all, or not with this key."""

from datetime import datetime, timedelta

from django.db import transaction

from wellheard.connect.crm.models import CrmConnection
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names

REFUSED = names.declare(
    "crm.refused", "A system of sales does not accept our key; nothing is asked until it gets another."
)
RENEWED = names.declare(
    "crm.renewed", "A system of sales is asked again after a pause, or after it did not accept our key."
)


@transaction.atomic
def note_check(*, connection_id: int, account: str = "", problem: str = "") -> None:
    """Note that a system could be asked and as whom, or why not. A key that is accepted again begins what waited."""
    connection = CrmConnection.objects.select_for_update(no_key=True).get(pk=connection_id)
    connection.account, connection.problem = account[:200] or connection.account, problem[:1000]
    connection.save(update_fields=["account", "problem"])
    if not problem:
        accept(connection)


@transaction.atomic
def note_refused(*, connection_id: int, problem: str) -> None:
    """Note that a system does not accept our key: nothing is asked until it gets another. It is told once."""
    connection = CrmConnection.objects.select_for_update(no_key=True).get(pk=connection_id)
    is_new = connection.refused_at is None
    connection.problem, connection.refused_at = problem[:1000], connection.refused_at or clock.now()
    connection.save(update_fields=["problem", "refused_at"])
    if is_new:
        ledger.record(REFUSED, connection, system=connection.system)


@transaction.atomic
def note_wait(*, connection_id: int, seconds: int) -> None:
    """Note until when a system wants to be left alone."""
    CrmConnection.objects.filter(pk=connection_id).update(wait_until=clock.now() + timedelta(seconds=seconds))


@transaction.atomic
def note_read_until(*, connection_id: int, until: datetime) -> None:
    """Note up to which change the deals of a system were read."""
    CrmConnection.objects.filter(pk=connection_id).update(read_until=until)


def accept(connection: CrmConnection) -> None:
    """Begin again what waited for another key. Needs the locked row."""
    if connection.refused_at:
        connection.refused_at, connection.problem = None, ""
        connection.save(update_fields=["refused_at", "problem"])
        ledger.record(RENEWED, connection, system=connection.system)
