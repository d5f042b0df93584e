"""Where the embedded database keeps its files and where it answers; nothing here touches the disk."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

PORT = 5432
USER = "app"
NAME = "wellheard"
# Linux binds up to 107 bytes and macOS 103; the rest is kept in hand for ".lock" beside it.
LONGEST_SOCKET_PATH = 100


@dataclass(frozen=True, slots=True)
class Address:
    """What a client needs to connect: the folder of the socket, the port, the user and the database's name."""

    host: str
    port: int = PORT
    user: str = USER
    name: str = NAME

    @property
    def dsn(self) -> str:
        """The address as libpq's keywords and values."""
        return self.dsn_of(self.name)

    def dsn_of(self, database: str) -> str:
        """Return the address of another database of the same server."""
        parts = {"host": self.host, "port": str(self.port), "user": self.user, "dbname": database}
        return " ".join(f"{keyword}={_quoted(value)}" for keyword, value in parts.items())

    @property
    def environment(self) -> dict[str, str]:
        """The address as the environment variables PostgreSQL's own client tools read."""
        return {"PGHOST": self.host, "PGPORT": str(self.port), "PGUSER": self.user, "PGDATABASE": self.name}


@dataclass(frozen=True, slots=True)
class Places:
    """The files of the embedded database: all of them in one folder that belongs to the user the server runs as.

    The data folder around it also holds keys and customers' files. Those stay with Wellheard's own user, which may be
    root while the server is not: so `database/` is the only thing given away.
    """

    data: Path

    @classmethod
    def of(cls, data: Path) -> "Places":
        """Return the places of a data folder, the same for every way of writing its path."""
        return cls(data.expanduser().resolve())

    @property
    def home(self) -> Path:
        return self.data / "database"

    @property
    def cluster(self) -> Path:
        return self.home / "pg"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def settings(self) -> Path:
        return self.home / "app.conf"

    @property
    def start_lock(self) -> Path:
        return self.home / "start.lock"

    @property
    def users_lock(self) -> Path:
        return self.home / "users.lock"

    @property
    def socket(self) -> Path:
        """The folder of the socket, elsewhere when its path is too long or has a comma, which libpq takes for two hosts."""
        near = self.home / "run"
        longest = len(os.fsencode(near / f".s.PGSQL.{PORT}"))
        return near if longest <= LONGEST_SOCKET_PATH and "," not in str(near) else _short_folder(self.data)


def address(data: Path) -> Address:
    """Say where the database of this data folder answers, whether or not it runs."""
    return Address(host=str(Places.of(data).socket))


def _short_folder(data: Path) -> Path:
    # Always /tmp: TMPDIR and XDG_RUNTIME_DIR differ between a login, cron and a service, and all must meet in one place.
    # Anyone may create it first, so its owner is checked before use.
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:20]
    return Path("/tmp") / f"wellheard-{name}"  # noqa: S108


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
