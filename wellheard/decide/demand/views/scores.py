"""Formulas, estimates and scores: what ideas come to, between which places, and with which chance they are chosen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.decide.demand import commands
from wellheard.decide.demand.forms.scoring import FormulaForm, ScoringForm
from wellheard.decide.demand.models import Estimate, Scoring
from wellheard.decide.demand.queries.scores import last_that_fits, newest_formulas
from wellheard.decide.demand.scores.arithmetic import FormulaError, parse
from wellheard.decide.demand.scores.standard import KNOWN, LABELS
from wellheard.decide.models import Idea
from wellheard.foundation.paging import Page
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "decide.ideas"
SHOWN, PAGE = 20, 50
_PARTS = ("low", "likely", "high")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW)
def scores(request: StaffRequest) -> HttpResponse:
    """Show formulas and the newest scorings; score all open ideas of which everything is estimated."""
    may_score = request.user.may(Permission.DECIDE)
    form = ScoringForm(request.POST if request.method == "POST" and may_score else None)
    if form.is_bound and form.is_valid():
        ideas = Idea.objects.open().order_by("-mrr_minor", "-pk").values_list("pk", flat=True)
        try:
            made = commands.score_ideas(
                formula_id=form.cleaned_data["formula"].pk, idea_ids=ideas, room=form.room, by=request.user
            )
        except (commands.ScoreError, FormulaError) as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("idea_scoring", made.pk)
    return _overview(request, form, FormulaForm())


@require_POST
@needs(Permission.DECIDE)
def formulas(request: StaffRequest) -> HttpResponse:
    """Add the standard formulas, or write one: a change makes a new version, and what was scored keeps its own."""
    if "standard" in request.POST:
        commands.add_standard_formulas()
        messages.success(request, _("RICE and WSJF are there now."))
        return redirect("idea_scores")
    form = FormulaForm(request.POST)
    if form.is_valid():
        try:
            formula = commands.save_formula(by=request.user, **form.cleaned_data)
        except FormulaError as problem:
            form.add_error("text", str(problem))
        else:
            said = {"name": formula.name, "number": formula.number}
            messages.success(request, _("%(name)s, version %(number)s, is saved.") % said)
            return redirect("idea_scores")
    return _overview(request, ScoringForm(), form)


def _overview(request: StaffRequest, form: ScoringForm, formula_form: FormulaForm) -> HttpResponse:
    newest = Scoring.objects.select_related("formula", "made_by").order_by("-made_at", "-pk")[:SHOWN]
    context = {
        "place": PLACE,
        "form": form,
        "formula_form": formula_form,
        "formulas": newest_formulas(),
        "scorings": newest,
        "known": sorted(KNOWN),
    }
    return render(request, "demand/scores.html", context, status=422 if form.errors or formula_form.errors else 200)


@require_safe
@needs(Permission.VIEW)
def scoring(request: StaffRequest, scoring_id: int) -> HttpResponse:
    """Show what ideas came to in one scoring, and what it was counted from."""
    found = get_object_or_404(Scoring.objects.select_related("formula", "made_by"), pk=scoring_id)
    after = request.GET.get("after", "")
    begin = int(after) if is_whole_number(after) else 0
    rows = list(found.scores.select_related("idea").filter(place__gt=begin).order_by("place")[: PAGE + 1])
    page = Page(rows[:PAGE], str(rows[PAGE - 1].place) if len(rows) > PAGE else "", is_first=not begin)
    last = last_that_fits(found)
    context = {
        "place": PLACE,
        "scoring": found,
        "page": page,
        "count": found.scores.count(),
        "last": last,
        # Where the page begins on which the line is drawn, below the last place that fits.
        "line_from": (max(last or 0, 1) - 1) // PAGE * PAGE,
    }
    return render(request, "demand/scoring.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW)
def estimates(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Show and take what goes into the scores of one idea: at least, likely, at most."""
    idea = get_object_or_404(Idea.objects.unmerged(), pk=idea_id)
    may_edit = request.user.may(Permission.EDIT_IDEAS)
    problem = ""
    if request.method == "POST" and may_edit:
        problem = _estimate(request, idea)
        if not problem:
            messages.success(request, _("Estimated. It counts from the next scoring."))
            return redirect("idea_estimates", idea.pk)
    there = {one.name: one for one in Estimate.objects.filter(idea=idea).select_related("made_by")}
    context = {
        "place": PLACE,
        "idea": idea,
        "may_edit": may_edit,
        "problem": problem,
        "inputs": [(name, LABELS.get(name, name), there.get(name)) for name in _input_names()],
        "typed": {"name": request.POST.get("name", "")} | {part: request.POST.get(part, "") for part in _PARTS},
        "scores": idea.scores.select_related("scoring__formula").order_by("-pk")[:SHOWN],
    }
    return render(request, "demand/estimates.html", context, status=422 if problem else 200)


def _estimate(request: StaffRequest, idea: Idea) -> str:
    """Take one input; return what is wrong with it, or nothing."""
    name = request.POST.get("name", "")
    if name not in _input_names():
        return _("This input stands in no formula any more. Load the page again.")
    try:
        low, likely, high = (float(request.POST.get(part, "").replace(",", ".")) for part in _PARTS)
        commands.estimate(idea_id=idea.pk, name=name, low=low, likely=likely, high=high, by=request.user)
    except commands.ScoreError as problem:
        return str(problem)
    except ValueError:
        return _("Give three numbers in order: at least, likely, at most.")
    return ""


def _input_names() -> list[str]:
    names = {name: None for formula in newest_formulas() for name in parse(formula.text).names if name not in KNOWN}
    return list(names)
