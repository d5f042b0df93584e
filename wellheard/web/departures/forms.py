"""Forms of departures: narrowing the list, recording, explaining, returning."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.foundation.money import to_minor
from wellheard.listen.departures.commands import Helped
from wellheard.listen.departures.models import Departure
from wellheard.web.departures.helped import chosen
from wellheard.web.departures.queries import Choice, industries
from wellheard.workspace.forms.exactly import ExactReasonField
from wellheard.workspace.forms.fields import LineField
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Competitor, Reason, Tier

VIEWS = ("all", "away", "returned", "doubtful")
_NOT_ONE = _("Choose one of the list.")


class ReasonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no generic at run time
    """A reason for leaving, both levels in the vendor's order."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"invalid_choice": _NOT_ONE, "required": _NOT_ONE})
        super().__init__(queryset=Reason.objects.none(), **options)

    def offer(self, *, also: Reason | None = None, among: list[Reason] | None = None) -> None:
        """Offer the reasons of now, and the one a departure has though it is offered no longer."""
        self.queryset = _reasons()
        offered = [one for one in (_reasons() if among is None else among) if one.retired_at is None or one == also]
        self.choices = [("", self.empty_label or ""), *_tree(offered)]

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


def _reasons() -> QuerySet[Reason]:
    return Reason.objects.filter(kind=Reason.Kind.DEPARTURE).select_related("parent").in_order()


def all_reasons() -> list[Reason]:
    """Return the reasons for leaving, for a page with many forms: read once for all."""
    return list(_reasons())


def _tree(reasons: list[Reason]) -> Iterator[tuple[int, str]]:
    for first in (one for one in reasons if one.parent_id is None):
        yield first.pk, first.label
        for one in reasons:
            if one.parent_id == first.pk:
                yield one.pk, one.full_label


class FilterForm(forms.Form):
    """What the list is narrowed down to. Anything may be left out."""

    q = LineField(label=_("Company"), missing="", max_length=100, required=False)
    view = forms.ChoiceField(choices=[(view, view) for view in VIEWS], required=False, widget=forms.HiddenInput)
    reason = ReasonField(label=_("Why they left"), required=False, empty_label=_("Any reason"))
    competitor = forms.ModelChoiceField(
        label=_("To whom they went"), queryset=Competitor.objects.by_name(), required=False, empty_label=_("Anybody")
    )
    tier = forms.ModelChoiceField(
        label=_("Tier"), queryset=Tier.objects.in_order(), required=False, empty_label=_("Any tier")
    )
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    idea = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    exactly = ExactReasonField()
    back_since = forms.DateField(required=False, widget=forms.HiddenInput)
    back_until = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].offer()  # type: ignore[attr-defined]
        self.fields["industry"].choices = [("", _("Any industry")), *((one, one) for one in industries())]  # type: ignore[attr-defined]
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "input auto"

    def choice(self) -> Choice:
        """Return what fits; a field that cannot be understood narrows nothing."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return Choice(**said)


class ExplainForm(forms.Form):
    """Why they left, as far as somebody knows."""

    reason = ReasonField(label=_("Why they left"), required=False, empty_label=_("Nobody knows yet"))
    competitor = LineField(
        label=_("To whom they went"),
        missing="",
        max_length=120,
        required=False,
        help_text=_("A competitor’s name. A new one is added."),
    )
    words = forms.CharField(
        label=_("In their words"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "said small", "dir": "auto"}),
    )
    could_have = forms.CharField(
        label=_("What we could have done"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, reason: Reason | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].offer(also=reason)  # type: ignore[attr-defined]


class NewForm(ExplainForm):
    """A departure that one of us knows of."""

    company = forms.CharField(
        label=_("Company"), max_length=200, error_messages={"required": _("Write which company left.")}
    )
    left_on = forms.DateField(
        label=_("When they left or gave notice"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )
    reported_by = forms.ChoiceField(
        label=_("Who told you"),
        choices=[
            (one.value, one.label)
            for one in (Departure.ReportedBy.STAFF, Departure.ReportedBy.CUSTOMER, Departure.ReportedBy.BILLING)
        ],
        initial=Departure.ReportedBy.STAFF,
        error_messages={"invalid_choice": _NOT_ONE},
    )
    field_order = ("company", "left_on", "reason", "competitor", "words", "could_have", "reported_by")

    def clean_company(self) -> Company:
        """Return the one company of this name or id."""
        said = self.cleaned_data["company"].strip()
        found = list(Company.objects.filter(name__iexact=said)[:2]) or list(Company.objects.filter(external_id=said))
        if len(found) != 1:
            raise forms.ValidationError(
                _("No company has this name. Write it as the list of companies does, or its id elsewhere.")
                if not found
                else _("Two companies have this name. Write the id elsewhere of the one you mean.")
            )
        return found[0]


class HelpedForm(forms.Form):
    """What brought them back: something they had asked for, or what we answered; and words."""

    because = forms.ChoiceField(
        label=_("What of theirs brought them back"), required=False, error_messages={"invalid_choice": _NOT_ONE}
    )
    helped = forms.CharField(
        label=_("What brought them back"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, among: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["because"].choices = [("", _("Nothing of this")), *among]  # type: ignore[attr-defined]

    def said(self) -> Helped:
        """Return what was said."""
        return chosen(self.cleaned_data["because"], self.cleaned_data["helped"])


class ReturnForm(HelpedForm):
    """That they came back."""

    returned_on = forms.DateField(
        label=_("Back since"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )
    amount = forms.DecimalField(
        label=_("Pays a month"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text=_("Left empty, what their subscriptions say."),
    )
    field_order = ("returned_on", "amount", "because", "helped")

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("initial", {"returned_on": clock.today()})
        super().__init__(*args, **options)

    def mrr_minor(self) -> int | None:
        """Return the amount in minor units of the reporting currency."""
        amount = self.cleaned_data["amount"]
        return None if amount is None else to_minor(amount, installation().currency)


class WordForm(forms.Form):
    """What a source's word for a reason means."""

    reason = ReasonField(label=_("Means"), required=False, empty_label=_("Nothing we could name"))

    def __init__(self, *args: Any, among: list[Reason] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].offer(among=among)  # type: ignore[attr-defined]
        self.fields["reason"].widget.attrs["class"] = "input auto"
