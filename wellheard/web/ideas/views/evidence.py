"""What stands behind an idea: take a link back, weigh it, note that somebody no longer needs it, or still does."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wellheard.decide import commands
from wellheard.decide.commands import LinkError
from wellheard.decide.models import Evidence, EvidenceItem, Idea
from wellheard.web.ideas.forms import EvidenceFilter, ImportanceForm, WithdrawalForm
from wellheard.web.ideas.keys import key_of
from wellheard.web.templatetags.figures import number
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

# So many are weighed while one waits.
MOST_AT_ONCE, LONGEST = 500, 2_000


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
def weighing(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Set how much several companies need an idea, at once: the chosen ones, or all that fit."""
    idea, form = get_object_or_404(Idea, pk=idea_id), ImportanceForm(request.POST)
    narrowed = QueryDict(request.POST.get("narrowed", "")[:LONGEST])
    if form.is_valid():
        count = commands.weigh_evidence(evidence_ids=_chosen(request, idea, narrowed), **form.cleaned_data)
        done = ngettext("How much they need it is noted for %(n)s.", "How much they need it is noted for %(n)s.", count)
        messages.success(request, done % {"n": number(count)})
    else:
        _say(request, form)
    query = f"?{narrowed.urlencode()}" if narrowed else ""
    return redirect(f"{reverse('idea_evidence', args=[idea.pk])}{query}")


def _chosen(request: StaffRequest, idea: Idea, narrowed: QueryDict) -> list[int]:
    rows: QuerySet[Evidence] = idea.evidence.standing().order_by("pk")
    if "all" in request.POST:
        rows = EvidenceFilter(narrowed).narrowing.apply(rows).order_by("pk")
    else:
        rows = rows.filter(pk__in=[key for key in map(key_of, request.POST.getlist("ids")) if key])
    return list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])


@require_POST
@needs(Permission.FILE_FEEDBACK)
def withdrawal(request: StaffRequest, evidence_id: int) -> HttpResponse:
    """Note that a company no longer needs an idea, and why."""
    row, form = _row(evidence_id), WithdrawalForm(request.POST)
    if form.is_valid():
        commands.withdraw_evidence(evidence_id=row.pk, reason=form.cleaned_data["reason"], by=request.user)
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
        commands.reaffirm_evidence(evidence_id=row.pk, by=request.user)
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
