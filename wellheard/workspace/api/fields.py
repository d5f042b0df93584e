"""Say what is wrong with one field in a sentence, in place of the validator's jargon where we know better."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

_PLACES = frozenset({"body", "path", "query", "asked", "listing"})


def sentence_of(error: Mapping[str, Any]) -> str:
    """Return a sentence about one thing that a validator of fields found."""
    name = ".".join(str(part) for part in error["loc"] if part not in _PLACES) or _("The body")
    limits = error.get("ctx") or {}
    sentences = {
        "missing": _("%(name)s is missing."),
        "extra_forbidden": _("%(name)s is no field we know; take it out or correct its name."),
        "model_attributes_type": _("%(name)s must be a JSON object."),
        "string_type": _("%(name)s must be a text."),
        "string_too_short": _("%(name)s is empty."),
        "string_too_long": _("%(name)s is longer than %(max_length)s characters."),
        "enum": _("%(name)s must be one of %(expected)s."),
        "literal_error": _("%(name)s must be one of %(expected)s."),
        "int_parsing": _("%(name)s must be a whole number."),
        "int_type": _("%(name)s must be a whole number."),
    }
    if sentence := sentences.get(error["type"]):
        return sentence % {"name": name, "max_length": limits.get("max_length"), "expected": limits.get("expected")}
    if error["type"].startswith("datetime"):
        return _("%(name)s must be a moment such as 2026-03-31T14:05:00Z.") % {"name": name}
    if error["type"].startswith("date_"):
        return _("%(name)s must be a day such as 2026-03-31.") % {"name": name}
    return _("%(name)s cannot be read: %(why)s.") % {"name": name, "why": error["msg"]}
