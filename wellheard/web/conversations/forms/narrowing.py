"""What a list of the inbox is narrowed down to; all of it stands in the address, so that it can be kept and sent."""

from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from wellheard.customers.forms.choosing import SegmentField
from wellheard.customers.models import Company, Contact
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.web.conversations.forms.offered import Offered
from wellheard.web.conversations.queries.boxes import BOXES
from wellheard.workspace.forms.fields import LineField
from wellheard.workspace.models import Area, Category, Competitor, Staff, Team, Tier

DEAREST = 100_000_000


class InboxFilter(forms.Form):
    """Which conversations are listed. Anything may be left out; what does not exist any more is left out by itself."""

    view = forms.ChoiceField(choices=[(box.key, box.key) for box in BOXES], required=False, widget=forms.HiddenInput)
    q = LineField(label=_("Words"), missing="", max_length=100, required=False)
    assignee = forms.ChoiceField(label=_("Whose"), required=False)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.by_name(), required=False, empty_label=_("Any team")
    )
    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.all(), required=False)
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.in_order(), required=False, empty_label=_("Any category")
    )
    segment = SegmentField()
    tier = forms.ModelChoiceField(
        label=_("Tier"), queryset=Tier.objects.all(), required=False, empty_label=_("Any tier")
    )
    pays = forms.IntegerField(label=_("Pays a month at least"), required=False, min_value=0, max_value=DEAREST)
    channel = forms.ChoiceField(
        label=_("Came by"), choices=[("", _("Any way in")), *Conversation.Channel.choices], required=False
    )
    mailbox = forms.ModelChoiceField(
        label=_("Mailbox"), queryset=Mailbox.objects.by_name(), required=False, empty_label=_("Any mailbox")
    )
    waits = forms.ChoiceField(
        label=_("Who waits"), choices=[("", _("Whoever waits")), *Conversation.WaitsFor.choices], required=False
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=[("", _("Any priority")), (2, _("High and urgent")), (3, _("Urgent"))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    since = forms.DateField(label=_("Begun since"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Begun until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    begun = forms.ChoiceField(
        label=_("What"), choices=[("yes", _("Begun by customers"))], required=False, widget=forms.HiddenInput
    )
    names = forms.ModelChoiceField(
        label=_("Names"), queryset=Competitor.objects.all(), required=False, widget=forms.HiddenInput
    )
    named_since = forms.DateField(label=_("Named since"), required=False, widget=forms.HiddenInput)
    named_until = forms.DateField(label=_("Named until"), required=False, widget=forms.HiddenInput)
    exactly = forms.ModelChoiceField(
        label=_("Exactly the area"), queryset=Area.objects.all(), required=False, widget=forms.HiddenInput
    )
    company = forms.ModelChoiceField(
        label=_("Company"), queryset=Company.objects.all(), required=False, widget=forms.HiddenInput
    )
    contact = forms.ModelChoiceField(
        label=_("Contact"), queryset=Contact.objects.all(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        lists = Offered()
        self.fields["area"].choices = lambda: [("", _("Any area")), *lists.areas]  # type: ignore[attr-defined]
        self.fields["assignee"].choices = cache(_whose)  # type: ignore[attr-defined]
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "input"

    @property
    def chosen(self) -> dict[str, Any]:
        """Return what was chosen, as far as it exists."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def narrowed(self) -> dict[str, str]:
        """Return what was chosen as it stands in an address."""
        return {name: _written(value) for name, value in self.chosen.items()}

    @property
    def is_narrow(self) -> bool:
        return any(name != "view" for name in self.chosen)

    @property
    def worded(self) -> list[tuple[str, str, str]]:
        """Return what was chosen, each by its name in an address, its name on the page and in words."""
        chosen = {name: value for name, value in self.chosen.items() if name != "view"}
        return [(name, str(self[name].label), self._said(name, value)) for name, value in chosen.items()]

    def _said(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            return str(dict(field.choices).get(value) or dict(field.choices).get(str(value), value))  # type: ignore[arg-type]
        return date_format(value) if isinstance(value, date) else str(value)


def _whose() -> list[tuple[str, Any]]:
    people = Staff.objects.at_work().order_by("name").values_list("pk", "name")
    return [("", _("Anybody’s")), ("me", _("Mine")), ("none", _("Nobody’s")), *((str(pk), name) for pk, name in people)]


def _written(value: Any) -> str:
    return str(getattr(value, "pk", value))
