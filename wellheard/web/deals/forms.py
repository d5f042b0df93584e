"""What staff type about deals."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company
from wellheard.foundation.text.fields import WordsField
from wellheard.listen.deals.commands import DealDraft
from wellheard.listen.deals.models import Deal, DealReason
from wellheard.listen.deals.queries import listing
from wellheard.listen.deals.queries.listing import industries
from wellheard.workspace.forms.days import NO_SUCH_DAY, DayField
from wellheard.workspace.forms.exactly import ExactReasonField
from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.models import Competitor, Reason

_DAY = {"type": "date"}


def reason_choices(kind: str = Reason.Kind.DEAL) -> list[tuple[Any, Any]]:
    """Return the reasons offered, those of the second level in a group with the one they stand below."""
    rows = list(Reason.objects.offered().filter(kind=kind).in_order())
    below: dict[int, list[Reason]] = {}
    for reason in rows:
        if reason.parent_id:
            below.setdefault(reason.parent_id, []).append(reason)
    choices: list[tuple[Any, Any]] = []
    for reason in (one for one in rows if not one.parent_id):
        own = (reason.pk, reason.label)
        parts = [(part.pk, part.label) for part in below.get(reason.pk, [])]
        choices.append((reason.label, [own, *parts]) if parts else own)
    return choices


class ReasonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the reasons offered, in their two levels."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Reason"))
        super().__init__(queryset=Reason.objects.filter(kind=Reason.Kind.DEAL), **options)

    def offer(self, empty: Any = "") -> None:
        """Read the reasons anew, for this form."""
        self.choices = [("", empty or _("Choose a reason")), *reason_choices()]


class DealFilter(forms.Form):
    """Which deals are listed."""

    q = LineField(label=_("Deal or company"), missing="", max_length=100, required=False)
    outcome = forms.ChoiceField(
        label=_("How it ended"), required=False, choices=[("", _("Any end")), *Deal.Outcome.choices]
    )
    reason = ReasonField(required=False)
    competitor = forms.ModelChoiceField(
        label=_("Competitor"), queryset=Competitor.objects.by_name(), required=False, empty_label=_("Any competitor")
    )
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    since = DayField(label=_("From"))
    until = DayField(label=_("To"))
    exactly = ExactReasonField()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].offer(_("Any reason"))  # type: ignore[attr-defined]
        named = [(industry, industry) for industry in industries()]
        self.fields["industry"].choices = [("", _("Any industry")), *named]  # type: ignore[attr-defined]
        for name in ("outcome", "reason", "competitor", "industry"):
            self.fields[name].widget.attrs["class"] = "input auto"

    def found(self) -> tuple[dict[str, Any], QuerySet[Deal]]:
        """Return what was chosen, and the deals that fit all of it; what cannot be read narrows nothing."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        wanted = listing.Wanted(
            words=chosen.get("q", ""),
            outcome=chosen.get("outcome", ""),
            reason_id=chosen["reason"].pk if "reason" in chosen else None,
            competitor_id=chosen["competitor"].pk if "competitor" in chosen else None,
            industry=chosen.get("industry", ""),
            since=chosen.get("since"),
            until=chosen.get("until"),
            exactly=chosen.get("exactly", ""),
        )
        return chosen, listing.deals_wanted(wanted)


def view_in(query: Mapping[str, Any]) -> str:
    """Return which of the lists of deals is asked for."""
    view = query.get("view", "all")
    return view if view in listing.VIEWS else "all"


class DealForm(forms.Form):
    """What a deal is called, and what it is worth."""

    title = LineField(label=_("What is the deal called?"), missing=_("Write what the deal is called."), max_length=300)
    amount = forms.DecimalField(
        label=_("Amount"), required=False, min_value=0, max_digits=17, decimal_places=3, help_text=_("In whole units.")
    )
    currency = LineField(
        label=_("Currency"), missing="", required=False, max_length=3, help_text=_("Three letters, such as EUR.")
    )
    industry = LineField(label=_("Industry"), missing="", required=False, max_length=80)
    owner = LineField(
        label=_("Whose deal is it?"),
        missing="",
        required=False,
        max_length=200,
        help_text=_("A colleague’s name or mail."),
    )
    opened_on = forms.DateField(
        label=_("Began on"),
        required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        error_messages={"invalid": NO_SUCH_DAY},
    )

    def draft(self, **more: Any) -> DealDraft:
        """Return what was typed as a draft."""
        said = {name: self.cleaned_data[name] for name in DealForm.base_fields}
        return DealDraft(source="by_hand", **said, **more)


