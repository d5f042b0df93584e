"""The embedded PostgreSQL: any process may join it; the first starts the server and the last one out stops it.

Knows nothing of Django, so that a command can have a database before settings are read.
"""

from wellheard.foundation.database.addresses import Address, address
from wellheard.foundation.database.binaries import Installation, PostgresNotFoundError, find_postgres
from wellheard.foundation.database.cluster import DamagedClusterError, OtherMajorVersionError
from wellheard.foundation.database.errors import DatabaseError, NoSpaceError, UnusableFolderError
from wellheard.foundation.database.launcher import Handle, join, quiet
from wellheard.foundation.database.owners import ClosedFolderError, NamelessUserError
from wellheard.foundation.database.private import ForeignFolderError
from wellheard.foundation.database.programs import ProgramFailedError
from wellheard.foundation.database.server import UnusableAddressError, WillNotStartError

__all__ = [
    "Address",
    "ClosedFolderError",
    "DamagedClusterError",
    "DatabaseError",
    "ForeignFolderError",
    "Handle",
    "Installation",
    "NamelessUserError",
    "NoSpaceError",
    "OtherMajorVersionError",
    "PostgresNotFoundError",
    "ProgramFailedError",
    "UnusableAddressError",
    "UnusableFolderError",
    "WillNotStartError",
    "address",
    "find_postgres",
    "join",
    "quiet",
]
