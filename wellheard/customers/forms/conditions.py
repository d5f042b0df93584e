"""One condition of a rule as a row of a form: what, how compared, with what. No row needs a script."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.customers.segments.custom import Fields
from wellheard.customers.segments.kinds import LISTED, OPS, Field, RuleError
from wellheard.customers.segments.rules import clean_rule
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.forms.fields import LineField

# Choosing another field brings its comparisons and values; `do` says that nothing is to be saved.
CHOOSING = {
    "hx-trigger": "change",
    # Without settling, which would set styles that the policy forbids.
    "hx-swap": "innerHTML settle:0",
    "hx-target": "#rule",
    "hx-include": "closest form",
    "hx-vals": '{"do": "show"}',
}


class ConditionForm(forms.Form):
    """One row of a rule. An empty one says nothing."""

    field = forms.ChoiceField(
        label=_("What"),
        required=False,
        error_messages={"invalid_choice": _("There is no such field; choose one of the list.")},
        widget=forms.Select(attrs={"class": "input auto"}),
    )
    op = forms.ChoiceField(
        label=_("Compared"),
        required=False,
        choices=list(OPS.items()),
        error_messages={"invalid_choice": _("There is no such comparison; choose one of the list.")},
        widget=forms.Select(attrs={"class": "input auto"}),
    )
    value = LineField(
        label=_("With"),
        missing="",
        max_length=1000,
        required=False,
        widget=forms.TextInput(attrs={"class": "input auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, fields: Fields, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = fields
        self.condition: dict[str, Any] | None = None
        self.fields["field"].choices = _grouped(fields)  # type: ignore[attr-defined]
        self.fields["field"].widget.attrs |= CHOOSING | {"hx-post": reverse("segments_rows")}
        self.suggestions: list[str] = []
        if chosen := fields.get(str(self["field"].value() or "")):
            self._suit(chosen, str(self["op"].value() or ""))

    @property
    def number(self) -> str:
        """Return what the row is called: 2.1 is the first row of the second part."""
        return ".".join(str(int(part) + 1) for part in str(self.prefix).split(".")[1:])

    def clean(self) -> dict[str, Any]:
        """Turn the row into a condition; say what is wrong at the field where it can be put right."""
        cleaned = super().clean() or {}
        if cleaned.get("field") and cleaned.get("op"):
            self._read(cleaned["field"], cleaned["op"], cleaned.get("value", ""))
        elif cleaned.get("value") and not self.errors:
            self.add_error("field", _now("Choose what to compare with “%(value)s”.") % {"value": cleaned["value"][:40]})
        return cleaned

    def _read(self, name: str, op: str, written: str) -> None:
        if not written:
            self.add_error("value", _now("Write what to compare it with."))
            return
        field = self.known.get(name)
        is_known_op = field is not None and op in field.ops
        try:
            rule = {
                "field": name,
                "op": op,
                "value": as_value(field, op, written) if field and is_known_op else written,
            }
            self.condition = clean_rule(rule, self.known)["all"][0]
        except RuleError as problem:
            self.add_error("value" if is_known_op else "op", str(problem))

    def _suit(self, field: Field, op: str) -> None:
        """Offer what fits the chosen field: its comparisons, and its values where they are known."""
        # A comparison that does not fit stays offered, so that it is refused in a sentence and not lost.
        ops = [*field.ops, *([op] if op in OPS and op not in field.ops else [])]
        self.fields["op"].choices = [(one, OPS[one]) for one in ops]  # type: ignore[attr-defined]
        if field.offered is None:
            return
        labels = [called for _key, called in field.offered()]
        written = str(self["value"].value() or "")
        if field.is_open or op in LISTED or (written and written not in labels):
            self.suggestions = labels
            self.fields["value"].widget.attrs["list"] = f"{self.prefix}-offered"
        else:
            choices = [("", "–"), *((label, label) for label in labels)]
            self.fields["value"].widget = forms.Select(attrs={"class": "input auto"}, choices=choices)


def as_value(field: Field, op: str, written: str) -> Any:
    """Return what a rule compares with, read from a form. Raises RuleError."""
    if op not in LISTED:
        return field.read(op, clean_line(written))
    return [field.read(op, text) for part in written.split(",") if (text := clean_line(part))]


def row_of(condition: Mapping[str, Any], fields: Fields) -> dict[str, str]:
    """Return a condition as the row of a form that says it."""
    name, op, value = condition["field"], condition["op"], condition["value"]
    field = fields.get(name)
    if field is None:
        return {"field": name, "op": op, "value": str(value)}
    texts = value if isinstance(value, list) else [value]
    if field.offered is not None:
        texts = [fields.label_of(field, text) for text in texts]
    return {"field": name, "op": op, "value": ", ".join(field.written(op, text) for text in texts)}


def _grouped(fields: Fields) -> list[Any]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for field in fields:
        groups.setdefault(str(field.group), []).append((field.name, str(field.label)))
    return [("", "–"), *groups.items()]
