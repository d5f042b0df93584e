"""Which rules name a colleague as who looks after companies, and the same rules with another's name instead."""

from typing import Any

_FIELD = "owner"


def names(rule: Any, staff_id: int) -> bool:
    """Tell whether a stored rule asks about what this colleague looks after."""
    return any(staff_id in _values(condition) for condition in _conditions(rule))


def renamed(rule: Any, giver: int, taker: int) -> Any:
    """Return a stored rule with one colleague in the place of another, each named once."""
    if not isinstance(rule, dict):
        return rule
    if rule.get("field") == _FIELD:
        value = rule.get("value")
        if isinstance(value, list):
            return rule | {"value": list(dict.fromkeys(taker if one == giver else one for one in value))}
        return rule | {"value": taker if value == giver else value}
    return {
        name: [renamed(part, giver, taker) for part in parts] if _is_group(parts) else parts
        for name, parts in rule.items()
    }


def _conditions(rule: Any) -> list[dict[str, Any]]:
    if not isinstance(rule, dict):
        return []
    parts = [part for group in rule.values() if _is_group(group) for part in group]
    return [found for part in parts for found in _conditions(part)] + ([rule] if rule.get("field") == _FIELD else [])


def _values(condition: dict[str, Any]) -> list[Any]:
    value = condition.get("value")
    return value if isinstance(value, list) else [value]


def _is_group(parts: Any) -> bool:
    return isinstance(parts, list) and all(isinstance(part, dict) for part in parts)
