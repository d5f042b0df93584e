"""Decide about an idea, knowing who will hear it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wellheard.answer.audience import Audience, ahead, audience
from wellheard.decide import commands, queries
from wellheard.decide.commands import DecisionError, IdeaError
from wellheard.decide.models import Idea
from wellheard.learn.goals.commands import bind_decision
from wellheard.learn.goals.errors import GoalError
from wellheard.web.ideas.forms import DecisionForm
from wellheard.web.ideas.views.board import PLACE
from wellheard.web.ideas.views.conflicts import refuse
from wellheard.web.ideas.views.idea import found
from wellheard.web.ideas.views.leading import leads_on
from wellheard.web.templatetags.figures import number
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DECIDE)
@leads_on
def decision(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Record what we do about an idea and why; say beforehand how many people hear it and when."""
    shown = found(idea_id)
    form = DecisionForm(
        request.POST or None, initial={"version": shown.version, "outcome": request.GET.get("outcome", "")}
    )
    hearers = audience([shown.pk])
    if request.method == "POST" and form.is_valid():
        try:
            _decide(shown, form, request.user)
        except (DecisionError, GoalError, IdeaError) as problem:
            refuse(form, problem, version=shown.version)
        else:
            messages.success(request, _recorded(hearers))
            return redirect("idea", shown.pk)
    context = {
        "place": PLACE,
        "form": form,
        "idea": shown,
        "asks": queries.who_asks(shown),
        "latest": shown.decisions.select_related("decided_by").order_by("-decided_at", "-pk").first(),
        "hearers": hearers,
        "ahead": ahead([shown.pk]),
        "when": hold_in_words(),
        "question": _question(hearers),
    }
    return render(request, "ideas/decision.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _decide(idea: Idea, form: DecisionForm, by: Staff) -> None:
    """Record the decision and what it is for: both, or neither."""
    made = commands.record_decision(idea_id=idea.pk, by=by, **form.said)
    bind_decision(decision=made, result_ids=form.result_ids)


def hold_in_words() -> str:
    """Say when answers go out."""
    minutes = installation().hold_minutes
    return ngettext("in %(count)s minute", "in %(count)s minutes", minutes) % {"count": number(minutes)}


def _question(hearers: Audience) -> str:
    if not hearers.people:
        return ""
    people = ngettext(
        "Tell %(count)s person what we decided?", "Tell %(count)s people what we decided?", hearers.people
    )
    return people % {"count": number(hearers.people)}


def _recorded(hearers: Audience) -> str:
    if not hearers.people:
        return _("The decision is recorded. Nobody has asked yet, so nobody is told.")
    people = ngettext(
        "The decision is recorded. %(count)s person hears back.",
        "The decision is recorded. %(count)s people hear back.",
        hearers.people,
    )
    return people % {"count": number(hearers.people)}
