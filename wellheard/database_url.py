"""Where the database is, as Django wants to be told."""

from urllib.parse import parse_qsl, unquote, urlsplit

from wellheard.environment import SettingError
from wellheard.foundation.database import Address


def embedded(address: Address) -> dict[str, object]:
    """Return how the database of our own is reached."""
    return {"NAME": address.name, "USER": address.user, "HOST": address.host, "PORT": address.port}


def server_of(url: str) -> dict[str, object]:
    """Return how the server that DATABASE_URL names is reached. Raises SettingError."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise SettingError("DATABASE_URL must look like postgresql://user:password@host:port/name")
    # What libpq knows (sslmode, connect_timeout, …) may follow after "?"; host= there names a socket folder.
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": parts.port or "",
        "OPTIONS": options,
    }
