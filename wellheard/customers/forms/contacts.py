"""A contact as staff write them down: name, addresses, and their places in companies."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.customers.commands.people import MOST_PLACES, ContactFields, Place
from wellheard.customers.forms.attributes import add_value_fields, value_fields, values_of
from wellheard.customers.models import Attribute, Company, Contact, ContactIdentity, Membership
from wellheard.customers.queries import companies_named
from wellheard.foundation.text.fields import WordsField
from wellheard.workspace.forms.fields import LineField, VersionField

EMPTY_ROWS = 2


class AddressesField(WordsField):
    """E-mail addresses, each on a line of its own."""

    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})  # type: ignore[assignment]

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in str(super().clean(value)).replace(",", "\n").splitlines() if line.strip()]


class PlaceRow(forms.Form):
    """One company a contact belongs to. An empty row says nothing."""

    company = LineField(
        label=_("Company"),
        missing="",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "input auto", "autocomplete": "off", "list": "companies"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Membership.Role.choices,
        required=False,
        widget=forms.Select(attrs={"class": "input auto"}),
        error_messages={"invalid_choice": _("There is no such role; choose one of the list.")},
    )


PlaceRows = forms.formset_factory(
    PlaceRow, extra=EMPTY_ROWS, max_num=MOST_PLACES + EMPTY_ROWS, absolute_max=MOST_PLACES + EMPTY_ROWS
)


class ContactForm(forms.Form):
    """Everything that is known of a contact, with the rows of their companies; `primary` is the row they speak for."""

    version = VersionField()
    name = LineField(label=_("Name"), missing="", max_length=200, required=False)
    emails = AddressesField(
        label=_("E-mail addresses"),
        required=False,
        max_length=4000,
        help_text=_("Each on a line of its own. We write to one that was proved to be theirs before any other."),
    )
    language = LineField(
        label=_("Language"),
        missing="",
        max_length=10,
        required=False,
        help_text=_("What we write to them in: a code such as en, de or zh-hans."),
    )

    def __init__(
        self, data: MultiValueDict[str, Any] | None, *, contact: Contact | None, attributes: Iterable[Attribute]
    ) -> None:
        known = contact or Contact()
        emails = known.identities.filter(kind=ContactIdentity.Kind.EMAIL).order_by("pk") if known.pk else []
        initial = {"name": known.name, "language": known.language, "version": known.version}
        super().__init__(data, initial=initial | {"emails": "\n".join(one.value for one in emails)})
        self._before: Mapping[str, Any] = known.attributes
        self._places: list[Place] = []
        self.rows = PlaceRows(data, initial=_rows_of(known), prefix="place")
        self.primary = str(data.get("primary", "0")) if data is not None else "0"
        add_value_fields(self, attributes, known.attributes)

    def begin_in(self, company: Company | None) -> None:
        """Begin with a company in the first row."""
        if company:
            is_only = company.name in companies_named([company.name])
            self.rows = PlaceRows(initial=[{"company": _written(company, is_only=is_only)}], prefix="place")

    @property
    def attribute_fields(self) -> list[forms.BoundField]:
        return value_fields(self)

    def clean(self) -> dict[str, Any]:
        """Find the companies of the rows; say at a row what is wrong with it."""
        cleaned = super().clean() or {}
        if not self.rows.is_valid():
            self.add_error(None, _now("The companies did not arrive whole. Load the page again and fill them in."))
            return cleaned
        written = [row.cleaned_data.get("company", "") for row in self.rows]
        found = _companies(written)
        for row, name in zip(self.rows, written, strict=True):
            if name and name not in found:
                row.add_error("company", _unknown(name))
                self.add_error(None, _unknown(name))
        self._places = self._in_order(found)
        return cleaned

    def _in_order(self, found: Mapping[str, Company]) -> list[Place]:
        """Return the places, the primary one first."""
        rows = sorted(enumerate(self.rows), key=lambda numbered: str(numbered[0]) != self.primary)
        said = [row.cleaned_data for _number, row in rows]
        return [
            Place(found[row["company"]].pk, row.get("role") or Membership.Role.USER)
            for row in said
            if row.get("company") in found
        ]

    @property
    def fields_to_save(self) -> ContactFields:
        """Return what the form says, once it is valid."""
        values: Any = {name: self.cleaned_data[name] for name in ("name", "emails", "language")}
        values |= {"places": self._places, "attributes": values_of(self, self._before)}
        return cast("ContactFields", values)


def _rows_of(contact: Contact) -> list[dict[str, str]]:
    if not contact.pk:
        return []
    members = contact.memberships.select_related("company").order_by("-is_primary", "company__name", "pk")
    rows = [(member.company, member.role) for member in members]
    names = companies_named(company.name for company, _role in rows)
    return [{"company": _written(company, is_only=company.name in names), "role": role} for company, role in rows]


def _written(company: Company, *, is_only: bool) -> str:
    """Return what names a company in the form: its name; where two have it, its id elsewhere or its number."""
    return company.name if is_only else company.external_id or f"#{company.pk}"


def _companies(written: Iterable[str]) -> dict[str, Company]:
    """Return the companies of these names, ids elsewhere, or numbers such as #12."""
    names = list(written)
    numbers = {name: int(name[1:]) for name in names if re.fullmatch(r"#[0-9]{1,18}", name)}
    numbered = Company.objects.in_bulk(list(numbers.values())) if numbers else {}
    return companies_named(names) | {name: numbered[pk] for name, pk in numbers.items() if pk in numbered}


def _unknown(name: str) -> str:
    if Company.objects.filter(name__iexact=name).exists():
        return _now("Several companies are called “%(name)s”; write the id it has elsewhere.") % {"name": name}
    return _now("There is no company called “%(name)s”; write its name or its id, or add the company first.") % {
        "name": name
    }
