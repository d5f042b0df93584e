"""What stands behind an idea: take a link back, weigh it, note that somebody no longer needs it, or still does."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wellheard.decide import commands
from wellheard.decide.commands import LinkError
from wellheard.decide.models import Evidence, EvidenceItem
from wellheard.web.ideas.forms import ImportanceForm, WithdrawalForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_POST
@needs(Permission.FILE_FEEDBACK)
def unlinking(request: StaffRequest, idea_id: int, feedback_id: int) -> HttpResponse:
    """Take a link back. What the customer said stays, and can be linked again."""
    if not EvidenceItem.objects.filter(idea=idea_id, feedback=feedback_id).exists():
        raise Http404(_("This is not linked to the idea any more."))
    commands.unlink_feedback(feedback_id=feedback_id, idea_id=idea_id)
    messages.success(request, _("It no longer counts for this idea. What they said stays where it was heard."))
    return redirect("idea_words" if request.POST.get("back") == "words" else "idea", idea_id)


@require_POST
@needs(Permission.FILE_FEEDBACK)
def importance(request: StaffRequest, evidence_id: int) -> HttpResponse:
    """Set how much a company needs an idea, and who says so."""
    row, form = _row(evidence_id), ImportanceForm(request.POST)
    if form.is_valid():
        commands.set_importance(evidence_id=row.pk, **form.cleaned_data)
        messages.success(request, _("How much they need it is noted."))
    else:
        _say(request, form)
    return _back(request, row)


@require_POST
@needs(Permission.FILE_FEEDBACK)
def withdrawal(request: StaffRequest, evidence_id: int) -> HttpResponse:
    """Note that a company no longer needs an idea, and why."""
    row, form = _row(evidence_id), WithdrawalForm(request.POST)
    if form.is_valid():
        commands.withdraw_evidence(evidence_id=row.pk, reason=form.cleaned_data["reason"])
        messages.success(request, _("It no longer counts. The reason stays with it."))
    else:
        _say(request, form)
    return _back(request, row)


@require_POST
@needs(Permission.FILE_FEEDBACK)
def reaffirmation(request: StaffRequest, evidence_id: int) -> HttpResponse:
    """Note that a company still needs an idea."""
    row = _row(evidence_id)
    try:
        commands.reaffirm_evidence(evidence_id=row.pk)
    except LinkError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Noted today: they still need it."))
    return _back(request, row)


def _row(evidence_id: int) -> Evidence:
    return get_object_or_404(Evidence, pk=evidence_id)


def _say(request: StaffRequest, form: forms.Form) -> None:
    for sentences in form.errors.values():
        for sentence in sentences:
            messages.error(request, str(sentence))


def _back(request: StaffRequest, row: Evidence) -> HttpResponse:
    return redirect("idea_evidence" if request.POST.get("back") == "evidence" else "idea", row.idea_id)
