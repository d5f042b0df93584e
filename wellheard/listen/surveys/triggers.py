"""When and where a survey is asked: pages, an event and how often it happened, what was answered before."""

import re
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from wellheard.foundation.text.clean import clean_line
from wellheard.listen.surveys.errors import SurveyError

OPERATORS = ("is", "is_not", "contains", "starts_with", "at_least", "at_most", "is_set")
BEFORE = ("answered", "not_answered", "shown", "not_shown", "started")
MOST_PAGES, MOST_PROPERTIES, MOST_BEFORE = 20, 10, 10
MOST_DAYS, MOST_DELAY, MOST_COUNT = 366, 3600, 100_000


def clean_trigger(trigger: dict[str, Any]) -> dict[str, Any]:
    """Return a trigger as it is kept; what says nothing is left out. Raises SurveyError."""
    kept: dict[str, Any] = {}
    if pages := [clean_line(str(page))[:300] for page in trigger.get("pages") or []][:MOST_PAGES]:
        kept["pages"] = [page for page in pages if page]
    if event := clean_line(str(trigger.get("event") or ""))[:200]:
        kept["event"] = event
        kept["at_least"] = _number(trigger, "at_least", 1, MOST_COUNT, 1)
        if trigger.get("within_days"):
            kept["within_days"] = _number(trigger, "within_days", 1, MOST_DAYS, 30)
        if properties := trigger.get("properties"):
            kept["properties"] = [_clean_property(one) for one in properties[:MOST_PROPERTIES]]
    if trigger.get("delay_seconds"):
        kept["delay_seconds"] = _number(trigger, "delay_seconds", 0, MOST_DELAY, 0)
    if after := trigger.get("after"):
        kept["after"] = [_clean_before(one) for one in after[:MOST_BEFORE]]
    return kept


def _number(trigger: dict[str, Any], name: str, least: int, most: int, otherwise: int) -> int:
    value = trigger.get(name, otherwise)
    if value is None or value == "":
        return otherwise
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise SurveyError(
            _("This is a whole number from %(least)d to %(most)d.") % {"least": least, "most": most}, field=name
        )
    return value


def _clean_property(one: dict[str, Any]) -> dict[str, Any]:
    name, op = clean_line(str(one.get("name", "")))[:100], str(one.get("op", "is"))
    if not name or op not in OPERATORS:
        raise SurveyError(
            _("A property has a name and one of %(operators)s.") % {"operators": ", ".join(OPERATORS)},
            field="properties",
        )
    value = one.get("value", "")
    return {"name": name, "op": op, "value": value if isinstance(value, int | float | bool) else str(value)[:300]}


def _clean_before(one: dict[str, Any]) -> dict[str, Any]:
    survey, is_so = one.get("survey"), str(one.get("is", "answered"))
    if not isinstance(survey, int) or is_so not in BEFORE:
        raise SurveyError(
            _("What was asked before is a survey and one of %(states)s.") % {"states": ", ".join(BEFORE)}, field="after"
        )
    kept: dict[str, Any] = {"survey": survey, "is": is_so}
    if one.get("within_days"):
        kept["within_days"] = _number(one, "within_days", 1, MOST_DAYS, 30)
    if isinstance(one.get("at_least"), int):
        kept["at_least"] = one["at_least"]
    if isinstance(one.get("at_most"), int):
        kept["at_most"] = one["at_most"]
    return kept


def fits_page(pages: list[str], url: str) -> bool:
    """Tell whether an address is one of these pages: a part of the path, or a pattern with *, of the path or the whole."""
    if not pages:
        return True
    parts = urlsplit(url)
    path = parts.path or "/"
    whole = f"{parts.netloc}{path}"
    return any(_fits(page, path, whole, url) for page in pages)


def _fits(page: str, path: str, whole: str, url: str) -> bool:
    if "*" in page:
        pattern = _pattern(page)
        return any(fnmatchcase(text, pattern) for text in (path, whole, url))
    if "://" in page:
        return url.partition("?")[0].partition("#")[0].rstrip("/") == page.rstrip("/")
    return path.rstrip("/") == page.rstrip("/") or (page == "/" and path == "/")


@lru_cache(maxsize=1024)
def _pattern(page: str) -> str:
    # Only * is a pattern here: [ and ? stand in addresses.
    return re.sub(r"([\[\]?])", r"[\1]", page)


def fits_properties(wanted: list[dict[str, Any]], properties: dict[str, Any]) -> bool:
    """Tell whether what happened has all the properties a survey waits for."""
    return all(_has(one["op"], properties.get(one["name"]), one.get("value")) for one in wanted)


def _has(op: str, found: Any, value: Any) -> bool:
    if op == "is_set":
        return found is not None and found != ""
    if op in {"at_least", "at_most"}:
        return _compares(op, found, value)
    text, wanted = _as_text(found), _as_text(value)
    if op == "is_not":
        return text != wanted
    if found is None:
        return False
    return {"is": text == wanted, "contains": wanted in text, "starts_with": text.startswith(wanted)}[op]


def _compares(op: str, found: Any, value: Any) -> bool:
    try:
        number, limit = float(found), float(value)
    except (TypeError, ValueError):
        return False
    return number >= limit if op == "at_least" else number <= limit


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value).casefold()
