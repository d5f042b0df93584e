"""Setting up, one question a page: each can be passed over, gone back to and gone on with by another admin."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.foundation.demo import is_demo, mail_server
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.mail.sender import mail_from
from wellheard.foundation.text.clean import clean_line
from wellheard.web.brand.commands import change_portal
from wellheard.web.demo.commands import is_empty
from wellheard.web.setup import commands, steps
from wellheard.web.setup.forms import AreasForm, NameForm, RegionForm, SenderForm, TeamForm
from wellheard.web.setup.overview import entries
from wellheard.workspace.commands import change_installation, note_step
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.installation import held_by_operator
from wellheard.workspace.models import Area, SetUpStep, Vendor
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

_LONGEST_WORDS = 100
Page = Callable[[StaffRequest], HttpResponse]


@require_safe
@needs(Permission.VIEW)
def overview(request: StaffRequest) -> HttpResponse:
    """Name every settings page this person may open, by what can be changed there."""
    words = clean_line(request.GET.get("q", ""))[:_LONGEST_WORDS]
    found = entries(words, staff=request.user)
    return render(request, "workspace/overview.html", {"place": "settings", "words": words, "entries": found})


@require_safe
@needs(Permission.MANAGE_STAFF)
def setting_up(request: StaffRequest) -> HttpResponse:  # noqa: ARG001 - the same for every admin
    """Go on where setting up was left."""
    return redirect("setting_up_step", steps.first_open())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_STAFF)
def setting_up_step(request: StaffRequest, key: str) -> HttpResponse:
    """Show one step and carry it out."""
    if key not in PAGES:
        raise Http404(_("There is no such step."))
    return PAGES[key](request)


@require_POST
@needs(Permission.MANAGE_STAFF)
def setting_up_skip(request: StaffRequest, key: str) -> HttpResponse:
    """Pass over a step; it can be come back to."""
    if key not in PAGES:
        raise Http404(_("There is no such step."))
    note_step(key=key, outcome=SetUpStep.Outcome.SKIPPED, by=request.user)
    return _after(key)


@require_POST
@needs(Permission.MANAGE_STAFF)
def checklist_hiding(request: StaffRequest) -> HttpResponse:
    """Take the checklist off home, for all admins."""
    note_step(key=steps.CHECKLIST, outcome=SetUpStep.Outcome.SKIPPED, by=request.user)
    messages.success(request, _("The list is off home. Settings lead to every step of it."))
    return redirect("home")


@require_POST
@needs(Permission.MANAGE_STAFF)
def test_mail(request: StaffRequest) -> HttpResponse:
    """Send the admin a mail the way answers go."""
    commands.send_test_mail(to=request.user)
    return redirect("setting_up_step", "mail")


@never_cache
@require_safe
@needs(Permission.MANAGE_STAFF)
def test_mail_state(request: StaffRequest) -> HttpResponse:
    """Say what became of the last test mail; the page asks again while it is on its way."""
    return render(request, "setup/mail.html#tested", {"test": _last_test(request)})


def _name(request: StaffRequest) -> HttpResponse:
    row = _vendor()
    initial = {"version": row.version, "name": row.name}
    form = NameForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and saved(form, lambda: _rename(form), row=row):
        return _done(request, "name")
    return _show(request, "setup/name.html", form)


def _rename(form: NameForm) -> Vendor:
    data = form.cleaned_data
    return change_portal(version=data["version"], wanted={"name": data["name"]}, logo=data["logo"])


def _region(request: StaffRequest) -> HttpResponse:
    row = _vendor()
    form = RegionForm(request.POST or None, vendor=row)
    if request.method == "POST" and saved(form, lambda: change_installation(**form.wanted()), row=row):
        return _done(request, "region")
    return _show(request, "setup/region.html", form)


def _mail(request: StaffRequest) -> HttpResponse:
    row = _vendor()
    form = SenderForm(request.POST or None, vendor=row)
    if request.method == "POST" and saved(form, lambda: change_installation(**form.wanted()), row=row):
        return _done(request, "mail")
    context = {
        "has_server": bool(mail_server()),
        "sender": mail_from(),
        "test": _last_test(request),
        "is_held": "mail_from_name" in held_by_operator(),
    }
    return _show(request, "setup/mail.html", form, **context)


def _areas(request: StaffRequest) -> HttpResponse:
    form = AreasForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = commands.add_areas(product=form.cleaned_data["product"], wanted=form.names())
        if new:
            messages.success(request, ngettext("%(n)d area is new.", "%(n)d areas are new.", new) % {"n": new})
        return _done(request, "areas")
    return _show(request, "setup/areas.html", form, areas=list(Area.objects.by_name()[:200]))


def _team(request: StaffRequest) -> HttpResponse:
    form = TeamForm(request.POST or None)
    links: list[object] = []
    if request.method == "POST" and saved(form, lambda: links.extend(_invite(request, form))):
        note_step(key="team", outcome=SetUpStep.Outcome.DONE, by=request.user)
        # The links are shown once, to be handed over where mail does not reach.
        return _show(request, "setup/team.html", TeamForm(None), links=links) if links else _after("team")
    return _show(request, "setup/team.html", form, links=[])


def _invite(request: StaffRequest, form: TeamForm) -> list[tuple[object, str]]:
    return [*commands.invite_several(people=form.invited(), by=request.user)]


def _start(request: StaffRequest) -> HttpResponse:
    if request.method == "POST":
        return _done(request, "start")
    return render(request, "setup/start.html", _context("start") | {"can_load": not is_demo() and is_empty()})


PAGES: dict[str, Page] = {
    "name": _name,
    "region": _region,
    "mail": _mail,
    "areas": _areas,
    "team": _team,
    "start": _start,
}


def _vendor() -> Vendor:
    return Vendor.objects.first() or Vendor(pk=1)


def _last_test(request: StaffRequest) -> OutgoingMail | None:
    tests = OutgoingMail.objects.filter(key__startswith=f"test:{request.user.pk}:")
    return tests.newest_first().first()


def _done(request: StaffRequest, key: str) -> HttpResponse:
    note_step(key=key, outcome=SetUpStep.Outcome.DONE, by=request.user)
    return _after(key)


def _after(key: str) -> HttpResponse:
    following = steps.neighbours(key)[1]
    return redirect("setting_up_step", following) if following else redirect("home")


def _context(key: str) -> dict[str, object]:
    before, _following = steps.neighbours(key)
    return {"place": "settings.setting_up", "step": steps.step_of(key), "way": steps.way(key), "before": before}


def _show(request: StaffRequest, template: str, form: BaseForm, **context: object) -> HttpResponse:
    key = template.removeprefix("setup/").removesuffix(".html")
    return show(request, template, form, **_context(key), **context)
