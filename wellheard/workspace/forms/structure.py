"""Forms about what we sell and how feedback about it is sorted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.models import Area, Category, Product, Team
from wellheard.workspace.queries import within

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


class AreaRemovalForm(forms.Form):
    """Which area takes over what belongs to the one that goes."""

    into = forms.ModelChoiceField(
        label=_("Takes over"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=_("No area: nothing belongs to it"),
    )

    def __init__(self, *args: Any, area: Area, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["into"].queryset = area.product.areas.exclude(pk__in=within(area)).by_name()  # type: ignore[attr-defined]


class CategoryForm(NameForm):
    """A category's name and its place in the list."""

    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=999, help_text=_("Smaller numbers come first.")
    )


class CategoryRemovalForm(forms.Form):
    """Which category takes over the feedback of the one that goes."""

    into = forms.ModelChoiceField(
        label=_("Takes over"),
        queryset=Category.objects.none(),
        required=False,
        empty_label=_("No category: no feedback is filed as this"),
    )

    def __init__(self, *args: Any, category: Category, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["into"].queryset = Category.objects.exclude(pk=category.pk).in_order()  # type: ignore[attr-defined]


class NewTokenForm(forms.Form):
    """What an API token is for."""

    name = LineField(
        label=_("What it is for"),
        missing=_("Write what the token is for, so that you know later which one to revoke."),
        help_text=_("The system that uses it, such as “Billing” or “Help desk”."),
    )
