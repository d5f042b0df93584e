"""Addresses of issues, as a browser shows them, and where in GitHub they lead."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from wellheard.connect.github.models import Connection, Repository
from wellheard.deliver.work_items.trackers import Place, Spot, Tracker

KEY = "github"
_PATH = re.compile(r"/([A-Za-z0-9][A-Za-z0-9-]{0,99})/([A-Za-z0-9._-]{1,100})/(?:issues|pull)/([0-9]{1,15})(?:/.*)?")
# Owner and repository, as GitHub lets them be named.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,99}/[A-Za-z0-9._-]{1,100}")


def spot_of(address: str) -> Spot | None:
    """Return the issue or pull request an address leads to; None for any other address."""
    try:
        parts = urlsplit(address)
        site = parts.netloc.lower().removeprefix("www.")
    except ValueError:
        return None
    found = _PATH.fullmatch(parts.path)
    if found is None or parts.scheme not in {"http", "https"} or _connection_at(site) is None:
        return None
    return spot(site, f"{found[1]}/{found[2]}", int(found[3]), f"{parts.scheme}://{site}{parts.path}")


def spot(site: str, repository: str, number: int, url: str) -> Spot:
    """Return an issue; GitHub takes names in large and small letters for the same."""
    return Spot(KEY, site, repository.lower(), number, url)


def repository_at(site: str, name: str) -> Repository | None:
    """Return the repository of this name at this GitHub; None when it is not connected."""
    connection = _connection_at(site)
    return (
        connection.repositories.select_related("connection").filter(name__iexact=name).first() if connection else None
    )


def tracker() -> Tracker:
    """Return GitHub as a tracker."""
    return Tracker(
        KEY, "GitHub", spot_of, lambda spot: repository_at(spot.site, spot.repository) is not None, _places, _refused_at
    )


def _refused_at() -> datetime | None:
    return (
        Connection.objects.exclude(refused_at=None).order_by("refused_at").values_list("refused_at", flat=True).first()
    )


def _places() -> list[Place]:
    rows = Repository.objects.select_related("connection").order_by("name")
    return [Place(str(row.pk), row.name, row.is_private) for row in rows]


def _connection_at(site: str) -> Connection | None:
    return next((one for one in Connection.objects.order_by("pk") if one.site == site), None)
