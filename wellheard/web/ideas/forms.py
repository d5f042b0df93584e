"""What staff write about ideas, and what they narrow the board down to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.customers.forms.choosing import SegmentField
from wellheard.decide.commands.comments import MOST_CHARACTERS as MOST_IN_A_REPLY
from wellheard.decide.commands.decisions import MOST_CHARACTERS as MOST_IN_A_REASON
from wellheard.decide.commands.ideas import MOST_CHARACTERS
from wellheard.decide.models import Decision, Evidence
from wellheard.decide.queries import UNKNOWN, VOTES, Narrowing
from wellheard.foundation.text.fields import WordsField
from wellheard.listen.models import Feedback
from wellheard.web.feedback.forms.lists import GONE_AREA, area_choices
from wellheard.web.goals.choosing import FIELD, ForKeyResults, KeyResultsField
from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.models import Area, Staff

TOO_LONG = _("Use at most %(limit_value)d characters; these are %(show_value)d.")


def _text(label: Any, help_text: Any, *, rows: int = 4) -> WordsField:
    return WordsField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=MOST_CHARACTERS,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class NewIdeaForm(forms.Form):
    """Something we might do for customers."""

    title = LineField(
        label=_("Title"),
        max_length=200,
        missing=_("Give the idea a title that names the problem in a few words."),
        help_text=_("The problem in a few words, such as “Keep working without a signal”."),
    )
    problem = _text(_("The problem"), _("What goes wrong for them, how often, and what it costs them."))
    workaround = _text(_("Workaround meanwhile"), _("What helps until then. Who is told “Not now” reads it."), rows=2)
    public_text = _text(_("What customers read"), _("Stands on the portal once you publish the idea."))
    internal_text = _text(_("What only we read"), _("Notes for us: estimates, links, doubts."))
    area = forms.ModelChoiceField(
        label=_("Area"), queryset=Area.objects.all(), required=False, error_messages={"invalid_choice": GONE_AREA}
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"].choices = [("", _("No area in particular")), *area_choices()]  # type: ignore[attr-defined]


class IdeaForm(NewIdeaForm):
    """An idea's texts, where it belongs and who looks after it."""

    version = VersionField()
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=Staff.objects.filter(is_active=True).order_by("name"),
        required=False,
        empty_label=_("Nobody yet"),
        error_messages={"invalid_choice": _("This colleague is not with us any more; choose another.")},
    )


class DecisionForm(ForKeyResults, forms.Form):
    """What is decided about an idea, and why."""

    version = VersionField()
    outcome = forms.ChoiceField(
        label=_("What we do"),
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what was decided: Yes, Not now, or Already there."),
            "invalid_choice": _("Choose what was decided: Yes, Not now, or Already there."),
        },
    )
    reason = WordsField(
        label=_("Why, for us"),
        max_length=MOST_IN_A_REASON,
        help_text=_("For whoever asks next year. Customers do not see it."),
        error_messages={"required": _("Write the reason, for whoever asks next year."), "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    public_reason = WordsField(
        label=_("What customers read"),
        max_length=MOST_IN_A_REASON,
        help_text=_("Everyone who asked gets these sentences below their own words."),
        error_messages={
            "required": _("Write what customers will read; everyone who asked gets it."),
            "max_length": TOO_LONG,
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    revisit_on = forms.DateField(
        label=_("Look at it again on"),
        required=False,
        help_text=_("For a “Not now”. Customers read this day too."),
        error_messages={"invalid": _("Write a day such as 2027-03-01.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    key_results = KeyResultsField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer_key_results()

    @property
    def said(self) -> dict[str, Any]:
        """Return what was decided as the command takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != FIELD}


class ImportanceForm(forms.Form):
    """How much a company needs an idea, and who says so."""

    importance = forms.TypedChoiceField(
        choices=Evidence.Importance.choices,
        coerce=int,
        error_messages={
            "required": _("Choose how much they need it."),
            "invalid_choice": _("Choose how much they need it."),
        },
    )
    set_by = forms.ChoiceField(
        choices=Evidence.SetBy.choices,
        error_messages={
            "required": _("Choose who says how much they need it."),
            "invalid_choice": _("Choose who says how much they need it."),
        },
    )


class EvidenceFilter(forms.Form):
    """Which companies that need an idea are looked at. Anything may be left out."""

    segment = SegmentField()
    importance = forms.ChoiceField(
        label=_("How much they need it"),
        choices=[
            ("", _("Needed however much")),
            *((str(value), name) for value, name in Evidence.Importance.choices),
            (UNKNOWN, _("Not known how much")),
        ],
        required=False,
        error_messages={"invalid_choice": _("Choose how much they need it from the list.")},
    )
    source = forms.ChoiceField(
        label=_("Heard through"),
        choices=[("", _("Any way in")), *Feedback.Source.choices, (VOTES, _("Votes"))],
        required=False,
        error_messages={"invalid_choice": _("There is no such way in; choose one of the list.")},
    )
    since = forms.DateField(
        label=_("Asked since"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write a day such as 2026-11-30.")},
    )
    company = LineField(label=_("Company or person"), missing="", max_length=100, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "input auto"

    @property
    def narrowing(self) -> Narrowing:
        """Return what was asked for, as far as it could be read."""
        self.is_valid()
        return Narrowing(**{name: value for name, value in self.cleaned_data.items() if value})


class WithdrawalForm(forms.Form):
    """Why a company no longer needs an idea."""

    reason = WordsField(
        max_length=1000,
        error_messages={
            "required": _("Write why they no longer need it, so that nobody asks them again."),
            "max_length": TOO_LONG,
        },
    )


class ReplyForm(forms.Form):
    """What the team says below an idea."""

    words = WordsField(
        label=_("Your reply"),
        max_length=MOST_IN_A_REPLY,
        error_messages={"required": _("There are no words in this yet. Write your reply."), "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)


class TranslationForm(forms.Form):
    """An idea's public texts in another language."""

    version = VersionField()
    title = LineField(
        label=_("Title"),
        max_length=200,
        missing=_("Write the title in this language; the other texts may stay empty."),
    )
    public_text = _text(_("What customers read"), _("Left empty, they read the original."), rows=6)
    workaround = _text(_("Workaround meanwhile"), _("Left empty, they read the original."), rows=3)


class ReasonTranslationForm(forms.Form):
    """What customers read of a decision, in another language."""

    version = VersionField()
    public_reason = WordsField(
        label=_("What customers read"),
        max_length=MOST_IN_A_REASON,
        help_text=_("Answers that nobody edited and that have not gone out yet take it up."),
        error_messages={"required": _("Write what customers read in this language."), "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
