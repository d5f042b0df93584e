"""A segment's rule as groups and rows of a form, however deep. No part of it needs a script.

Every part is called after its place: rule.0 is the first part of the whole, rule.1.0 the first part of its second part. A
group sends how its parts are joined as rule.1-match, a row sends rule.0-field, rule.0-op and rule.0-value.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.customers.forms.conditions import ConditionForm, row_of
from wellheard.customers.models import Segment
from wellheard.customers.segments.custom import Fields
from wellheard.customers.segments.marks import mark_of
from wellheard.customers.segments.rules import DEEPEST, MOST_CONDITIONS, RuleError, clean_rule
from wellheard.workspace.forms.fields import LineField
from wellheard.workspace.installation import installation

ROOT = "rule"
MATCHES = ("all", "any")
EMPTY_ROWS = 3
# Parts that one form may have; more than a rule may hold, because rows may be empty.
MOST_PARTS = 2 * MOST_CONDITIONS
_PART = re.compile(r"(rule(?:\.[0-9]{1,3}){0,8})-(match|field)")
_DOING = re.compile(r"(add|group|remove):(rule(?:\.[0-9]{1,3}){0,8})")

Sent = MultiValueDict[str, Any]


@dataclass
class Group:
    """Parts of a rule that are joined: all of them must fit, or any of them."""

    path: str
    match: str = "all"
    parts: list["Group | ConditionForm"] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        return True

    @property
    def is_root(self) -> bool:
        return self.path == ROOT

    @property
    def number(self) -> str:
        """Return what the group is called: 2 is the second part of the whole."""
        return ".".join(str(int(part) + 1) for part in self.path.split(".")[1:])

    @property
    def may_hold_groups(self) -> bool:
        return self.path.count(".") + 1 < DEEPEST

    def rows(self) -> Iterator[ConditionForm]:
        """Go through all rows, however deep."""
        for part in self.parts:
            if isinstance(part, Group):
                yield from part.rows()
            else:
                yield part

    def rule(self) -> dict[str, Any] | None:
        """Return what the valid rows say; nothing where none says anything."""
        said = [part.rule() if isinstance(part, Group) else part.condition for part in self.parts]
        parts = [one for one in said if one]
        return {self.match: parts} if parts else None


class SegmentForm(forms.Form):
    """A segment's name."""

    name = LineField(label=_("Name"), missing=_("Give the segment a name."), max_length=120)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class RuleForm(forms.Form):
    """A rule that is kept nowhere: the address of the list it is for."""

    back = forms.CharField(required=False, max_length=8000, widget=forms.HiddenInput)


class SegmentDraft:
    """A segment while somebody writes it: its name and its rule as groups and rows."""

    def __init__(self, form: forms.Form, group: Group, fields: Fields, problem: str = "") -> None:
        self.form, self.group, self.fields, self.problem = form, group, fields, problem
        self.wants_rows = False

    @classmethod
    def blank(cls) -> "SegmentDraft":
        """Begin a new segment."""
        fields = Fields()
        return cls(SegmentForm(), _shown({}, ROOT, fields), fields)

    @classmethod
    def of(cls, segment: Segment) -> "SegmentDraft":
        """Show a segment as it is."""
        fields = Fields()
        form = SegmentForm(initial={"name": segment.name, "seen": mark_of(segment)})
        return cls(form, _shown(segment.rule, ROOT, fields), fields)

    @classmethod
    def passing(cls, rule: Mapping[str, Any] | None, back: str) -> "SegmentDraft":
        """Show a rule that is for one look at a list, or begin one."""
        fields = Fields()
        return cls(RuleForm(initial={"back": back}), _shown(rule or {}, ROOT, fields), fields)

    @classmethod
    def sent(cls, data: Sent, kind: type[forms.Form] = SegmentForm) -> "SegmentDraft":
        """Read what was sent. Adding or removing a row is no saving: the same again, changed, and without complaints."""
        fields = Fields()
        written, problem = _written(data)
        if "do" not in data:
            return cls(kind(data), _bound(written, ROOT, data, fields), fields, problem)
        _do(written, data.get("do", ""))
        form = kind(initial={name: data.get(name, "") for name in kind.base_fields})
        draft = cls(form, _unbound(written, ROOT, fields), fields)
        draft.wants_rows = True
        return draft

    def is_valid(self) -> bool:
        """Tell whether it can be saved; the forms say what is wrong."""
        is_form_right = self.form.is_valid()
        # Every row is asked, so that all complaints are told at once.
        rows = [row.is_valid() for row in self.group.rows()]
        problem = self.problem
        if not problem and not all(rows):
            problem = _now("A row cannot be read yet; below it stands what is missing.")
        if not problem and not self.group.rule():
            problem = _now("Fill in at least one row, or every company would belong to it.")
        try:
            if not problem:
                clean_rule(self.group.rule(), self.fields)
        except RuleError as refused:
            problem = str(refused)
        if problem:
            self.form.add_error(None, problem)
        return is_form_right and not problem

    def rule_so_far(self) -> dict[str, Any] | None:
        """Return the rule as the rows say it now; nothing while one of them is wrong or none says anything."""
        rows = [_read(row) for row in self.group.rows()]
        rule = self.group.rule() if all(rows) and not self.problem else None
        try:
            return clean_rule(rule, self.fields) if rule else None
        except RuleError:
            return None

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
    def name(self) -> str:
        return str(self.form.cleaned_data["name"])

    @property
    def seen(self) -> str:
        return str(self.form.cleaned_data["seen"])

    @property
    def rule(self) -> dict[str, Any]:
        """Return the rule, once the draft is valid."""
        return clean_rule(self.group.rule(), self.fields)


