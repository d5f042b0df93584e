"""Find out why a deal was lost: the list of steps, and its two ends."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.decide.analyses import commands
from wellheard.decide.analyses.models import Analysis, AnalysisStep
from wellheard.decide.models import Idea
from wellheard.foundation.text.fields import WordsField
from wellheard.listen.deals.models import Deal, DealMissing
from wellheard.web.deals.queries import ideas_of, missed_in
from wellheard.web.feedback.queries import similar_ideas
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "listen.deals"
FOUND, NOTHING = "found", "nothing"
_AREA = {"rows": 3, "dir": "auto"}


class FindingForm(forms.Form):
    """What was found out, what was missing, and which idea it is evidence for."""

    finding = WordsField(
        label=_("What did you find out?"),
        max_length=20_000,
        error_messages={"required": _("Write what you found out.")},
        widget=forms.Textarea(attrs=_AREA),
    )
    missing = forms.ModelChoiceField(
        label=_("What was missing?"),
        queryset=DealMissing.objects.none(),
        required=False,
        empty_label=_("Something else:"),
    )
    words = WordsField(
        label=_("Or in words"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    idea = forms.ModelChoiceField(
        label=_("Which idea is it evidence for?"),
        queryset=Idea.objects.unmerged(),
        error_messages={"required": _("Choose the idea.")},
    )

    def __init__(self, *arguments: Any, deal: Deal, **options: Any) -> None:
        super().__init__(*arguments, **options)
        rows = list(deal.missing.select_related("feedback").order_by("position"))
        field = self.fields["missing"]
        field.initial = rows[0].pk if rows else None
        field.queryset = deal.missing.all()  # type: ignore[attr-defined]
        field.choices = [("", _("Something else:")), *((row.pk, row.feedback.words[:120]) for row in rows)]  # type: ignore[attr-defined]
        self.fields["idea"].choices = [("", _("Choose the idea")), *_ideas(rows)]  # type: ignore[attr-defined]


class NothingForm(forms.Form):
    """Why there is no finding."""

    why_not = WordsField(
        label=_("Why is there no finding?"),
        max_length=20_000,
        error_messages={"required": _("Write why there is no finding, so that nobody asks again.")},
        widget=forms.Textarea(attrs=_AREA),
    )


def _ideas(rows: list[DealMissing]) -> list[tuple[Any, Any]]:
    """Return the ideas to choose from: those it is linked to, those alike, then all open ones by title."""
    linked = [idea for ideas in ideas_of([row.feedback_id for row in rows]).values() for idea in ideas]
    alike = [idea for row in rows for idea in similar_ideas(row.feedback)]
    near = {idea.pk: idea.title for idea in (*linked, *alike)}
    others = Idea.objects.open().exclude(pk__in=near).order_by("title", "pk").values_list("pk", "title")[:500]
    groups: list[tuple[Any, Any]] = [(_("These may fit"), list(near.items()))] if near else []
    return [*groups, (_("All open ideas"), list(others))]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILE_FEEDBACK)
def analysis(request: StaffRequest, analysis_id: int) -> HttpResponse:
    """Show what is to be done to find out why, and end it: with a finding for an idea, or with why there is none."""
    rows = Analysis.objects.select_related("deal__company", "deal__competitor", "task__assignee", "idea", "ended_by")
    row = get_object_or_404(rows, pk=analysis_id)
    end = request.POST.get("end", "")
    found = FindingForm(request.POST if end == FOUND else None, deal=row.deal)
    nothing = NothingForm(request.POST if end == NOTHING else None)
    if end == FOUND and saved(found, lambda: _find(request, row, found)):
        messages.success(request, _now("It is evidence of the best grade for the idea now. The task is done."))
        return redirect("analysis", row.pk)
    if end == NOTHING and saved(nothing, lambda: _give_up(request, row, nothing)):
        messages.success(request, _now("The reason is kept. The task is done."))
        return redirect("analysis", row.pk)
    done = {one.step: one for one in row.steps.select_related("done_by")}
    return show(
        request,
        "deals/analysis.html",
        nothing if end == NOTHING else found,
        place=PLACE,
        analysis=row,
        steps=[(step, label, done.get(step)) for step, label in AnalysisStep.Step.choices],
        missed=missed_in(row.deal.missing.order_by("position")),
        reasons=row.deal.reasons.select_related("reason", "recorded_by").order_by("recorded_at", "pk"),
        found=found,
        nothing=nothing,
    )


@require_POST
@needs(Permission.FILE_FEEDBACK)
def step(request: StaffRequest, analysis_id: int) -> HttpResponse:
    """Note that a step was done, or is to be done again."""
    row = get_object_or_404(Analysis, pk=analysis_id)
    chosen = request.POST.get("step", "")
    try:
        if request.POST.get("undo"):
            commands.undo_step(analysis_id=row.pk, step=chosen)
        else:
            note = request.POST.get("note", "")[:20_000]
            commands.do_step(analysis_id=row.pk, step=chosen, note=note, by=request.user)
    except commands.AnalysisError as problem:
        messages.error(request, str(problem))
    return redirect("analysis", row.pk)


def _find(request: StaffRequest, row: Analysis, form: FindingForm) -> None:
    said = form.cleaned_data
    missed = commands.Missed(missing_id=said["missing"].pk if said["missing"] else None, words=said["words"])
    commands.end_with_finding(
        analysis_id=row.pk, finding=said["finding"], missed=missed, idea_id=said["idea"].pk, by=request.user
    )


def _give_up(request: StaffRequest, row: Analysis, form: NothingForm) -> None:
    commands.end_without_finding(analysis_id=row.pk, why_not=form.cleaned_data["why_not"], by=request.user)
