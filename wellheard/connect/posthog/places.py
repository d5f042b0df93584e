"""On which pages and at which events PostHog's clients ask, in the words of their conditions."""

import re
from typing import Any

# What may follow a path.
_REST = r"/?([?#].*)?$"
_HOST = r"^[a-z][a-z0-9+.-]*://[^/?#]*"


def url_of(pages: list[str]) -> dict[str, Any]:
    """Return the condition that an address is one of these pages, as `listen.surveys.triggers` reads them."""
    if not pages:
        return {}
    return {"url": "|".join(f"({_pattern(page)})" for page in pages), "urlMatchType": "regex"}


def filters_of(properties: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what an event's properties must be. Where it can only be said roughly, less is asked of them than we would."""
    return {
        one["name"]: {"values": [value], "operator": operator}
        for one in properties
        for operator, value in [_filter(one)]
    }


def _pattern(page: str) -> str:
    starred = ".*".join(re.escape(part) for part in page.split("*"))
    if "://" in page:
        return f"^{starred.removesuffix('/')}{_REST}" if "*" not in page else f"^{starred}$"
    if "*" in page:
        # A pattern is of the path, of host and path, or of the whole.
        return (
            f"{_HOST}{starred}([?#].*)?$"
            if page.startswith("/")
            else f"^([a-z][a-z0-9+.-]*://)?([^/?#]*)?{starred}([?#].*)?$"
        )
    return f"{_HOST}{starred.removesuffix('/')}{_REST}"


def _filter(one: dict[str, Any]) -> tuple[str, str]:
    value = one.get("value", "")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    filters = {
        "is": ("exact", text),
        "is_not": ("is_not", text),
        "contains": ("icontains", text),
        "starts_with": ("regex", f"^{re.escape(text)}"),
        "at_least": ("gt", _beside(value, -1)),
        "at_most": ("lt", _beside(value, 1)),
        "is_set": ("regex", "."),
    }
    return filters[one["op"]]


def _beside(value: Any, way: int) -> str:
    """Return the number next to a limit: clients only know more and less."""
    try:
        return repr(float(value) + way * 1e-9)
    except (TypeError, ValueError):
        return str(value)