Written = dict[str, Any]


def _read(row: ConditionForm) -> bool:
    """Read a row as it stands, sent or shown, and tell whether it is right."""
    if row.is_bound:
        return row.is_valid()
    values = {f"{row.prefix}-{name}": row[name].value() or "" for name in row.fields}
    bound = ConditionForm(values, prefix=row.prefix, fields=row.known)
    is_right = bound.is_valid()
    row.condition = bound.condition
    return is_right


def _written(data: Sent) -> tuple[Written, str]:
    """Return the tree of a sent form: groups as {"match", "parts"}, rows as their three texts; and what is wrong with it."""
    found = [match for name in data if (match := _PART.fullmatch(name))]
    whole: Written = {"match": "all", "parts": {}}
    problem = ""
    if len(found) > MOST_PARTS:
        found, problem = [], _now("A rule has at most %(most)d conditions; remove some.") % {"most": MOST_CONDITIONS}
    for match in sorted(found, key=lambda one: [int(part) for part in one[1].split(".")[1:]]):
        path, kind = match.groups()
        if kind == "match" and data.get(f"{path}-match") not in MATCHES:
            problem = _now("Choose whether all or any of these must fit.")
        if not _put(whole, path, kind, data):
            problem = _now("The rows did not arrive whole. Load the page again and fill them in once more.")
    return whole, problem


def _put(whole: Written, path: str, kind: str, data: Sent) -> bool:
    """Put one part into its group; tell whether the group was there."""
    parts = path.split(".")[1:]
    if not parts:
        whole["match"] = data.get(f"{ROOT}-match", "all")
        return kind == "match"
    group = whole
    for part in parts[:-1]:
        group = group["parts"].get(int(part), {})
        if "parts" not in group:
            return False
    if kind == "match":
        group["parts"][int(parts[-1])] = {"match": data.get(f"{path}-match"), "parts": {}}
    else:
        group["parts"][int(parts[-1])] = {name: data.get(f"{path}-{name}", "") for name in ("field", "op", "value")}
    return True


def _do(whole: Written, wanted: str) -> None:
    """Add a row or a group, or remove a part; anything else leaves the form as it is."""
    doing = _DOING.fullmatch(wanted)
    if doing is None:
        return
    places = [int(part) for part in doing[2].split(".")[1:]]
    group = whole
    for place in places[:-1] if doing[1] == "remove" else places:
        group = group["parts"].get(place, {})
        if "parts" not in group:
            return
    parts = group["parts"]
    following = max(parts, default=-1) + 1
    if doing[1] == "remove" and places:
        parts.pop(places[-1], None)
    elif doing[1] == "add" and following < MOST_CONDITIONS:
        parts[following] = {}
    elif doing[1] == "group" and len(places) + 1 < DEEPEST:
        parts[following] = {"match": "any" if group["match"] == "all" else "all", "parts": {0: {}, 1: {}}}


def _bound(written: Written, path: str, data: Sent, fields: Fields) -> Group:
    """Return the tree with its rows as they were sent, under the names they were sent by."""
    group = Group(path, written["match"] if written["match"] in MATCHES else "all")
    for number, part in written["parts"].items():
        place = f"{path}.{number}"
        is_group = "parts" in part
        group.parts.append(
            _bound(part, place, data, fields) if is_group else ConditionForm(data, prefix=place, fields=fields)
        )
    return group


def _unbound(written: Written, path: str, fields: Fields) -> Group:
    """Return the tree numbered anew, its rows filled in and without complaints."""
    group = Group(path, written["match"] if written["match"] in MATCHES else "all")
    for number, part in enumerate(written["parts"].values()):
        place = f"{path}.{number}"
        is_group = "parts" in part
        group.parts.append(
            _unbound(part, place, fields) if is_group else ConditionForm(initial=part, prefix=place, fields=fields)
        )
    return group


def _shown(rule: Mapping[str, Any], path: str, fields: Fields) -> Group:
    """Return a stored rule as groups and rows; a new one as empty rows."""
    match = "any" if "any" in rule else "all"
    group = Group(path, match)
    for number, part in enumerate(rule.get(match, [])):
        place = f"{path}.{number}"
        group.parts.append(
            ConditionForm(initial=row_of(part, fields), prefix=place, fields=fields)
            if "field" in part
            else _shown(part, place, fields)
        )
    if not rule:
        group.parts += [ConditionForm(prefix=f"{path}.{number}", fields=fields) for number in range(EMPTY_ROWS)]
    return group
