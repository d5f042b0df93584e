"""Forms about what we sell and how feedback about it is sorted."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.models import Area, Category, Product, Team, Tier
from wellheard.workspace.queries import within
from wellheard.workspace.scopes import FIRST, choices

WRITE_A_NAME = _("Write a name.")


class NewNameForm(forms.Form):
    """The name of something new: a product, a team, a category."""

    name = LineField(label=_("Name"), missing=WRITE_A_NAME)


class NameForm(NewNameForm):
    """Another name for something: a product, a team, the vendor."""

    version = VersionField()


class NewAreaForm(forms.Form):
    """A module of a product, where it stands in the tree and who owns it."""

    name = LineField(label=_("Name"), missing=WRITE_A_NAME)
    parent = forms.ModelChoiceField(
        label=_("Part of"), queryset=Area.objects.none(), required=False, empty_label=_("No other area")
    )
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.by_name(),
        required=False,
        empty_label=_("No team yet"),
        help_text=_("It owns what customers say about this area."),
    )

    def __init__(self, *args: Any, product: Product, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].queryset = product.areas.by_name()  # type: ignore[attr-defined]


class AreaForm(NewAreaForm):
    """An area's name, place and owner. Its own parts are not offered as the area it is part of."""

    version = VersionField()

    def __init__(self, *args: Any, area: Area, **options: Any) -> None:
        super().__init__(*args, product=area.product, **options)
        self.fields["parent"].queryset = area.product.areas.exclude(pk__in=within(area)).by_name()  # type: ignore[attr-defined]


class RemovalForm(forms.Form):
    """What takes over what belongs to the thing that goes; not asked where nothing belongs to it."""

    into = forms.ModelChoiceField(label=_("Takes over"), queryset=Area.objects.none())

    def __init__(
        self, *args: Any, heirs: QuerySet[Area] | QuerySet[Category] | QuerySet[Tier], uses: int, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if not uses:
            del self.fields["into"]
            return
        into: Any = self.fields["into"]
        into.queryset = heirs
        into.empty_label = _("Choose one")
        into.error_messages["required"] = _("Choose what takes over.")


class CategoryForm(NameForm):
    """A category's name and its place in the list."""

    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=999, help_text=_("Smaller numbers come first.")
    )


class NewTokenForm(forms.Form):
    """What an API token is for."""

    name = LineField(
        label=_("What it is for"),
        missing=_("Write what the token is for, so that you know later which one to revoke."),
        help_text=_("The system that uses it, such as “Billing” or “Help desk”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=choices,
        initial=FIRST,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose what the token may do."),
            "invalid_choice": _("Choose what the token may do from the list."),
        },
    )
    days = forms.TypedChoiceField(
        label=_("How long it is good for"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("Until you revoke it")), ("30", _("30 days")), ("90", _("90 days")), ("365", _("A year"))],
    )
