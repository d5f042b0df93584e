"""What an owner fills in while setting up. Each form is a part of a settings page, so that both always agree."""

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wellheard.foundation.text.clean import clean_line
from wellheard.foundation.text.fields import WordsField
from wellheard.web.brand.forms import LogoField
from wellheard.workspace.forms.company import CompanyForm
from wellheard.workspace.forms.fields import AddressField, LineField, VersionField
from wellheard.workspace.installation import held_by_operator
from wellheard.workspace.models import Product, Vendor
from wellheard.workspace.permissions import Role

MOST_AREAS, LONGEST_AREA = 100, 80
INVITED_AT_ONCE = 6

# What products of many kinds have; picked as they stand, renamed at will.
SUGGESTIONS = (
    gettext_lazy("Sign-in and accounts"),
    gettext_lazy("Billing"),
    gettext_lazy("Reports"),
    gettext_lazy("Notifications"),
    gettext_lazy("Search"),
    gettext_lazy("Mobile app"),
    gettext_lazy("Integrations and API"),
    gettext_lazy("Import and export"),
    gettext_lazy("Permissions"),
    gettext_lazy("Speed and reliability"),
    gettext_lazy("Help and documentation"),
    gettext_lazy("Price and contract"),
)


class NameForm(forms.Form):
    """The name and the logo customers see."""

    version = VersionField()
    name = LineField(label=gettext_lazy("Name"), missing=gettext_lazy("Write a name."))
    logo = LogoField()


class PartOfCompanyForm(CompanyForm):
    """Some fields of the settings page about the company."""

    kept: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: QueryDict | None, *, vendor: Vendor) -> None:
        super().__init__(data, vendor=vendor)
        for name in list(self.fields):
            if not name.startswith(("version", *self.kept)):
                del self.fields[name]


class RegionForm(PartOfCompanyForm):
    """Languages, time zone, currency and business hours."""

    kept = ("language", "time_zone", "currency", "begins_", "ends_")


class SenderForm(PartOfCompanyForm):
    """Whom mails come from."""

    kept = ("mail_from_",)

    def wanted(self) -> dict[str, Any]:
        """Return what the command is to set."""
        return {name: value for name, value in self.cleaned_data.items() if name not in held_by_operator()}


class AreasForm(forms.Form):
    """The first areas of a product: picked from a list, or pasted one a line."""

    product = forms.ModelChoiceField(
        label=gettext_lazy("Product"), queryset=Product.objects.by_name(), empty_label=None
    )
    suggested = forms.MultipleChoiceField(
        label=gettext_lazy("Many products have these"), required=False, widget=forms.CheckboxSelectMultiple
    )
    own = WordsField(
        label=gettext_lazy("Your own"),
        required=False,
        max_length=MOST_AREAS * (LONGEST_AREA + 2),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One a line; paste a list."),
    )

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data, initial={"product": Product.objects.by_name().first()})
        self.fields["suggested"].choices = [(str(name), name) for name in SUGGESTIONS]  # type: ignore[attr-defined]

    def clean_own(self) -> list[str]:
        lines = [clean_line(line) for line in self.cleaned_data["own"].splitlines()]
        found = [line for line in lines if line]
        if len(found) > MOST_AREAS:
            raise forms.ValidationError(_("Paste at most %(most)d areas at once.") % {"most": MOST_AREAS})
        if long := [line for line in found if len(line) > LONGEST_AREA]:
            raise forms.ValidationError(
                _("“%(line)s…” is too long for a name; use at most %(most)d characters.")
                % {"line": long[0][:30], "most": LONGEST_AREA}
            )
        return found

    def names(self) -> list[str]:
        """Return what was picked and pasted, each once."""
        every = [*self.cleaned_data["suggested"], *self.cleaned_data["own"]]
        return list({name.casefold(): name for name in reversed(every)}.values())[::-1]


class TeamForm(forms.Form):
    """Several colleagues at once, each with a role."""

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data)
        for number in range(INVITED_AT_ONCE):
            self.fields[f"email_{number}"] = AddressField(required=False)
            self.fields[f"role_{number}"] = forms.ChoiceField(
                label=pgettext("of a colleague", "Role"), choices=Role.choices, initial=Role.AGENT.value
            )

    @property
    def people(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return each line's two fields."""
        return [(self[f"email_{number}"], self[f"role_{number}"]) for number in range(INVITED_AT_ONCE)]

    def clean(self) -> dict[str, Any]:
        seen: set[str] = set()
        for number in range(INVITED_AT_ONCE):
            email = self.cleaned_data.get(f"email_{number}", "")
            if email and email in seen:
                self.add_error(f"email_{number}", _("This address stands above already."))
            seen.add(email)
        return self.cleaned_data

    def invited(self) -> list[tuple[int, str, str]]:
        """Return the lines that were filled in: number, address, role."""
        data = self.cleaned_data
        return [(n, data[f"email_{n}"], data[f"role_{n}"]) for n in range(INVITED_AT_ONCE) if data[f"email_{n}"]]
