"""Forms about what we promise to which companies."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.models import Tier

MOST_HOURS, MOST_DAYS, MOST_MINUTES = 2000, 1000, 120_000


class NewTierForm(forms.Form):
    """A tier's name and what it promises."""

    name = LineField(label=_("Name"), missing=_("Write a name."))
    touch = forms.ChoiceField(
        label=_("Who speaks to them"),
        choices=Tier.Touch.choices,
        initial=Tier.Touch.SELF_SERVICE,
        widget=forms.RadioSelect,
    )
    answer_within_hours = forms.IntegerField(
        label=_("We answer within"),
        min_value=1,
        max_value=MOST_HOURS,
        required=False,
        help_text=_("Business hours. Left empty, this tier promises nothing of its own."),
    )
    first_answer_minutes = forms.IntegerField(
        label=_("In conversations, we answer first within"),
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        help_text=_("Business minutes. Left empty, what holds for everybody."),
    )
    next_answer_minutes = forms.IntegerField(
        label=_("and what they write later within"),
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        help_text=_("Business minutes. Left empty, what holds for everybody."),
    )
    call_every_days = forms.IntegerField(
        label=_("We call every"),
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        help_text=_("Days between two calls. Left empty, nobody calls regularly."),
    )


class TierForm(NewTierForm):
    """A tier as it is, and its place in the list."""

    version = VersionField()
    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=999, help_text=_("Smaller numbers come first.")
    )
