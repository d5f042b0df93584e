"""Write an idea down, reword it, move it by hand, show it on the portal."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.decide import commands
from wellheard.decide.commands import IdeaError
from wellheard.decide.models import Idea
from wellheard.foundation.facts.models import Fact
from wellheard.web.ideas.forms import IdeaForm, NewIdeaForm
from wellheard.web.ideas.views.board import PLACE
from wellheard.web.ideas.views.conflicts import refuse, standing
from wellheard.web.ideas.views.idea import found
from wellheard.web.ideas.views.leading import leads_on
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_IDEAS)
def idea_new(request: StaffRequest) -> HttpResponse:
    """Write down something we might do for customers."""
    form = NewIdeaForm(request.POST or None, initial={"title": request.GET.get("title", "")[:200]})
    if request.method == "POST" and form.is_valid():
        try:
            opened = commands.open_idea(by=request.user, **form.cleaned_data)
        except IdeaError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("“%(title)s” is written down. Only we see it.") % {"title": opened.title})
            return redirect("idea", opened.pk)
    return _show(request, "ideas/idea_new.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_IDEAS)
@leads_on
def idea_edit(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Reword an idea. When somebody else did so meanwhile, theirs stands beside ours and nothing typed is lost."""
    shown = found(idea_id)
    form = IdeaForm(request.POST or None, initial=_fields(shown))
    if request.method == "POST" and form.is_valid():
        try:
            commands.edit_idea(idea_id=shown.pk, **form.cleaned_data)
        except IdeaError as problem:
            refuse(form, problem, version=shown.version)
        else:
            messages.success(request, _("“%(title)s” is saved.") % form.cleaned_data)
            return redirect("idea", shown.pk)
    theirs = standing(form)
    return _show(
        request, "ideas/idea_edit.html", form, idea=shown, standing=theirs, editor=_editor(shown) if theirs else None
    )


@require_POST
@needs(Permission.EDIT_IDEAS)
def status(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Move an idea by hand."""
    try:
        moved = commands.change_status(idea_id=found(idea_id).pk, status=request.POST.get("status", ""))
    except IdeaError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("It is now: %(status)s.") % {"status": moved.get_status_display()})
    return redirect("idea", idea_id)


@require_POST
@needs(Permission.EDIT_IDEAS)
def publishing(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Show an idea on the portal."""
    try:
        commands.publish_idea(idea_id=found(idea_id).pk)
    except IdeaError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Customers can read it on the portal now, and vote for it."))
    return redirect(f"{reverse('idea', args=[idea_id])}#portal")


@require_POST
@needs(Permission.EDIT_IDEAS)
def hiding(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Take an idea off the portal."""
    try:
        commands.hide_idea(idea_id=found(idea_id).pk)
    except IdeaError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("It is off the portal. What customers said and voted stays."))
    return redirect(f"{reverse('idea', args=[idea_id])}#portal")


def _fields(shown: Idea) -> dict[str, Any]:
    names = ("title", "problem", "workaround", "public_text", "internal_text", "version")
    return {name: getattr(shown, name) for name in names} | {"area": shown.area_id, "owner": shown.owner_id}


def _editor(shown: Idea) -> Staff | None:
    """Return who changed the idea last."""
    facts = Fact.objects.filter(subject_type="idea", subject_id=shown.pk, actor_type=Fact.Actor.STAFF)
    last = facts.filter(name__in=["idea.edited", "idea.decided"]).order_by("-happened_at", "-pk").first()
    return Staff.objects.filter(pk=last.actor_id or 0).first() if last else None


def _show(request: StaffRequest, template: str, form: forms.Form, **context: object) -> HttpResponse:
    code = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"place": PLACE, "form": form, **context}, status=code)