class EditDealForm(DealForm):
    """A deal as it stands."""

    version = VersionField()


class NewDealForm(DealForm):
    """A deal that no CRM tells of."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    company_name = LineField(
        label=_("Company"),
        missing="",
        required=False,
        max_length=200,
        help_text=_("As it is called here, if it is here."),
    )
    outcome = forms.ChoiceField(
        label=_("How it ended"), choices=Deal.Outcome.choices, initial=Deal.Outcome.LOST_UNKNOWN
    )
    closed_on = forms.DateField(
        label=_("Ended on"),
        required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        error_messages={"invalid": NO_SUCH_DAY},
    )
    competitor = LineField(
        label=_("Against whom?"),
        missing="",
        required=False,
        max_length=120,
        help_text=_("A name that is new is added."),
    )
    reason = ReasonField(required=False)
    said_by = forms.ChoiceField(label=_("Who says so?"), choices=DealReason.SaidBy.choices)
    missing = WordsField(
        label=_("What was missing?"),
        required=False,
        max_length=20_000,
        help_text=_("One function a line, in their words. Each becomes feedback of the company."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "said small", "dir": "auto"}),
    )
    field_order = (
        "title", "company_name", "outcome", "closed_on", "amount", "currency", "reason", "said_by", "competitor", "missing",
        "industry", "owner", "opened_on",
    )  # fmt: skip

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].offer(_("Nobody said why"))  # type: ignore[attr-defined]

    def whole_draft(self) -> DealDraft:
        """Return everything typed as a draft; the key makes a second click the same deal."""
        said = self.cleaned_data
        return self.draft(
            external_id=str(said["key"]),
            missing=tuple(said["missing"].splitlines()),
            **{name: said[name] for name in ("company_name", "outcome", "closed_on", "competitor")},
        )


class OutcomeForm(forms.Form):
    """How a deal ended."""

    outcome = forms.ChoiceField(label=_("How did it end?"), choices=Deal.Outcome.choices)
    closed_on = forms.DateField(
        label=_("Ended on"),
        required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        error_messages={"invalid": NO_SUCH_DAY},
    )


class GivenReasonForm(forms.Form):
    """One more reason, and who said it."""

    reason = ReasonField(error_messages={"required": _("Choose a reason.")})
    said_by = forms.ChoiceField(label=_("Who says so?"), choices=DealReason.SaidBy.choices)
    note = LineField(label=_("What they said"), missing="", required=False, max_length=500)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].offer()  # type: ignore[attr-defined]


class RivalForm(forms.Form):
    """Against whom a deal went."""

    competitor = LineField(
        label=_("Against whom?"),
        missing="",
        required=False,
        max_length=120,
        help_text=_("A name that is new is added. Left empty: against nobody we know."),
    )


class MissingForm(forms.Form):
    """A function that was missing."""

    words = WordsField(
        label=_("What was missing?"),
        max_length=20_000,
        error_messages={"required": _("Write what was missing.")},
        widget=forms.Textarea(attrs={"rows": 2, "class": "said small", "dir": "auto"}),
    )


class PlaceForm(forms.Form):
    """Whose deal it is: one that is suggested, or one found by its name."""

    company = forms.ModelChoiceField(queryset=Company.objects.all(), required=False)
    name = LineField(label=_("Another company"), missing="", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Find the one company of the name typed."""
        said = super().clean() or {}
        if not said.get("company") and not self.errors:
            named = list(Company.objects.filter(name__iexact=said.get("name", ""))[:2])
            if len(named) != 1:
                raise forms.ValidationError(_("Write the whole name of one company, or choose one that is suggested."))
            said["company"] = named[0]
        return said
