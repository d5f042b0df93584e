"""What the words of CRMs mean, and which lost deals are looked into."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.decide.analyses.commands import edit_loss_rule
from wellheard.decide.analyses.queries import loss_rule
from wellheard.foundation.paging import page_of
from wellheard.foundation.text.fields import WordsField
from wellheard.listen.deals import commands
from wellheard.listen.deals.models import Deal, ReasonMeaning, StageMeaning
from wellheard.listen.deals.queries.listing import industries
from wellheard.web.deals.forms import ReasonField, reason_choices
from wellheard.workspace.forms.fields import VersionField
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Competitor, Staff
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.deals"
SAYS_NOTHING = "nothing"


UNDECIDED_FIRST = {
    "outcome": Case(When(outcome="", then=Value(0)), default=Value(1), output_field=IntegerField()),
    "decided_at": Case(When(decided_at=None, then=Value(0)), default=Value(1), output_field=IntegerField()),
}


class LossRuleForm(forms.Form):
    """Which lost deals are looked into."""

    version = VersionField()
    industries = WordsField(
        label=_("Target industries"),
        required=False,
        max_length=4000,
        help_text=_("One a line, as deals and companies name them. Left empty, no loss is looked into by itself."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    working_days = forms.IntegerField(
        label=_("To be done within"), min_value=1, max_value=60, help_text=_("Working days.")
    )
    lost_within_days = forms.IntegerField(
        label=_("Deals lost at most so long ago"),
        min_value=1,
        max_value=730,
        help_text=_("Days. Older losses are history: nobody remembers why."),
    )


class StageForm(forms.Form):
    """How deals in a stage ended."""

    outcome = forms.ChoiceField(
        label=_("Deals in it are"),
        choices=[("", _("Not decided")), *Deal.Outcome.choices],
        widget=forms.Select(attrs={"class": "input auto"}),
    )


class MeantField(ReasonField):
    """One of the reasons, or that the words say nothing; left empty, nobody decided yet."""

    def to_python(self, value: Any) -> Any:
        return SAYS_NOTHING if value == SAYS_NOTHING else super().to_python(value)


class WordForm(forms.Form):
    """Which reason and which competitor words mean."""

    reason = MeantField(required=False, widget=forms.Select(attrs={"class": "input auto"}))
    competitor = forms.ModelChoiceField(
        label=_("Competitor"),
        queryset=Competitor.objects.by_name(),
        required=False,
        empty_label=_("No competitor"),
        widget=forms.Select(attrs={"class": "input auto"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def deals(request: StaffRequest) -> HttpResponse:
    """Say in which industries losses are looked into; decide what stages and words mean."""
    rule = loss_rule()
    now = {name: getattr(rule, name) for name in ("version", "working_days", "lost_within_days")}
    form = LossRuleForm(request.POST or None, initial=now | {"industries": "\n".join(rule.industries)})
    if request.method == "POST" and saved(form, lambda: _save(form), row=rule if rule._state.db else None):  # noqa: SLF001
        messages.success(request, _now("Saved. Deals lost lately are looked at by the new rule."))
        return redirect("settings_deals")
    return show(
        request,
        "deals/settings.html",
        form,
        place=PLACE,
        known=industries(),
        stages=page_of(
            _in_order(StageMeaning.objects, "outcome"), order=("decided", "pk"), cursor=_at(request, "stages")
        ),
        words=page_of(
            _in_order(ReasonMeaning.objects.select_related("reason", "competitor"), "decided_at"),
            order=("decided", "pk"),
            cursor=_at(request, "words"),
        ),
        outcomes=Deal.Outcome.choices,
        reason_groups=_groups(),
        competitors=list(Competitor.objects.by_name()),
    )


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def stage(request: StaffRequest, meaning_id: int) -> HttpResponse:
    """Decide how deals in a stage ended."""
    meaning, form = get_object_or_404(StageMeaning, pk=meaning_id), StageForm(request.POST)
    decided = saved(
        form,
        lambda: commands.say_what_a_stage_means(
            meaning_id=meaning.pk, outcome=form.cleaned_data["outcome"], by=request.user
        ),
    )
    _tell(request, _now("Decided. All deals in “%(name)s” are read again.") % {"name": meaning.name} if decided else "")
    return redirect("settings_deals")


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def word(request: StaffRequest, meaning_id: int) -> HttpResponse:
    """Decide which reason and competitor words mean."""
    meaning, form = get_object_or_404(ReasonMeaning, pk=meaning_id), WordForm(request.POST)
    if form.is_valid() and not any(form.cleaned_data.values()):
        messages.info(request, _now("Nothing was decided about “%(words)s”.") % {"words": meaning.said})
        return redirect("settings_deals")
    decided = saved(form, lambda: _say(meaning, form, request.user))
    _tell(
        request,
        _now("Decided. All deals with “%(words)s” are read again.") % {"words": meaning.said} if decided else "",
    )
    return redirect("settings_deals")


def _say(meaning: ReasonMeaning, form: WordForm, by: Staff) -> None:
    said = form.cleaned_data["reason"]
    reason = None if said == SAYS_NOTHING else said
    competitor = form.cleaned_data["competitor"]
    commands.say_what_a_reason_means(meaning_id=meaning.pk, reason=reason, competitor=competitor, by=by)


def _groups() -> list[tuple[Any, list[Any]]]:
    """Return the reasons to choose from, each with those below it; those without any stand in a group without a name."""
    return [(name, parts) if isinstance(parts, list) else ("", [(name, parts)]) for name, parts in reason_choices()]


def _tell(request: StaffRequest, sentence: str) -> None:
    if sentence:
        messages.success(request, sentence)
    else:
        messages.error(request, _now("Choose one of the list."))


def _save(form: LossRuleForm) -> None:
    said = form.cleaned_data
    edit_loss_rule(
        version=said["version"],
        industries=said["industries"].splitlines(),
        working_days=said["working_days"],
        lost_within_days=said["lost_within_days"],
    )


def _at(request: StaffRequest, name: str) -> str:
    return request.GET.get(name, "")


def _in_order(rows: Any, column: str) -> Any:
    """Let what is to be decided come first."""
    return rows.annotate(decided=UNDECIDED_FIRST[column])
