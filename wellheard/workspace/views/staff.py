"""Who works here: the list, invitations, roles, leaving and returning."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.workspace import commands
from wellheard.workspace.forms.staff import DepartureForm, InvitationForm, StaffForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.handing_on import counts, in_words
from wellheard.workspace.models import HandedOn, Invitation, Staff
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.staff"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_STAFF)
def staff_list(request: StaffRequest) -> HttpResponse:
    """Show who works here and who is invited, and invite somebody; the new link is shown once, to be handed over."""
    form = InvitationForm(request.POST or None)
    made: list[tuple[Invitation, str]] = []
    if request.method == "POST" and saved(form, lambda: made.append(_invite(request, form))):
        return _show_link(request, *made[0])
    return show(request, "workspace/staff.html", form, place=PLACE, **_people())


def _invite(request: StaffRequest, form: InvitationForm) -> tuple[Invitation, str]:
    data = form.cleaned_data
    return commands.invite_staff(email=data["email"], role=data["role"], by=request.user)


def _people() -> dict[str, object]:
    return {
        "people": list(Staff.objects.at_work().prefetch_related("teams").order_by("name", "pk")),
        "left": list(Staff.objects.filter(is_active=False).order_by("name", "pk")),
        "invitations": list(Invitation.objects.unanswered().select_related("invited_by").newest_first()),
    }


def _show_link(request: StaffRequest, invitation: Invitation, link: str) -> HttpResponse:
    return render(request, "workspace/invitation_link.html", {"place": PLACE, "invitation": invitation, "link": link})


@never_cache
@require_POST
@needs(Permission.MANAGE_STAFF)
def invitation_link(request: StaffRequest, invitation_id: int) -> HttpResponse:
    """Send a new link to somebody invited and show it once."""
    get_object_or_404(Invitation, pk=invitation_id)
    try:
        invitation, link = commands.renew_invitation(invitation_id=invitation_id, by=request.user)
    except commands.WorkspaceError as problem:
        messages.error(request, str(problem))
        return redirect("settings_staff")
    return _show_link(request, invitation, link)


@require_POST
@needs(Permission.MANAGE_STAFF)
def invitation_withdrawal(request: StaffRequest, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(Invitation, pk=invitation_id)
    try:
        commands.withdraw_invitation(invitation_id=invitation.pk)
    except commands.WorkspaceError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The invitation of %(email)s is withdrawn.") % {"email": invitation.email})
    return redirect("settings_staff")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_STAFF)
def staff_member(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Change what somebody works as."""
    person = get_object_or_404(Staff, pk=staff_id)
    form = StaffForm(
        request.POST or None,
        initial={
            "version": person.version,
            "role": person.role,
            "department": person.department,
            "teams": list(person.teams.values_list("pk", flat=True)),
        },
    )
    if request.method == "POST" and saved(form, lambda: _edit(person, form), row=person):
        messages.success(request, _("%(name)s is changed.") % {"name": person.name})
        return redirect("settings_staff")
    return show(request, "workspace/staff_member.html", form, place=PLACE, person=person, **_left_behind(person))


def _left_behind(person: Staff) -> dict[str, object]:
    """Return, of somebody who has left, what went to whom, and what came to them since."""
    if person.is_active:
        return {}
    handed_on = HandedOn.objects.filter(giver=person, given_back_at=None).select_related("taker").order_by("-pk")
    return {
        "handed_on": [(row.taker, in_words(row.counts)) for row in handed_on],
        "held": in_words(counts(person.pk)),
    }


def _edit(person: Staff, form: StaffForm) -> None:
    commands.edit_staff(staff_id=person.pk, **form.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_STAFF)
def staff_departure(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Say what somebody who leaves looks after, ask who takes it over, and let them leave."""
    person = get_object_or_404(Staff, pk=staff_id)
    held = in_words(counts(person.pk))
    form = DepartureForm(request.POST if request.method == "POST" else None, leaver=person)
    if not held:
        form.fields.pop("to")
    if request.method == "POST" and saved(form, lambda: _let_go(request, person, form)):
        messages.success(request, _departed(person, form))
        return redirect("settings_staff")
    return show(request, "workspace/staff_departure.html", form, place=PLACE, person=person, held=held)


def _let_go(request: StaffRequest, person: Staff, form: DepartureForm) -> None:
    commands.deactivate_staff(staff_id=person.pk, to=form.cleaned_data.get("to"), by=request.user)


def _departed(person: Staff, form: DepartureForm) -> str:
    if taker := form.cleaned_data.get("to"):
        return _("%(name)s can no longer sign in. What they looked after is with %(taker)s now.") % {
            "name": person.name,
            "taker": taker.name,
        }
    return _("%(name)s can no longer sign in. What they did stays.") % {"name": person.name}


@require_POST
@needs(Permission.MANAGE_STAFF)
def staff_return(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Let somebody who had left sign in again, and give back what was theirs where that is asked for."""
    person = get_object_or_404(Staff, pk=staff_id)
    if "with_everything" in request.POST:
        commands.restore_staff(staff_id=person.pk)
        done = _("%(name)s can sign in again, and looks after what they had, as far as nobody else has it by now.")
    else:
        commands.reactivate_staff(staff_id=person.pk)
        done = _("%(name)s can sign in again.")
    messages.success(request, done % {"name": person.name})
    return redirect("settings_staff")
