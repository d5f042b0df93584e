"""Plan a talk, move it, call it off, say that it took place."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.customers.models import Company
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.interviews import commands
from wellheard.listen.interviews.commands import TalkDraft
from wellheard.listen.interviews.errors import TalkError
from wellheard.listen.interviews.models import Interview
from wellheard.web.talks.forms.planning import CompanyForm, MoveForm, PeopleForm, PlanForm, suggested_time
from wellheard.web.talks.views.talks import PLACE
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TALK)
def talk_new(request: StaffRequest) -> HttpResponse:
    """Plan a talk with a company, which is found by its name first."""
    company = _company(request)
    if company is None:
        return _choose(request)
    form = PlanForm(request.POST or None, company=company, initial=_initial(request, company))
    made: list[Interview] = []
    if request.method == "POST" and saved(form, lambda: made.append(_plan(form, company, request))):
        messages.success(request, _done(made[0]))
        return redirect("talk", made[0].pk)
    return show(request, "talks/new.html", form, place=PLACE, company=company)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TALK)
def moving(request: StaffRequest, talk_id: int) -> HttpResponse:
    """Let a planned talk take place at another time or elsewhere."""
    talk = get_object_or_404(Interview.objects.select_related("company"), pk=talk_id)
    initial = {name: getattr(talk, name) for name in ("version", "planned_at", "minutes", "place")}
    form = MoveForm(request.POST or None, initial=initial)
    move: Callable[[], object] = lambda: commands.move_interview(interview_id=talk.pk, **form.cleaned_data)  # noqa: E731
    if request.method == "POST" and saved(form, move, row=talk):
        messages.success(request, _("Moved. Those who were invited are told."))
        return redirect("talk", talk.pk)
    return show(request, "talks/moving.html", form, place=PLACE, talk=talk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TALK)
def people(request: StaffRequest, talk_id: int) -> HttpResponse:
    """Let others take part in a planned talk, or somebody else lead it."""
    talk = get_object_or_404(Interview.objects.select_related("company"), pk=talk_id)
    guests = list(talk.guests.values_list("contact_id", flat=True))
    companions = list(talk.companions.values_list("staff_id", flat=True))
    initial = {"version": talk.version, "contacts": guests, "host": talk.host_id, "companions": companions}
    form = PeopleForm(request.POST or None, company=talk.company, guests=guests, initial=initial)
    change: Callable[[], object] = lambda: commands.change_people(  # noqa: E731
        interview_id=talk.pk, version=form.cleaned_data["version"], people=form.people(), by=request.user
    )
    if request.method == "POST" and saved(form, change, row=talk):
        messages.success(request, _("Saved. Those who come, and who need not come any more, are told."))
        return redirect("talk", talk.pk)
    return show(request, "talks/changing_people.html", form, place=PLACE, talk=talk)


@require_POST
@needs(Permission.TALK)
def state(request: StaffRequest, talk_id: int) -> HttpResponse:
    """Say that a talk took place, that they did not come, or that it is off."""
    talk = get_object_or_404(Interview, pk=talk_id)
    steps: dict[str, tuple[Callable[[], object], str]] = {
        "held": (
            lambda: commands.hold_interview(interview_id=talk.pk, by=request.user),
            _("Noted. What did they say?"),
        ),
        "missed": (lambda: commands.miss_interview(interview_id=talk.pk), _("Noted. Their check-in is due again.")),
        "off": (
            lambda: commands.cancel_interview(interview_id=talk.pk),
            _("Called off. Those who were invited are told."),
        ),
    }
    if request.POST.get("to") not in steps:
        raise Http404(_("A talk takes place, is missed, or is called off."))
    change, done = steps[request.POST["to"]]
    try:
        change()
    except TalkError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect("talk", talk.pk)


def _company(request: StaffRequest) -> Company | None:
    key = request.GET.get("company", "")
    if not key:
        return None
    return get_object_or_404(Company, pk=int(key) if is_whole_number(key) else 0)


def _choose(request: StaffRequest) -> HttpResponse:
    form = CompanyForm(request.GET if "named" in request.GET else None)
    found = form.found if form.is_valid() else []
    if len(found) == 1:
        return redirect(f"{request.path}?company={found[0].pk}")
    status = 422 if form.errors else 200
    return render(request, "talks/choosing.html", {"place": PLACE, "form": form, "found": found}, status=status)


def _initial(request: StaffRequest, company: Company) -> dict[str, Any]:
    wanted = request.GET.get("contact", "")
    return {
        "planned_at": suggested_time(),
        "host": company.owner_id or request.user.pk,
        "contacts": [int(wanted)] if is_whole_number(wanted) else [],
    }


def _plan(form: PlanForm, company: Company, request: StaffRequest) -> Interview:
    return commands.plan_interview(draft=TalkDraft(company=company, **form.cleaned_data), by=request.user)


def _done(talk: Interview) -> str:
    if talk.state == Interview.State.HELD:
        return _("Written down as a talk that took place.")
    return _("Planned. Those who come are invited.") if talk.invites else _("Planned.")
