"""Which teams deal their conversations out, and who is away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellheard.listen.desk.commands.dealing import deal_out, stop_dealing
from wellheard.listen.desk.forms import DealingForm
from wellheard.listen.desk.models import TeamDealing
from wellheard.listen.desk.queries.dealing import at_hand, waiting_for_somebody
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Team
from wellheard.workspace.permissions import Permission

PLACE = "settings.dealing"


@require_safe
@needs(Permission.EDIT_WORKSPACE)
def dealing(request: StaffRequest) -> HttpResponse:
    """Show of each team whether its conversations are dealt out, who is at hand and what waits."""
    known = {row.team_id: row for row in TeamDealing.objects.select_related("team")}
    rows = []
    for team in Team.objects.by_name():
        row = known.get(team.pk) or TeamDealing(team=team)
        people = at_hand(row)
        form = DealingForm(initial={"most_open": row.most_open}, prefix=str(team.pk))
        rows.append(
            {
                "team": team,
                "dealing": row,
                "form": form,
                "people": people,
                "full": sum(one.held >= row.most_open for one in people),
                "waiting": waiting_for_somebody().filter(team=team).count(),
            }
        )
    context = {"place": PLACE, "rows": rows, "on": sum(row.deals_since is not None for row in known.values())}
    return render(request, "desk/dealing.html", context)


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def team_dealing(request: StaffRequest, team_id: int) -> HttpResponse:
    """Deal a team's conversations out, or let people choose again."""
    team = get_object_or_404(Team, pk=team_id)
    if request.POST.get("deals") == "no":
        stop_dealing(team=team)
        messages.success(request, _("The people of %(team)s choose again what they take.") % {"team": team.name})
        return redirect("settings_dealing")
    form = DealingForm(request.POST, prefix=str(team.pk))
    if not form.is_valid():
        messages.error(request, _("Write how many open conversations one has at most, from 1 to 1000."))
        return redirect("settings_dealing")
    deal_out(team=team, most_open=form.cleaned_data["most_open"])
    messages.success(request, _("%(team)s gets its conversations in turn.") % {"team": team.name})
    return redirect("settings_dealing")
