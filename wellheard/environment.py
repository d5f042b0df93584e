"""Typed reading of WELLHEARD_* values; each call registers its meaning for `wellheard settings` and the docs."""

import ipaddress
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Value = TypeVar("Value")

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


class SettingError(ValueError):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True)
class Setting:
    """One value an owner may set, with what it means."""

    name: str
    help: str
    default: str
    secret: bool


registry: dict[str, Setting] = {}


def env_text(name: str, *, default: str = "", help: str) -> str:  # noqa: A002 - reads best at the call
    """Return a text setting."""
    return _read(name, default, help, str)


def env_flag(name: str, *, default: str, help: str) -> bool:  # noqa: A002
    """Return a yes/no setting."""
    return _read(name, default, help, _flag)


def env_int(name: str, *, default: int, help: str) -> int:  # noqa: A002
    """Return a whole-number setting."""
    return _read(name, str(default), help, int)


def env_list(name: str, *, default: str = "", help: str) -> list[str]:  # noqa: A002
    """Return a comma-separated setting as a list."""
    return [part.strip() for part in env_text(name, default=default, help=help).split(",") if part.strip()]


def env_networks(name: str, *, help: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:  # noqa: A002
    """Return a comma-separated setting of networks such as 10.0.0.0/8."""
    try:
        return [ipaddress.ip_network(part, strict=False) for part in env_list(name, help=help)]
    except ValueError as problem:
        raise SettingError(f"{name}: {problem}; write networks such as 10.0.0.0/8") from problem


def env_door(name: str, *, help: str) -> tuple[str, int] | None:  # noqa: A002
    """Return where to listen, as host and port; None when it is not set."""
    return _read(name, "", help, _door)


def env_secret(name: str, *, help: str) -> str:  # noqa: A002
    """Return a secret, from the variable itself or from the file that NAME_FILE names."""
    registry[name] = Setting(name, f"{help} {name}_FILE may name a file that holds it.", "", secret=True)
    if value := os.environ.get(name, ""):
        return value
    path = os.environ.get(f"{name}_FILE", "")
    return Path(path).read_text().strip() if path else ""


def is_set(name: str) -> bool:
    """Tell whether whoever runs Wellheard set this value: then it wins over what is set on the pages."""
    return name in os.environ


def _read(name: str, default: str, meaning: str, convert: Callable[[str], Value]) -> Value:
    registry[name] = Setting(name, meaning, default, secret=False)
    raw = os.environ.get(name, default)
    try:
        return convert(raw)
    except ValueError as problem:
        raise SettingError(f"{name} is {raw!r}, which cannot be used: {meaning}") from problem


def _door(raw: str) -> tuple[str, int] | None:
    if not raw:
        return None
    host, _colon, port = raw.rpartition(":")
    if not host or not 0 < int(port) < 2**16:
        raise ValueError(raw)
    return host.strip("[]"), int(port)


def _flag(raw: str) -> bool:
    if raw.lower() in _TRUE:
        return True
    if raw.lower() in _FALSE:
        return False
    raise ValueError(raw)
