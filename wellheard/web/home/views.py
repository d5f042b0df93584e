"""Home: who waits to hear from us, how far the loop has turned, and what needs me."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.foundation import clock
from wellheard.foundation.paging import page_of
from wellheard.learn import loop
from wellheard.learn.queries import largest_crowd, who_waits
from wellheard.web.demo.commands import is_being_told
from wellheard.web.home import queries
from wellheard.web.setup.steps import checklist
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.VIEW)
def home(request: StaffRequest) -> HttpResponse:
    """Show the home page, or the doors to open on day one."""
    within = loop.period(request.GET.get("period", ""))
    counted = loop.kept_counts(within)
    context = {
        "place": "home",
        "today": clock.now(),
        "period": within.key,
        "stages": queries.meter(within, counted.values),
        "counted_at": counted.at,
        "waiting": who_waits(),
    }
    if request.user.may(Permission.MANAGE_STAFF):
        context["checklist"] = checklist()
    if queries.nobody_was_heard():
        context |= {"doors": queries.doors(), "demo_comes": is_being_told()}
        return render(request, "home/first_run.html", context)
    context |= {
        "ledger": queries.ledger(),
        "crowd": largest_crowd(),
        "needs": queries.what_needs_me(request.user),
        "just_heard": queries.just_heard(),
    }
    return render(request, "home/home.html", context)


@require_safe
@needs(Permission.VIEW)
def loop_list(request: StaffRequest, stage: str) -> HttpResponse:
    """List the feedback behind a number of the loop meter."""
    if stage not in loop.STAGES:
        raise Http404(_("The loop has no such stage."))
    within = loop.period(request.GET.get("period", ""))
    rows, counted = loop.reached(stage, within).with_people(), loop.kept_counts(within)
    context = {
        "place": "home",
        "stage": stage,
        "title": queries.STAGE_TITLES[stage],
        "meaning": queries.STAGE_MEANINGS[stage],
        "period": within.key,
        "total": counted.values[stage],
        "counted_at": counted.at,
        "page": page_of(rows, order=("-heard_at", "-pk"), cursor=request.GET.get("after", "")),
    }
    return render(request, "home/loop_list.html", context)
