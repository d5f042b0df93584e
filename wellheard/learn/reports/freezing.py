"""How a section is frozen: as JSON, with a hash by which one sees whether the same data gives the same section again."""

import json
from hashlib import sha256
from typing import Any

from wellheard.learn.reports.models import Report
from wellheard.learn.reports.sections import SECTIONS_OF, Built, Within

MOST_DIFFERENCES = 60


def build(report: Report) -> dict[str, Built]:
    """Return every section of a report as it comes out of the data now."""
    within = Within.of(report.begins_on, report.last_on)
    return {key: plain(builder(within)) for key, builder in SECTIONS_OF[report.kind].items()}


def plain(built: Built) -> Built:
    """Return a section as it reads once it was kept: what JSON does not know differs otherwise from itself."""
    return Built(json.loads(canonical(built.data)), tuple(built.quoted))


def canonical(data: Any) -> str:
    """Return data as one text: the same data is the same text."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def hash_of(data: Any) -> str:
    """Return the hash of a section's data."""
    return sha256(canonical(data).encode()).hexdigest()


def differences(before: Any, now: Any, path: str = "") -> list[tuple[str, str, str]]:
    """Return where two pieces of plain data differ: the path to it, what stood there, and what stands there now."""
    if before == now:
        return []
    if isinstance(before, dict) and isinstance(now, dict):
        keys = sorted({*before, *now})
        parts = [differences(before.get(key), now.get(key), _below(path, key)) for key in keys]
    elif isinstance(before, list) and isinstance(now, list):
        longest = max(len(before), len(now))
        parts = [differences(_at(before, n), _at(now, n), _below(path, str(n + 1))) for n in range(longest)]
    else:
        return [(path, _short(before), _short(now))]
    return [difference for part in parts for difference in part][:MOST_DIFFERENCES]


def _below(path: str, key: str) -> str:
    return f"{path} › {key}" if path else key


def _at(rows: list[Any], place: int) -> Any:
    return rows[place] if place < len(rows) else None


def _short(value: Any) -> str:
    return "" if value is None else value[:80] if isinstance(value, str) else canonical(value)[:80]
