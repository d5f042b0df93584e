"""Forms about boards of the portal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Segment
from wellheard.decide.models import Board
from wellheard.workspace.forms.fields import LineField, VersionField


class NewBoardForm(forms.Form):
    """A board's name and who sees it."""

    name = LineField(label=_("Name"), missing=_("Write a name."))
    segment = forms.ModelChoiceField(
        label=_("Who sees it"),
        queryset=Segment.objects.order_by("name"),
        required=False,
        empty_label=_("Everybody"),
        help_text=_("For all others a board of a segment does not exist, nor do its ideas."),
    )


class BoardForm(NewBoardForm):
    """A board as it is, and its place in the list."""

    version = VersionField()
    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=999, help_text=_("Smaller numbers come first.")
    )


class PlacingForm(forms.Form):
    """Which board an idea stands on."""

    board = forms.ModelChoiceField(
        label=_("Board"), queryset=Board.objects.in_order(), required=False, empty_label=_("No board")
    )
