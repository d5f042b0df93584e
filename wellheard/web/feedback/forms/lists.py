"""What a list of feedback is narrowed down to, and the choices it shares with filing."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.customers.forms.choosing import SegmentField
from wellheard.customers.models import Company, Contact, Membership
from wellheard.listen.models import Feedback
from wellheard.workspace.forms.days import DayField
from wellheard.workspace.forms.fields import LineField
from wellheard.workspace.models import Area, Category, Competitor
from wellheard.workspace.queries import Branch, area_tree

GONE_AREA = _("This area does not exist any more; choose another.")
GONE_CATEGORY = _("This category does not exist any more; choose another.")

AreaChoices = list[tuple[str, list[tuple[int, str]]]]


def area_choices() -> AreaChoices:
    """Return the areas by product, each part named with the areas above it."""
    return [(product.name, _named(branches, "")) for product, branches in area_tree() if branches]


def _named(branches: list[Branch], above: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for branch in branches:
        name = f"{above}{branch.area.name}"
        found += [(branch.area.pk, name), *_named(branch.parts, f"{name} › ")]
    return found


class FeedbackFilter(forms.Form):
    """What a list of feedback is narrowed down to. Anything may be left out."""

    q = LineField(label=_("Words"), missing="", max_length=100, required=False)
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.all(),
        required=False,
        error_messages={"invalid_choice": GONE_AREA},
    )
    category = forms.ModelChoiceField(
        label=_("Category"),
        queryset=Category.objects.in_order(),
        required=False,
        empty_label=_("Any category"),
        error_messages={"invalid_choice": GONE_CATEGORY},
    )
    source = forms.ChoiceField(
        label=_("Heard through"),
        choices=[("", _("Any way in")), *Feedback.Source.choices],
        required=False,
        error_messages={"invalid_choice": _("There is no such way in; choose one of the list.")},
    )
    filed = forms.ChoiceField(
        label=_("Filing"),
        choices=[
            ("", _("Filed or not")),
            ("no", _("Not yet filed")),
            ("yes", _("Filed")),
            ("again", _("Filed otherwise later")),
            ("aside", _("Set aside")),
        ],
        required=False,
        error_messages={"invalid_choice": _("Choose filed, not yet filed or set aside.")},
    )
    segment = SegmentField()
    since = DayField(label=_("From"))
    until = DayField(label=_("To"))
    company = forms.ModelChoiceField(
        queryset=Company.objects.all(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": _("This company does not exist any more; look for it in the list of companies.")
        },
    )
    contact = forms.ModelChoiceField(
        queryset=Contact.objects.all(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("This contact does not exist any more; look for them by name.")},
    )

    role = forms.ChoiceField(
        choices=Membership.Role.choices,
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("There is no such role.")},
    )
    names = forms.ModelChoiceField(
        queryset=Competitor.objects.all(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("This competitor does not exist any more.")},
    )
    placed = forms.ChoiceField(
        choices=[("no", _("Without a company"))],
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("There is no such list; choose one that is shown.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"].choices = [("", _("Any area")), *area_choices()]  # type: ignore[attr-defined]
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "input auto"

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """Return what stands in the address alone: the name of each filter, what it means, and its value."""
        chosen = {name: getattr(self, "cleaned_data", {}).get(name, "") for name in ("role", "placed")}
        told = [(name, str(dict(self.fields[name].choices)[one]), one) for name, one in chosen.items() if one]  # type: ignore[attr-defined]
        named = getattr(self, "cleaned_data", {}).get("names")
        return [*told, ("names", _now("names %(name)s") % {"name": named}, str(named.pk))] if named else told
