"""Tiers: what we promise to which companies."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.workspace import commands
from wellheard.workspace.forms.structure import RemovalForm
from wellheard.workspace.forms.tiers import NewTierForm, TierForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Tier
from wellheard.workspace.permissions import Permission
from wellheard.workspace.queries import uses_of
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.tiers"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def tiers(request: StaffRequest) -> HttpResponse:
    """Show the tiers in their order, and add one."""
    form = NewTierForm(request.POST or None)
    if request.method == "POST" and saved(form, lambda: commands.add_tier(**form.cleaned_data)):
        messages.success(request, _("“%(name)s” is added.") % form.cleaned_data)
        return redirect("settings_tiers")
    return show(request, "workspace/tiers.html", form, place=PLACE, tiers=list(Tier.objects.in_order()))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def tier(request: StaffRequest, tier_id: int) -> HttpResponse:
    """Rename a tier, move it in the list, or promise something else."""
    row = get_object_or_404(Tier, pk=tier_id)
    names = (
        "name", "touch", "answer_within_hours", "first_answer_minutes", "next_answer_minutes", "call_every_days",
        "position", "version",
    )  # fmt: skip
    form = TierForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    if request.method == "POST" and saved(form, lambda: _edit(row, form), row=row):
        messages.success(request, _("“%(name)s” is saved.") % form.cleaned_data)
        return redirect("settings_tiers")
    return show(request, "workspace/tier.html", form, place=PLACE, tier=row)


def _edit(row: Tier, form: TierForm) -> None:
    commands.edit_tier(tier_id=row.pk, **form.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def tier_removal(request: StaffRequest, tier_id: int) -> HttpResponse:
    """Remove a tier; another one takes over its companies."""
    row = get_object_or_404(Tier, pk=tier_id)
    uses = uses_of(row)
    heirs = Tier.objects.exclude(pk=row.pk).in_order()
    form = RemovalForm(request.POST if request.method == "POST" else None, heirs=heirs, uses=uses)
    if request.method == "POST" and saved(form, lambda: _remove(row, form)):
        messages.success(request, _("“%(name)s” is removed.") % {"name": row.name})
        return redirect("settings_tiers")
    return show(request, "workspace/tier_removal.html", form, place=PLACE, tier=row, uses=uses)


def _remove(row: Tier, form: RemovalForm) -> None:
    commands.remove_tier(tier_id=row.pk, **form.cleaned_data)
