"""The event store of this installation. Only processes that work jobs open it, when they need it."""

from functools import cache

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from wellheard.listen.usage.event_store import EventStore
from wellheard.listen.usage.lake.places import Bucket, Place
from wellheard.listen.usage.lake.store import LakeStore

_NOT_FOR_LIBPQ = {"cursor_factory", "context", "prepare_threshold"}


@cache
def event_store() -> EventStore:
    """Return where this installation keeps its events; nothing is opened before it is asked something."""
    return LakeStore(place())


def place() -> Place:
    """Return where the lake is: its catalog in our database, its files in the data folder or where the owner wants them."""
    said = connection.get_connection_params()
    return Place(
        dsn=make_conninfo(**{name: value for name, value in said.items() if name not in _NOT_FOR_LIBPQ}),
        files=settings.LAKE,
        links=settings.DATA / "extensions",
        bucket=Bucket(
            settings.LAKE_S3_KEY_ID, settings.LAKE_S3_SECRET, settings.LAKE_S3_REGION, settings.LAKE_S3_ENDPOINT
        ),
    )
