"""What Wellheard still owes of its own accord: reactions that failed or wait, why, and running them again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wellheard.foundation.facts import commands, queries
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.OPERATE)
def reactions(request: StaffRequest) -> HttpResponse:
    """List reactions that failed for good, or those that wait."""
    shown = request.GET.get("view", queries.FAILED)
    if shown not in {queries.FAILED, queries.WAITING}:
        raise Http404(_("There is no such list of reactions."))
    context = {
        "place": "operations.reactions",
        "view": shown,
        "page": queries.owed_page(shown, cursor=request.GET.get("after", "")),
        "counts": queries.owed_counts(),
    }
    return render(request, "operations/reactions.html", context)


@require_POST
@needs(Permission.OPERATE)
def rerun(request: StaffRequest, job_id: int) -> HttpResponse:
    """Run one reaction again."""
    try:
        commands.rerun_reaction(job_id=job_id)
    except commands.NothingToRunError as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, _("The reaction runs again within seconds."))
    return redirect(_back(request))


@require_POST
@needs(Permission.OPERATE)
def rerun_all(request: StaffRequest) -> HttpResponse:
    """Run everything that failed again."""
    count = commands.rerun_failed_reactions()
    messages.success(
        request,
        ngettext("One reaction runs again.", "%(count)s reactions run again.", count) % {"count": count}
        if count
        else _("Nothing had failed, so nothing runs again."),
    )
    return redirect("reactions")


def _back(request: StaffRequest) -> str:
    shown = request.POST.get("view", "")
    return f"/operations/reactions/?view={queries.WAITING}" if shown == queries.WAITING else "/operations/reactions/"
