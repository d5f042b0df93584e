"""Teams, which own areas."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.workspace import commands
from wellheard.workspace.forms.structure import NameForm, NewNameForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Team
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.products import PLACE
from wellheard.workspace.views.saving import saved, show


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def team_new(request: StaffRequest) -> HttpResponse:
    """Add a team."""
    form = NewNameForm(request.POST or None)
    if request.method == "POST" and saved(form, lambda: commands.add_team(**form.cleaned_data)):
        messages.success(request, _("“%(name)s” is added.") % form.cleaned_data)
        return redirect("settings_areas")
    return show(request, "workspace/team_new.html", form, place=PLACE)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def team(request: StaffRequest, team_id: int) -> HttpResponse:
    """Rename or remove a team, and see who is in it."""
    row = get_object_or_404(Team, pk=team_id)
    form = NameForm(request.POST or None, initial={"name": row.name, "version": row.version})
    if request.method == "POST" and saved(form, lambda: _rename(row, form), row=row):
        messages.success(request, _("“%(name)s” is saved.") % form.cleaned_data)
        return redirect("settings_areas")
    members = list(row.members.order_by("name", "pk"))
    return show(request, "workspace/team.html", form, place=PLACE, team=row, members=members)


def _rename(row: Team, form: NameForm) -> None:
    commands.rename_team(team_id=row.pk, **form.cleaned_data)


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def team_removal(request: StaffRequest, team_id: int) -> HttpResponse:
    """Remove a team; its areas wait for another owner."""
    row = get_object_or_404(Team, pk=team_id)
    commands.remove_team(team_id=row.pk)
    messages.success(request, _("“%(name)s” is removed. Its areas have no team now.") % {"name": row.name})
    return redirect("settings_areas")
