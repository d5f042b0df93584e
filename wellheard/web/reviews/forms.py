"""What somebody writes about review meetings."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.decide.reviews.commands import Expected, Plan, VerdictDraft
from wellheard.decide.reviews.commands.cycle import PLANNED_BY_HAND, PLANNED_BY_ITSELF
from wellheard.decide.reviews.models import Check, Criterion, Expectation, Review, Verdict
from wellheard.foundation.text.fields import WordsField
from wellheard.web.goals.choosing import FIELD, ForKeyResults, KeyResultsField
from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.models import Staff

TO_THE_MINUTE = "%Y-%m-%dT%H:%M"
_A_DAY = _("Write a day such as 2026-11-30.")
_A_TIME = _("Write a day and time such as 2026-11-30 14:00.")
_MOST = 5_000
Outcome = Verdict.Outcome
Department = Staff.Department


def _moment(label: Any, help_text: Any = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        error_messages={"required": _A_TIME, "invalid": _A_TIME},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TO_THE_MINUTE),
    )


def _day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        error_messages={"required": _A_DAY, "invalid": _A_DAY},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


def _whole(label: Any, low: int, high: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high, help_text=help_text)


def _weeks(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=9_999, decimal_places=1, help_text=help_text, required=required
    )


def _words(label: Any, help_text: Any = "", *, rows: int = 3, required: bool = False) -> WordsField:
    return WordsField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=_MOST,
        error_messages={
            "required": _("Write it in a sentence or two."),
            "max_length": _("Use at most %(limit_value)d characters; these are %(show_value)d."),
        },
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _colleague(label: Any, empty: Any, *, required: bool = False) -> "forms.ModelChoiceField[Staff]":
    gone = _("This colleague is not with us any more; choose another.")
    return forms.ModelChoiceField(
        label=label,
        queryset=Staff.objects.at_work().order_by("name"),
        required=required,
        empty_label=empty,
        error_messages={"invalid_choice": gone, "required": _("Choose somebody who works here.")},
    )


class PlanForm(forms.Form):
    """When a meeting is, and what holds for it."""

    meets_at = _moment(_("When it is"))
    minutes = _whole(_("Minutes"), 5, 480)
    rate_until = _moment(_("Ratings until"), _("Then the ratings open, though some are missing."))
    quorum = _whole(_("Departments that must be there"), 1, 6, _("Fewer decide nothing."))
    capacity_weeks = _weeks(_("Room, in weeks of work"), _("Of all who build, until the day below."))
    taken_weeks = _weeks(_("Of that, taken already"), _("Bugs and promises that are not on any table."))
    capacity_until = _day(_("Room until"))

    @property
    def plan(self) -> Plan:
        return Plan(**{name: value for name, value in self.cleaned_data.items() if name in PlanForm.base_fields})


class NewReviewForm(PlanForm):
    """A meeting, and who comes to it."""

    attendees = forms.ModelMultipleChoiceField(
        label=_("Who comes"),
        queryset=Staff.objects.at_work().order_by("department", "name"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each rates for their department, whatever their role."),
        error_messages={"required": _("Choose who comes to the meeting.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["attendees"].label_from_instance = named  # type: ignore[attr-defined]


class ChangeForm(PlanForm):
    """A meeting that is planned already."""

    version = VersionField()


def named(staff: Staff) -> str:
    """Return a colleague with their department."""
    return f"{staff.name} · {staff.get_department_display()}"


def plan_of(review: Review) -> dict[str, Any]:
    """Return what a form of a meeting begins with."""
    return {name: getattr(review, name) for name in ("version", *PlanForm.base_fields)}


class IdeaChoiceForm(forms.Form):
    """An idea chosen by hand, by its number."""

    idea = forms.IntegerField(
        min_value=1,
        max_value=2**62,
        error_messages={"required": _("Choose an idea."), "invalid": _("Choose an idea.")},
    )


class AttendeeForm(forms.Form):
    """Somebody who comes, or does not."""

    staff = _colleague(_("Colleague"), None, required=True)


class RulesForm(forms.Form):
    """How the team meets."""

    version = VersionField()
    days = _whole(_("Days from one meeting to the next"), 1, 365)
    minutes = _whole(_("Minutes a meeting takes"), 5, 480)
    rating_hours = _whole(_("Hours before it at which the ratings close"), 0, 720)
    quorum = _whole(_("Departments that must be there"), 1, 6)
    capacity_weeks = _whole(_("Weeks of work there is room for in a cycle"), 0, 999)
    plans_next = forms.BooleanField(
        label=_("Plan the next meeting as one ends"),
        help_text=_("So many days later, with those who came. Move it or call it off as any other."),
        required=False,
    )

    @property
    def rules(self) -> dict[str, Any]:
        """Return what was set as the command takes it."""
        said = dict(self.cleaned_data)
        said["next_meeting"] = PLANNED_BY_ITSELF if said.pop("plans_next") else PLANNED_BY_HAND
        return said


class NewQuestionForm(forms.Form):
    """A question ideas are rated by, how it is answered, and by whom."""

    question = LineField(label=_("Question"), max_length=120, missing=_("Write the question."))
    kind = forms.ChoiceField(
        label=_("How it is answered"),
        choices=Criterion.Kind.choices,
        initial=Criterion.Kind.SCALE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is answered."), "invalid_choice": _("Choose how it is answered.")},
    )
    low = LineField(label=_("What one means"), max_length=40, missing="", required=False)
    high = LineField(label=_("What five means"), max_length=40, missing="", required=False)
    departments = forms.MultipleChoiceField(
        label=_("Departments that answer it"),
        choices=Department.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who does not do the work does not rate the effort."),
        error_messages={"required": _("Choose at least one department.")},
    )


class LeavingOutForm(forms.Form):
    """Which departments are asked nothing any more, on purpose."""

    version = VersionField()
    leaving_out = forms.MultipleChoiceField(
        label=_("Asked nothing any more, on purpose"),
        choices=Department.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def offer(self, departments: list[str]) -> None:
        """Ask of these departments whether it is meant."""
        self.fields["leaving_out"].choices = [  # type: ignore[attr-defined]
            (code, label) for code, label in Department.choices if code in departments
        ]

    @property
    def asks(self) -> bool:
        """Whether there is somebody to ask about."""
        return len(self.fields["leaving_out"].choices) < len(Department.choices)  # type: ignore[attr-defined]


class QuestionForm(LeavingOutForm, NewQuestionForm):
    """A question that is asked already; how it is answered stays."""

    kind = None  # type: ignore[assignment]


class VerdictForm(ForKeyResults, forms.Form):
    """What is decided about an idea. Which fields matter goes by the outcome; the command says what is missing."""

    version = VersionField()
    outcome = forms.ChoiceField(choices=Outcome.choices, widget=forms.HiddenInput)
    public_reason = _words(
        _("The reason, in words a customer may read"),
        _("Everyone who asked gets these sentences below their own words."),
    )
    reason = _words(_("Why, for us"), _("For whoever asks next year. Customers do not see it."), rows=2)
    measure = forms.ChoiceField(label=_("What we expect"), choices=Expectation.Measure.choices, required=False)
    words = LineField(label=_("In a few words"), max_length=200, missing="", required=False)
    event = LineField(
        label=_("The event that says somebody uses it"),
        max_length=200,
        missing="",
        required=False,
        help_text=_("As your product sends it. Without it nobody knows, and whoever looks after it is asked."),
        widget=forms.TextInput(attrs={"list": "events", "autocomplete": "off"}),
    )
    amount = forms.DecimalField(
        label=_("How much of it"),
        required=False,
        min_value=0,
        max_value=10**9,
        decimal_places=1,
        help_text=_("For a share, percent: 60."),
    )
    by_day = _day(_("Until"))
    expecter = _colleague(_("Who looks after what we expect"), _("Whoever looks after the idea"))
    defer_until = _day(_("Back on the table on"))
    question = _words(_("What has to be known first"), rows=2)
    owner = _colleague(_("Who finds it out"), _("Choose somebody"))
    override_reason = _words(_("Why against what the ratings say"), _("Stands in the minutes, marked."), rows=2)
    dissent = _words(_("Who saw it otherwise, and why"), rows=2)
    key_results = KeyResultsField()

    FIELDS: ClassVar = {
        Outcome.ACCEPT: ("public_reason", "reason", "measure", "words", "event", "amount", "by_day", "expecter"),
        Outcome.DEFER: ("defer_until", "reason"),
        Outcome.NOT_NOW: ("public_reason", "reason"),
        Outcome.NEED_EVIDENCE: ("question", "owner", "reason"),
    }

    # Asked only where this is the measure; the page hides them otherwise, and what was typed stays.
    ONLY: ClassVar[dict[str, str]] = {"words": Expectation.Measure.OTHER, "event": Expectation.Measure.ADOPTION}

    # What no verdict of its kind goes without; the others may stay empty.
    NEEDED: ClassVar[dict[str, tuple[str, ...]]] = {
        Outcome.ACCEPT: ("public_reason", "reason", "measure", "amount", "by_day"),
        Outcome.DEFER: ("defer_until", "reason"),
        Outcome.NOT_NOW: ("public_reason", "reason"),
        Outcome.NEED_EVIDENCE: ("question", "owner", "reason"),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        outcome = self.data.get("outcome") or self.initial.get("outcome")
        for name in self.NEEDED.get(str(outcome), ()):
            self.fields[name].required = True
        self.offer_key_results()

    def shown(self, outcome: str, *, against: bool) -> list[tuple[forms.BoundField, str]]:
        """Return the fields an outcome asks for, each with the one measure for which it is asked."""
        for_results = [FIELD] if outcome in Verdict.TOLD and FIELD in self.fields else []
        names = [*self.FIELDS[Outcome(outcome)], *(["override_reason"] if against else []), "dissent", *for_results]
        return [(self[name], self.ONLY.get(name, "")) for name in names]

    @property
    def draft(self) -> VerdictDraft:
        """Return what was written as the command takes it."""
        said = self.cleaned_data
        plain = ("outcome", "reason", "public_reason", "defer_until", "question", "owner", "override_reason", "dissent")
        return VerdictDraft(**{name: said[name] for name in plain}, expected=self._expected())

    def _expected(self) -> Expected | None:
        said = self.cleaned_data
        if said["outcome"] != Outcome.ACCEPT or said["amount"] is None or said["by_day"] is None:
            return None
        # Words for something else would stand in the minutes in place of the measure that was chosen in the end.
        words = said["words"] if said["measure"] == Expectation.Measure.OTHER else ""
        return Expected(said["measure"], said["amount"], said["by_day"], words, said["event"], said["expecter"])


class FoundForm(forms.Form):
    """What somebody found out that a meeting wanted to know first."""

    words = _words(_("What you found out"), _("The next meeting reads it beside the question."), rows=5, required=True)


class RemarkForm(forms.Form):
    """What was said at the table."""

    words = _words(_("What was said"), rows=2)


class EndingForm(forms.Form):
    """What else belongs into the minutes."""

    notes = _words(_("What else was said"), _("Stands at the end of the minutes."))


class CheckForm(forms.Form):
    """Whether an idea brought what was expected."""

    judgement = forms.ChoiceField(
        label=_("Did it bring what we expected?"),
        choices=Check.Judgement.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it went."), "invalid_choice": _("Choose how it went.")},
    )
    words = _words(_("What you make of it"), rows=3)
    took_weeks = _weeks(_("Weeks the work took"), _("Only where you know it."), required=False)
