"""Reach the account of a connection, with its secrets unsealed."""

from wellheard.connect.crm.models import PURPOSE, CrmConnection
from wellheard.connect.crm.systems import ADAPTERS
from wellheard.connect.crm.there import Access, Adapter, Crm
from wellheard.foundation.sealing import unseal


def adapter_of(connection: CrmConnection) -> Adapter:
    """Return what is particular to a connection's system."""
    return ADAPTERS[connection.system]


def crm_of(connection: CrmConnection) -> Crm:
    """Return the system as this connection reaches it."""
    key = unseal(connection.key_sealed, purpose=PURPOSE)
    access = Access(connection.url, key, connection.client_id, connection.fields, name=connection.source)
    return adapter_of(connection).opened(access)


def hook_secret_of(connection: CrmConnection) -> str:
    """Return what proves that a message is the system's own."""
    return unseal(connection.hook_secret_sealed, purpose=PURPOSE) if connection.hook_secret_sealed else ""
