"""What the lists of companies and contacts are narrowed down to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.customers.forms.choosing import SegmentField
from wellheard.customers.models import Company
from wellheard.web.companies.queries import ANY_CUSTOMER, SORTS, VIEWS
from wellheard.workspace.forms.fields import LineField
from wellheard.workspace.models import Tier

NO_SUCH_ORDER = _("There is no such order; choose one of the list.")


class CompanyFilter(forms.Form):
    """Words, segment, stage, view and order. Anything may be left out."""

    q = LineField(label=_("Find"), missing="", max_length=100, required=False)
    segment = SegmentField()
    stage = forms.ChoiceField(
        label=_("Stage"),
        choices=[("", _("Any stage")), (ANY_CUSTOMER, _("Any customer")), *Company.Stage.choices],
        required=False,
        error_messages={"invalid_choice": _("There is no such stage; choose one of the list.")},
    )
    tier = forms.ModelChoiceField(
        label=_("Tier"),
        queryset=Tier.objects.in_order(),
        required=False,
        empty_label=_("Any tier"),
        error_messages={"invalid_choice": _("There is no such tier; choose one of the list.")},
    )
    sort = forms.ChoiceField(
        choices=[(sort, sort) for sort in SORTS],
        required=False,
        error_messages={"invalid_choice": NO_SUCH_ORDER},
        widget=forms.HiddenInput,
    )
    view = forms.ChoiceField(
        choices=[(view, view) for view in VIEWS],
        required=False,
        error_messages={"invalid_choice": _("There is no such list; choose one that is shown.")},
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "input auto"


class ContactFilter(forms.Form):
    """Words and segment. Either may be left out."""

    q = LineField(label=_("Find"), missing="", max_length=100, required=False)
    segment = SegmentField()
