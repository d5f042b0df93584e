"""A segment's rule: checked, compiled to one condition, and said in words.

A rule is {"all": [...]} or {"any": [...]} of conditions {"field": "mrr", "op": ">", "value": 1500000} and further groups.
Amounts are in minor units of the reporting currency.
"""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from wellheard.customers.segments.custom import Fields
from wellheard.customers.segments.fields import MOST_VALUES
from wellheard.customers.segments.kinds import LISTED, OPS, Field, RuleError
from wellheard.foundation.text.listing import listed

__all__ = ["RuleError", "clean_rule", "compile_rule", "describe", "fields_in"]

DEEPEST = 5
MOST_CONDITIONS = 50
_GROUPS = ("all", "any")
_CONDITION = {"field", "op", "value"}


def clean_rule(rule: Any, fields: Fields | None = None) -> dict[str, Any]:
    """Return the rule as it is stored. Raises RuleError with a sentence that says where it is wrong.

    Whoever asks about several rules passes the fields, so that custom attributes are looked up once.
    """
    clean = _clean(rule, fields or Fields(), depth=1)
    if _count(clean) > MOST_CONDITIONS:
        raise RuleError(_("A rule has at most %(most)d conditions; remove some.") % {"most": MOST_CONDITIONS})
    return clean if _group_of(clean) else {"all": [clean]}


def compile_rule(rule: Any, fields: Fields | None = None) -> Q:
    """Return the one condition a company meets or not. Raises RuleError."""
    known = fields or Fields()
    return _compile(clean_rule(rule, known), known)


def describe(rule: Any, fields: Fields | None = None) -> str:
    """Return the rule in the reader's language: pays over $15,000 a month and with us 6+ months. Raises RuleError."""
    known = fields or Fields()
    return _said(clean_rule(rule, known), known, is_nested=False)


def fields_in(rule: Any) -> set[str]:
    """Return the names of the fields a stored rule asks about."""
    if not isinstance(rule, dict):
        return set()
    group = _group_of(rule)
    if not group:
        return {str(rule.get("field"))}
    return set().union(*(fields_in(part) for part in rule[group]))


def _clean(rule: Any, fields: Fields, *, depth: int) -> dict[str, Any]:
    if not isinstance(rule, dict):
        raise RuleError(_("A rule is a group (“all” or “any”) or a condition with field, op and value."))
    if group := _group_of(rule):
        return {group: _clean_parts(rule, fields, group, depth)}
    if set(rule) != _CONDITION:
        raise RuleError(_("A condition has exactly a field, an op and a value."))
    return _clean_condition(rule, fields)


def _clean_parts(rule: dict[str, Any], fields: Fields, group: str, depth: int) -> list[dict[str, Any]]:
    parts = rule[group]
    if len(rule) != 1 or not isinstance(parts, list) or not parts:
        raise RuleError(
            _("The group “%(group)s” holds a list of at least one condition and nothing else.") % {"group": group}
        )
    if depth > DEEPEST:
        raise RuleError(
            _("Groups stand in each other at most %(deepest)d deep; make it simpler.") % {"deepest": DEEPEST}
        )
    if len(parts) > MOST_CONDITIONS:
        raise RuleError(_("A rule has at most %(most)d conditions; remove some.") % {"most": MOST_CONDITIONS})
    return [_clean(part, fields, depth=depth + 1) for part in parts]


def _clean_condition(rule: dict[str, Any], fields: Fields) -> dict[str, Any]:
    field, op = _field(rule["field"], fields), rule["op"]
    if not isinstance(op, str) or op not in field.ops:
        known = listed(f"“{OPS[one]}”" for one in field.ops)
        raise RuleError(_("“%(field)s” is compared by one of %(ops)s.") % {"field": field.label, "ops": known})
    return {"field": field.name, "op": op, "value": _clean_value(field, op, rule["value"])}


def _clean_value(field: Field, op: str, value: Any) -> Any:
    if op not in LISTED:
        return field.clean(op, value)
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_VALUES:
        raise RuleError(
            _("Give “%(field)s” a list of 1 to %(most)d values.") % {"field": field.label, "most": MOST_VALUES}
        )
    return [field.clean(op, part) for part in value]


def _field(name: Any, fields: Fields) -> Field:
    field = fields.get(name) if isinstance(name, str) else None
    if field is None:
        raise RuleError(
            _("There is no field “%(name)s”; use one of %(known)s.")
            % {"name": str(name)[:40], "known": ", ".join(fields.names())}
        )
    return field


def _group_of(rule: dict[str, Any]) -> str:
    return next((group for group in _GROUPS if group in rule), "")


def _count(rule: dict[str, Any]) -> int:
    group = _group_of(rule)
    return sum(_count(part) for part in rule[group]) if group else 1


def _compile(rule: dict[str, Any], fields: Fields) -> Q:
    group = _group_of(rule)
    if not group:
        return _field(rule["field"], fields).compiled(rule["op"], rule["value"])
    parts = [_compile(part, fields) for part in rule[group]]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole & part if group == "all" else whole | part
    return whole


def _said(rule: dict[str, Any], fields: Fields, *, is_nested: bool) -> str:
    group = _group_of(rule)
    if not group:
        field = _field(rule["field"], fields)
        return field.said(rule["op"], fields.label_of(field, rule["value"]))
    parts = [_said(part, fields, is_nested=len(rule[group]) > 1) for part in rule[group]]
    said = (_(" and ") if group == "all" else _(" or ")).join(parts)
    return f"({said})" if is_nested and len(parts) > 1 else said
