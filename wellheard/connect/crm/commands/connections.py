"""Connect systems of sales."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.connect.crm.commands.checks import RENEWED, accept
from wellheard.connect.crm.models import PURPOSE, CrmConnection, System
from wellheard.connect.crm.systems import ADAPTERS
from wellheard.connect.crm.there import Proof
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.sealing import seal
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.models import Staff

CONNECTED = names.declare("crm.connected", "A system of sales was connected.")
EDITED = names.declare("crm.edited", "How a system of sales is reached, or which of its fields says what, changed.")
DISCONNECTED = names.declare("crm.disconnected", "A system of sales is asked nothing more; the deals it told stay.")
ROTATED = names.declare(
    "crm.secret_rotated", "The messages of a system of sales got a new secret; the old holds no more."
)
PAUSED = names.declare("crm.paused", "A system of sales is asked nothing for now; what arrives from it is kept.")

MOST_CONNECTIONS = 10
# What our fields are that one of its fields can say.
SAYS = ("reason", "competitor", "industry", "missing")
# Beside them: that its ids of companies are those that our companies carry.
SAME_IDS = "same_ids"
# And the currency of amounts that come without one.
CURRENCY = "currency"


class CrmConnectionError(WorkspaceError):
    """A connection to a system of sales cannot be kept so; the text says what to do next."""


@dataclass(frozen=True)
class Described:
    """How an account is reached, as somebody typed it. An empty key or secret keeps the one we have."""

    url: str = ""
    key: str = ""
    client_id: str = ""
    hook_secret: str = ""


@transaction.atomic
def connect(*, system: str, described: Described, by: Staff | None) -> tuple[CrmConnection, str]:
    """Connect an account; return the secret of its messages where we make it, which is never shown again.

    Raises CrmConnectionError.
    """
    if CrmConnection.objects.count() >= MOST_CONNECTIONS:
        raise CrmConnectionError(_("Ten accounts are connected already; remove one first."))
    adapter = ADAPTERS[system]
    url = _address(described.url or adapter.url)
    _require_complete(system, described)
    if not adapter.url and CrmConnection.objects.filter(system=system, url=url).exists():
        raise CrmConnectionError(_("This account is connected already; change that connection."), field="url")
    secret = secrets.token_urlsafe(32) if adapter.proof is Proof.OURS else ""
    connection = CrmConnection.objects.create(
        system=System(system),
        source=_free_source(system),
        url=url,
        path=secrets.token_urlsafe(24),
        key_sealed=seal(described.key.strip(), purpose=PURPOSE),
        client_id=clean_line(described.client_id)[:200],
        hook_secret_sealed=seal(secret or described.hook_secret.strip(), purpose=PURPOSE),
        fields=dict(adapter.fields),
        made_by=by,
        made_at=clock.now(),
    )
    ledger.record(CONNECTED, connection, system=system)
    return connection, secret


@transaction.atomic
def edit_connection(*, connection_id: int, described: Described) -> CrmConnection:
    """Change how an account is reached; another key begins what waited for it. Raises CrmConnectionError."""
    connection = _locked(connection_id)
    before = (connection.url, connection.client_id)
    columns = ["url", "client_id"]
    connection.url = _address(described.url or connection.url)
    connection.client_id = clean_line(described.client_id)[:200] or connection.client_id
    if described.key.strip():
        connection.key_sealed = seal(described.key.strip(), purpose=PURPOSE)
        columns.append("key_sealed")
    if described.hook_secret.strip():
        connection.hook_secret_sealed = seal(described.hook_secret.strip(), purpose=PURPOSE)
        columns.append("hook_secret_sealed")
    connection.save(update_fields=columns)
    ledger.record(EDITED, connection, system=connection.system)
    if "key_sealed" in columns or before != (connection.url, connection.client_id):
        accept(connection)
    return connection


@transaction.atomic
def say_fields(*, connection_id: int, fields: Mapping[str, str]) -> CrmConnection:
    """Say which field of a deal there says the reason, the competitor, the industry and what was missing."""
    connection = _locked(connection_id)
    known = {name: clean_line(fields.get(name, ""))[:200] for name in (*SAYS, SAME_IDS, CURRENCY)}
    said = {name: value for name, value in known.items() if value}
    if said != connection.fields:
        connection.fields = said
        connection.save(update_fields=["fields"])
        ledger.record(EDITED, connection, system=connection.system)
    return connection


@transaction.atomic
def make_new_secret(*, connection_id: int) -> tuple[CrmConnection, str]:
    """Give an account's messages a new secret and return it; what comes with the old one is refused from now on."""
    connection, secret = _locked(connection_id), secrets.token_urlsafe(32)
    if ADAPTERS[connection.system].proof is not Proof.OURS:
        raise CrmConnectionError(_("The secret of this system is made there; paste it into the connection."))
    connection.hook_secret_sealed = seal(secret, purpose=PURPOSE)
    connection.save(update_fields=["hook_secret_sealed"])
    ledger.record(ROTATED, connection, system=connection.system)
    return connection, secret


@transaction.atomic
def pause(*, connection_id: int) -> CrmConnection:
    """Ask an account nothing for now; what arrives is kept. Doing so again changes nothing."""
    connection = _locked(connection_id)
    if connection.paused_at is None:
        connection.paused_at = clock.now()
        connection.save(update_fields=["paused_at"])
        ledger.record(PAUSED, connection, system=connection.system)
    return connection


@transaction.atomic
def resume(*, connection_id: int) -> CrmConnection:
    """Go on with an account that was paused: what arrived meanwhile is worked, what was missed is read."""
    connection = _locked(connection_id)
    if connection.paused_at:
        connection.paused_at = None
        connection.save(update_fields=["paused_at"])
        ledger.record(RENEWED, connection, system=connection.system)
    return connection


@transaction.atomic
def disconnect(*, connection_id: int) -> None:
    """Ask an account nothing more. The deals it told stay as they were last read. Doing so again changes nothing."""
    connection = CrmConnection.objects.select_for_update(no_key=True).filter(pk=connection_id).first()
    if connection:
        ledger.record(DISCONNECTED, connection, system=connection.system)
        connection.delete()


def _free_source(system: str) -> str:
    """Return the name that deals of a new connection carry: the first account's is the system's, which it gets back later."""
    taken = set(CrmConnection.objects.filter(system=system).values_list("source", flat=True))
    names_of_it = [system, *(f"{system}-{number}" for number in range(2, MOST_CONNECTIONS + 2))]
    return next(name for name in names_of_it if name not in taken)


def _address(url: str) -> str:
    parts = urlsplit(clean_line(url))
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.username:
        raise CrmConnectionError(_("Write the address of your account, beginning with https://."), field="url")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def _require_complete(system: str, described: Described) -> None:
    adapter = ADAPTERS[system]
    if not described.key.strip():
        raise CrmConnectionError(_("Paste the key with which we may read deals."), field="key")
    if adapter.asks_client_id and not described.client_id.strip():
        raise CrmConnectionError(_("Paste the id that belongs to the key."), field="client_id")
    if adapter.proof is Proof.THEIRS and not described.hook_secret.strip():
        raise CrmConnectionError(_("Paste the secret by which its messages are known."), field="hook_secret")


def _locked(connection_id: int) -> CrmConnection:
    connection = CrmConnection.objects.select_for_update(no_key=True).filter(pk=connection_id).first()
    if connection is None:
        raise CrmConnectionError(_("This connection does not exist any more; go back to the list."))
    return connection
