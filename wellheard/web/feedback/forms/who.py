"""Who said something: found by name or address, or added."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact
from wellheard.foundation.text.clean import clean_email, clean_line
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.web.feedback.commands import Who
from wellheard.web.feedback.queries import companies_named, contacts_named
from wellheard.workspace.forms.fields import LineField

NEW = "new"
# What a database key can hold.


class WhoForm(forms.Form):
    """Who said something, and for which company. Names that fit several are asked about; whoever is new may be added."""

    contact = LineField(
        label=_("Who said it"),
        missing="",
        max_length=254,
        required=False,
        help_text=_("Name or e-mail address. An address we do not know makes a new contact."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    person = forms.ChoiceField(
        label=_("Which of them"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which of these it was."), "invalid_choice": _("Choose one of these.")},
    )
    name = LineField(
        label=_("Their name, when they are new"),
        missing="",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    company = LineField(
        label=_("For which company"),
        missing="",
        max_length=200,
        required=False,
        help_text=_("Left empty, it is the one they belong to."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    firm = forms.ChoiceField(
        label=_("Which company"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which company it is."), "invalid_choice": _("Choose one of these.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.who = Who()
        if self.is_bound:
            self._offer("person", self._people())
            self._offer("firm", self._firms())

    def clean(self) -> dict[str, Any]:
        """Find the contact and the company; ask which of several is meant."""
        cleaned = super().clean() or {}
        contact, company = cleaned.get("contact", ""), cleaned.get("company", "")
        is_new = cleaned.get("person") == NEW
        is_address = "@" in contact
        if is_address:
            self._check_address(contact)
        self.who = Who(
            contact=None if is_address or is_new else self._contact(contact, cleaned.get("person", "")),
            email=clean_email(contact) if is_address else "",
            name=contact if is_new else cleaned.get("name", "") if is_address else "",
            company=self._company(company, cleaned.get("firm", "")),
        )
        return cleaned

    def _offer(self, field: str, choices: list[tuple[str, str]]) -> None:
        """Let one of these be chosen; whoever wrote something that fits several must."""
        self.fields[field].choices = choices  # type: ignore[attr-defined]
        self.fields[field].required = bool(choices)

    def _typed(self, field: str) -> str:
        return clean_line(str(self.data.get(self.add_prefix(field)) or ""))[:254]

    def _people(self) -> list[tuple[str, str]]:
        typed = self._typed("contact")
        if not typed or "@" in typed or typed.startswith("#"):
            return []
        known = [(f"#{contact.pk}", described(contact)) for contact in contacts_named(typed)]
        return [*known, (NEW, _now("Somebody new called %(name)s") % {"name": typed})]

    def _firms(self) -> list[tuple[str, str]]:
        typed = self._typed("company")
        if not typed or typed.startswith("#"):
            return []
        found = companies_named(typed)
        same = [company for company in found if company.name.casefold() == typed.casefold()]
        self._same_firm = same[0] if len(same) == 1 else None
        return [] if self._same_firm else [(f"#{company.pk}", company.name) for company in found]

    _same_firm: Company | None = None

    def _contact(self, typed: str, chosen: str) -> Contact | None:
        found = Contact.objects.filter(pk=number_of(chosen or typed)).first()
        if typed and found is None and "person" not in self.errors:
            self.add_error("contact", _now("Nobody goes by this number. Write a name or an e-mail address."))
        return found

    def _company(self, typed: str, chosen: str) -> Company | None:
        found = self._same_firm or Company.objects.filter(pk=number_of(chosen or typed)).first()
        if typed and found is None and "firm" not in self.errors:
            self.add_error("company", _now("No company goes by this name. Write one that is here, or leave it empty."))
        return found

    def _check_address(self, typed: str) -> None:
        try:
            validate_email(clean_email(typed))
        except ValidationError:
            self.add_error("contact", _now("This is not a whole e-mail address; write one such as ada@example.com."))


class PlaceForm(WhoForm):
    """Who said something that came in without a name."""

    def clean(self) -> dict[str, Any]:
        """Refuse a form that says nothing."""
        cleaned = super().clean()
        if not self.who.is_known and not self.errors:
            self.add_error("contact", _now("Write who said it, or for which company."))
        return cleaned


def number_of(written: str) -> int:
    """Return the number in #12; 0, which no row has, for anything else."""
    digits = written.removeprefix("#")
    is_number = written.startswith("#") and is_whole_number(digits)
    return int(digits) if is_number else 0


def written(contact: Contact) -> str:
    """Return a contact as the form understands them again: by address, else by number."""
    addresses = [identity.value for identity in contact.identities.all() if identity.kind == identity.Kind.EMAIL]
    return addresses[0] if addresses else f"#{contact.pk}"


def described(contact: Contact) -> str:
    """Return a contact as people tell them from others: name, address and company."""
    companies = [membership.company.name for membership in contact.memberships.all()]
    address = written(contact)
    parts = [contact.name, "" if address.startswith("#") else address, *companies[:1]]
    return " · ".join(part for part in parts if part) or f"#{contact.pk}"
