"""Forms of imports: the file, and how it is meant."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.listen.imports.importers import said_in
from wellheard.listen.imports.text_lines import ENCODINGS
from wellheard.listen.imports.trying import MOST_PARTS
from wellheard.listen.models import Import
from wellheard.web.imports.labels import TAG_FIELDS, label_of
from wellheard.workspace.forms.fields import LineField

_SIGNS = (
    (",", gettext_lazy("Comma")),
    (";", gettext_lazy("Semicolon")),
    ("\t", gettext_lazy("Tab")),
    ("|", gettext_lazy("Bar")),
)
_DATES = (
    ("", gettext_lazy("Told by each date")),
    ("dmy", gettext_lazy("03/04 is 3 April")),
    ("mdy", gettext_lazy("03/04 is 4 March")),
)
_DECIMAL = (
    ("", gettext_lazy("Told by each number")),
    ("point", gettext_lazy("1.5 with a point")),
    ("comma", gettext_lazy("1,5 with a comma")),
)


class UploadForm(forms.Form):
    """A file, what its rows are, and where it comes from."""

    kind = forms.ChoiceField(label=gettext_lazy("What is each row?"), choices=Import.Kind, widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.ClearableFileInput(attrs={"class": "input"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Choose another."),
        },
    )
    origin = LineField(
        label=gettext_lazy("Where it comes from"),
        missing="",
        required=False,
        help_text=gettext_lazy(
            "The system that gave the ids, such as Zendesk. What you say of its columns is remembered for its next file."
        ),
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, object]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuse what is larger than an owner allows."""
        file: Any = self.cleaned_data["file"]
        if (file.size or 0) > settings.IMPORT_MEGABYTES * 1_000_000:
            raise forms.ValidationError(
                _("The file is larger than %(most)d MB; cut it into parts, or use the command wellheard import.")
                % {"most": settings.IMPORT_MEGABYTES}
            )
        return file


class ReadingForm(forms.Form):
    """How the file is written, which column is which of ours, and what its values mean."""

    encoding = forms.ChoiceField(label=gettext_lazy("Letters"), required=False)
    separator = forms.ChoiceField(label=gettext_lazy("Between cells"), required=False)
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    dates = forms.ChoiceField(label=gettext_lazy("Days"), choices=_DATES, required=False)
    decimal = forms.ChoiceField(label=gettext_lazy("Numbers"), choices=_DECIMAL, required=False)
    currency = forms.CharField(label=gettext_lazy("Currency where none is named"), required=False, max_length=3)
    areas_product = forms.CharField(
        label=gettext_lazy("Make missing areas as parts of"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("A product’s name. Left empty, rows of unknown areas wait to be filed."),
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        columns: Sequence[str],
        fields: Sequence[tuple[str, bool]],
        guessed: Mapping[str, str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._guessed = guessed
        self._mapped_fields = [name for name, _needed in fields]
        self._value_fields: dict[str, tuple[str, str]] = {}
        self._counts: dict[tuple[str, str], int] = {}
        self.has_more_tags = False
        self._leave_out(kind)
        none = [("", _("Not in this file"))]
        for name, is_needed in fields:
            self.fields[f"column-{name}"] = forms.ChoiceField(
                label=label_of(name),
                required=is_needed,
                choices=[*none, *((column, column) for column in columns)],
                error_messages={"required": _("Say which column this is: no row can come in without it.")},
            )
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def offer_reading(self, *, encoding: str, separator: str, sheets: Sequence[str]) -> None:
        """Offer other encodings, signs and sheets than those that were found; nothing where there is no choice."""
        found = _("As found: %(what)s")
        signs = {sign: str(name) for sign, name in _SIGNS}
        self._offer("encoding", found % {"what": encoding}, [(name, name) for name in ENCODINGS], encoding)
        self._offer("separator", found % {"what": signs.get(separator, separator)}, list(_SIGNS), separator)
        self._offer("sheet", _("The first"), [(name, name) for name in sheets], ",".join(sheets[1:]))

    def offer_values(
        self,
        values: Mapping[str, Sequence[tuple[str, int]]],
        ours: Mapping[str, Any],
        understood: Mapping[tuple[str, str], str],
    ) -> None:
        """Offer our own values for those found in the file, with how often each is there and what each is taken for."""
        said: Mapping[str, Mapping[str, str]] = self.initial.get("values", {})
        self.has_more_tags = any(len(values.get(name, ())) >= MOST_PARTS for name in TAG_FIELDS)
        for name, found in values.items():
            for number, (value, count) in enumerate(found):
                key = f"value-{name}-{number}"
                self._value_fields[key] = (name, value)
                self._counts[name, value] = count
                field = forms.ChoiceField(
                    label=TAG_FIELDS.get(name, _("%(value)s (%(count)d)")) % {"value": value, "count": count},
                    required=False,
                    choices=[("", _as_it_is(name, understood.get((name, value), ""))), *ours[name]],
                )
                field.widget.attrs["class"] = "input"
                self.fields[key] = field
                self.initial.setdefault(key, said.get(name, {}).get(said_in(value), ""))

    @property
    def reading_fields(self) -> list[forms.BoundField]:
        return [field for field in self if "-" not in field.name]

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("column-")]

    @property
    def value_groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        groups: dict[str, list[forms.BoundField]] = {}
        for key, (name, _value) in self._value_fields.items():
            if name in TAG_FIELDS:
                continue
            groups.setdefault(label_of(name), []).append(self[key])
        return list(groups.items())

    @property
    def tag_rows(self) -> list[tuple[str, int, list[forms.BoundField]]]:
        """Return each tag, how often it is there, and what can be said of it: its area and its category."""
        rows: dict[str, tuple[int, list[forms.BoundField]]] = {}
        for key, (name, value) in self._value_fields.items():
            if name in TAG_FIELDS:
                rows.setdefault(value, (self._counts[name, value], []))[1].append(self[key])
        return [(tag, count, fields) for tag, (count, fields) in rows.items()]

    def options(self) -> dict[str, Any]:
        """Return what was said, as an import keeps it: only what differs from what would be guessed."""
        said = self.cleaned_data
        options: dict[str, Any] = {name: said[name] for name in self.fields if "-" not in name and said.get(name, "")}
        chosen = {name: said.get(f"column-{name}", "") for name in self._mapped_fields}
        options["mapped"] = {ours: their for ours, their in chosen.items() if their != self._guessed.get(ours, "")}
        values: dict[str, dict[str, str]] = {}
        for key, (name, value) in self._value_fields.items():
            if said.get(key):
                values.setdefault(name, {})[said_in(value)] = said[key]
        return options | {"values": values}

    def _leave_out(self, kind: str) -> None:
        for name, kinds in {
            "currency": {"subscriptions", "deals"},
            "areas_product": {"feedback", "ideas", "conversations"},
        }.items():
            if kind not in kinds:
                del self.fields[name]

    def _offer(self, name: str, first: str, others: Sequence[tuple[str, object]], found: str) -> None:
        if found:
            self.fields[name].choices = [("", first), *others]  # type: ignore[attr-defined]
        else:
            del self.fields[name]


def _as_it_is(name: str, taken_for: str) -> str:
    """Return what leaving a value as it is means."""
    if taken_for:
        return _("As it is called: %(name)s") % {"name": taken_for}
    unknown = _("To be decided afterwards")
    left = {"tag_area": _("No area"), "tag_category": _("No category"), "stage": unknown, "deal_reason": unknown}
    return left.get(name, _("As it is understood"))
