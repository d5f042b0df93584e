"""A company as staff write it down."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from wellheard.customers.commands.companies import MOST_SEATS, CompanyFields
from wellheard.customers.forms.attributes import add_value_fields, value_fields, values_of
from wellheard.customers.models import Attribute, Company
from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.models import Staff, Tier

NAMES = (
    "name", "stage", "industry", "country", "domain", "plan", "seats", "joined_on", "renews_on", "external_id",
)  # fmt: skip


class TagsField(LineField):
    """Tags, parted by commas."""

    def clean(self, value: Any) -> list[str]:
        return [tag for part in str(super().clean(value)).split(",") if (tag := part.strip())]


def _day(label: Any, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write a day, such as 2026-01-31.")},
    )


class CompanyForm(forms.Form):
    """Everything that is known of a company."""

    version = VersionField()
    name = LineField(label=_("Name"), missing=_("Write the company's name."), max_length=200)
    stage = forms.ChoiceField(label=_("Stage"), choices=Company.Stage.choices, initial=Company.Stage.ACTIVE)
    tier = forms.ModelChoiceField(
        label=_("Tier"),
        queryset=Tier.objects.in_order(),
        required=False,
        empty_label=_("None"),
        help_text=_("What you promise them."),
        error_messages={"invalid_choice": _("This tier does not exist any more; choose another.")},
    )
    owner = forms.ModelChoiceField(
        label=_("Looked after by"),
        queryset=Staff.objects.none(),
        required=False,
        empty_label=_("Nobody: self-service"),
        error_messages={"invalid_choice": _("They do not work here any more; choose somebody else.")},
    )
    industry = LineField(label=_("Industry"), missing="", max_length=80, required=False)
    country = LineField(
        label=_("Country"), missing="", max_length=2, required=False, help_text=_("Two letters, such as DE.")
    )
    domain = LineField(
        label=_("Domain"), missing="", max_length=253, required=False, help_text=_("Such as acme.example.")
    )
    plan = LineField(label=_("Plan"), missing="", max_length=80, required=False)
    seats = forms.IntegerField(label=_("Seats"), min_value=0, max_value=MOST_SEATS, required=False)
    joined_on = _day(_("With us since"))
    renews_on = _day(_("Renews on"), _("When the contract is next renewed or left."))
    tags = TagsField(
        label=_("Tags"),
        missing="",
        max_length=1000,
        required=False,
        help_text=_("Parted by commas, such as pilot, EU."),
    )
    external_id = LineField(
        label=_("Id elsewhere"),
        missing="",
        max_length=100,
        required=False,
        help_text=_("Its id in your CRM or billing system; imports find it by this."),
    )

    def __init__(
        self, data: MultiValueDict[str, Any] | None, *, company: Company | None, attributes: Iterable[Attribute]
    ) -> None:
        known = company or Company()
        initial = {name: getattr(known, name) for name in (*NAMES, "version")}
        initial |= {"tier": known.tier_id, "owner": known.owner_id, "tags": ", ".join(known.tags)}
        super().__init__(data, initial=initial)
        self._before: Mapping[str, Any] = known.attributes
        # Whoever looks after it stays choosable after they have left, or saving anything else would take it from them.
        people = Staff.objects.filter(Q(is_active=True) | Q(pk=known.owner_id or 0)).order_by("name", "pk")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        add_value_fields(self, attributes, known.attributes)

    @property
    def attribute_fields(self) -> list[forms.BoundField]:
        return value_fields(self)

    @property
    def fields_to_save(self) -> CompanyFields:
        """Return what the form says, once it is valid."""
        values: Any = {name: self.cleaned_data[name] for name in (*NAMES, "tier", "owner", "tags")}
        return cast("CompanyFields", values | {"attributes": values_of(self, self._before)})
