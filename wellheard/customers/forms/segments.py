"""A segment's rule as rows of a form: what, how compared, with what. No row needs a script."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Segment
from wellheard.customers.segments.fields import FIELDS, MOST_CHARACTERS
from wellheard.customers.segments.marks import mark_of
from wellheard.customers.segments.rules import RuleError, clean_rule
from wellheard.foundation.money import to_major, to_minor
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.forms.fields import LineField
from wellheard.workspace.installation import installation

EMPTY_ROWS = 3
MOST_ROWS = 20
# What can be read off amounts people paste: spaces of all kinds, marks between thousands, currency signs.
_AMOUNT = re.compile(r"[\s'’_,$€£¥₽]|[A-Z]{3}\b")

OPS = [
    (">", _("more than")),
    (">=", _("at least")),
    ("<", _("less than")),
    ("<=", _("at most")),
    ("=", _("is")),
    ("!=", _("is not")),
    ("in", _("is one of")),
    ("not_in", _("is none of")),
]


Sent = MultiValueDict[str, Any]


class ConditionForm(forms.Form):
    """One row of a rule. An empty one says nothing."""

    field = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[("", "–"), *((field.name, field.label) for field in FIELDS.values())],
        error_messages={"invalid_choice": _("There is no such field; choose one of the list.")},
        widget=forms.Select(attrs={"class": "input auto"}),
    )
    op = forms.ChoiceField(
        label=_("Compared"),
        required=False,
        choices=OPS,
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

    def clean(self) -> dict[str, Any]:
        """Turn the row into a condition; say what is wrong at the field where it can be put right."""
        cleaned = super().clean() or {}
        self.condition: dict[str, Any] | None = None
        if cleaned.get("field") and cleaned.get("op"):
            self._read(cleaned["field"], cleaned["op"], cleaned.get("value", ""))
        elif cleaned.get("value") and not self.errors:
            self.add_error("field", _now("Choose what to compare with “%(value)s”.") % {"value": cleaned["value"][:40]})
        return cleaned

    def _read(self, field: str, op: str, written: str) -> None:
        if not written:
            self.add_error("value", _now("Write what to compare it with."))
            return
        try:
            rule = clean_rule({"field": field, "op": op, "value": as_value(field, op, written)})
        except RuleError as problem:
            self.add_error("op" if op not in FIELDS[field].ops else "value", str(problem))
            return
        self.condition = rule["all"][0]


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]  # not generic when it runs
    @property
    def conditions(self) -> list[dict[str, Any]]:
        """Return what the rows say, once they are valid."""
        return [form.condition for form in self.forms if form.condition]


ConditionRows = cast(
    "type[_Rows]",
    forms.formset_factory(
        ConditionForm, formset=_Rows, extra=EMPTY_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
    ),
)


class SegmentForm(forms.Form):
    """A segment's name and whether all rows must fit or any of them."""

    name = LineField(label=_("Name"), missing=_("Give the segment a name."), max_length=120)
    match = forms.ChoiceField(
        label=_("A company belongs to it when"),
        choices=[("all", _("all of these fit")), ("any", _("any of these fits"))],
        initial="all",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose whether all or any of these must fit.")},
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class SegmentDraft:
    """A segment while somebody writes it: its name, how its rows are joined, and the rows."""

    def __init__(self, form: SegmentForm, rows: "_Rows | None", kept_rule: dict[str, Any] | None = None) -> None:
        self.form, self.rows, self.kept_rule = form, rows, kept_rule
        self.form.fields["match"].required = kept_rule is None
        self.wants_rows = False

    @classmethod
    def blank(cls) -> "SegmentDraft":
        """Begin a new segment."""
        return cls(SegmentForm(), ConditionRows())

    @classmethod
    def of(cls, segment: Segment) -> "SegmentDraft":
        """Show a segment as it is; a rule with groups in it is kept as it is, for rows cannot show it."""
        initial = {"name": segment.name, "seen": mark_of(segment)}
        shown = rows_of(segment.rule)
        if shown is None:
            return cls(SegmentForm(initial=initial), None, segment.rule)
        match, rows = shown
        return cls(SegmentForm(initial=initial | {"match": match}), ConditionRows(initial=rows))

    @classmethod
    def sent(cls, data: Sent, segment: Segment | None = None) -> "SegmentDraft":
        """Read what was sent. “Add rows” is no saving: the same again, with more rows and without complaints."""
        if segment and rows_of(segment.rule) is None:
            return cls(SegmentForm(data), None, segment.rule)
        rows = ConditionRows(data)
        if "add" not in data:
            return cls(SegmentForm(data), rows)
        written = [{name: form[name].value() or "" for name in form.fields} for form in rows.forms[:MOST_ROWS]]
        form = SegmentForm(initial={name: data.get(name, "") for name in SegmentForm.base_fields})
        draft = cls(form, ConditionRows(initial=[row for row in written if row["field"] or row["value"]]))
        draft.wants_rows = True
        return draft

    def is_valid(self) -> bool:
        """Tell whether it can be saved; the forms say what is wrong."""
        is_form_right = self.form.is_valid()
        if self.kept_rule is not None:
            return is_form_right
        if self.rows is None or not self.rows.is_valid():
            self.form.add_error(None, self._wrong_rows())
            return False
        if not self.rows.conditions:
            self.form.add_error(None, _now("Fill in at least one row, or every company would belong to it."))
            return False
        return is_form_right

    def _wrong_rows(self) -> str:
        if self.rows and self.rows.non_form_errors():
            return _now("The rows did not arrive whole. Load the page again and fill them in once more.")
        return _now("A row cannot be read yet; below it stands what is missing.")

    def rule_so_far(self) -> dict[str, Any] | None:
        """Return the rule as the rows say it now; nothing while one of them is wrong or none says anything."""
        if self.rows is None:
            return self.kept_rule
        if not self.rows.is_bound:
            conditions = [condition for form in self.rows.forms if (condition := condition_of(form.initial))]
        elif self.rows.is_valid():
            conditions = self.rows.conditions
        else:
            return None
        match = str(self.form["match"].value())
        return clean_rule({match if match == "any" else "all": conditions}) if conditions else None

    def meanwhile(self, mark: str, sentence: str) -> None:
        """Say that somebody else changed it; saving once more replaces theirs."""
        self.form.add_error(None, sentence)
        data = cast("Sent", self.form.data).copy()
        data["seen"] = mark
        self.form.data = data

    @property
    def currency(self) -> str:
        return installation().currency

    @property
    def stages(self) -> str:
        return ", ".join(str(stage.label) for stage in Company.Stage)

    @property
    def name(self) -> str:
        return str(self.form.cleaned_data["name"])

    @property
    def seen(self) -> str:
        return str(self.form.cleaned_data["seen"])

    @property
    def rule(self) -> dict[str, Any]:
        """Return the rule, once the draft is valid."""
        if self.rows is None:
            return self.kept_rule or {}
        return clean_rule({self.form.cleaned_data["match"]: self.rows.conditions})


def condition_of(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the condition a row says, if it says one."""
    form = ConditionForm(row)
    return form.condition if form.is_valid() else None


def rows_of(rule: Mapping[str, Any]) -> tuple[str, list[dict[str, str]]] | None:
    """Return a rule as match and rows; None for one with groups in it, which rows cannot show."""
    match = "any" if "any" in rule else "all"
    conditions = rule[match]
    if any("field" not in condition for condition in conditions):
        return None
    return match, [{**condition, "value": as_written(condition)} for condition in conditions]


def as_value(field: str, op: str, written: str) -> Any:
    """Return what a rule compares with: amounts in minor units, whole numbers, texts, lists of texts. Raises RuleError."""
    if field == "mrr":
        return to_minor(_amount(written), installation().currency)
    if field in {"months_with_us", "seats"}:
        return _whole(written)
    texts = [clean_line(text) for text in written.split(",")] if op in {"in", "not_in"} else [written]
    codes = [_stage(text) if field == "stage" else text for text in texts if text]
    return codes if op in {"in", "not_in"} else codes[0] if codes else ""


def as_written(condition: Mapping[str, Any]) -> str:
    """Return what a condition compares with as people write it into the form."""
    field, value = condition["field"], condition["value"]
    if field == "mrr":
        return f"{to_major(value, installation().currency):f}".removesuffix(".00")
    texts = value if isinstance(value, list) else [value]
    return ", ".join(str(Company.Stage(text).label) if field == "stage" else str(text) for text in texts)


def _amount(written: str) -> Decimal:
    try:
        amount = Decimal(_AMOUNT.sub("", written))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount <= 10**15:
        raise RuleError(
            _now("Compare this with an amount per month in %(currency)s, such as 15000.")
            % {"currency": installation().currency}
        )
    return amount


def _whole(written: str) -> int:
    digits = _AMOUNT.sub("", written)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= MOST_CHARACTERS):
        raise RuleError(_now("Compare this with a whole number, such as 6."))
    return int(digits)


def _stage(written: str) -> str:
    by_name = {str(label).casefold(): value for value, label in Company.Stage.choices}
    return by_name.get(written.casefold(), written.casefold())
