"""What an account's fields, stages and reasons mean here, as far as a person says so."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wellheard.connect.crm import commands
from wellheard.connect.crm.forms import FieldsForm
from wellheard.connect.crm.models import CrmConnection
from wellheard.connect.crm.reaching import adapter_of, crm_of
from wellheard.connect.crm.speaking import CrmError
from wellheard.connect.crm.there import MISSHAPEN
from wellheard.connect.crm.views.settings import PLACE
from wellheard.connect.crm.working import UNREADABLE
from wellheard.listen.deals.commands.meanings import heard_meanings, note_stage
from wellheard.listen.deals.meaning_forms import MeaningsForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

_There = TypeVar("_There")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_TOKENS)
def fields(request: StaffRequest, connection_id: int) -> HttpResponse:
    """Choose which field of a deal there says the reason, the competitor, the industry and what was missing."""
    shown = get_object_or_404(CrmConnection, pk=connection_id)
    there, problem = _asked(lambda: crm_of(shown).fields())
    form = FieldsForm(request.POST or None, system=shown.system, there=there, said=dict(shown.fields))
    if request.method == "POST" and saved(form, lambda: commands.say_fields(connection_id=shown.pk, fields=form.said)):
        messages.success(request, _("Saved. Deals that change are read so from now on."))
        return redirect("settings_crm_one", shown.pk)
    return show(request, "crm/fields.html", form, place=PLACE, connection=shown, problem=problem)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_TOKENS)
def stages(request: StaffRequest, connection_id: int) -> HttpResponse:
    """Say what its stages and reasons mean; on Fetch, ask the system for those it has."""
    shown = get_object_or_404(CrmConnection, pk=connection_id)
    if request.method == "POST" and "fetch" in request.POST:
        _fetch(request, shown)
        return redirect(f"{request.path}?fetched=1")
    guessed, problem = _guessed(shown) if "fetched" in request.GET else ({}, "")
    form = MeaningsForm(request.POST or None, source=shown.source, guessed=guessed)
    if request.method == "POST" and form.is_valid():
        decided = form.decide(by=request.user)
        told = ngettext("%(n)d meaning is decided.", "%(n)d meanings are decided.", decided) % {"n": decided}
        messages.success(request, told + " " + _("Deals heard before are read so in a moment."))
        return redirect("settings_crm_stages", shown.pk)
    context: dict[str, Any] = {"connection": shown, "adapter": adapter_of(shown), "problem": problem}
    return show(request, "crm/stages.html", form, place=PLACE, **context)


def _fetch(request: StaffRequest, shown: CrmConnection) -> None:
    found, problem = _asked(lambda: crm_of(shown).stages())
    said, no_reasons = _asked(lambda: crm_of(shown).reasons())
    if problem or no_reasons:
        messages.error(request, problem or no_reasons)
    with transaction.atomic():
        for stage in sorted(found, key=lambda one: (one.pipeline, one.stage)):
            note_stage(shown.source, stage.pipeline[:100], stage.stage[:100], stage.name)
        heard_meanings(shown.source, list(said))


def _guessed(shown: CrmConnection) -> tuple[dict[tuple[str, str], str], str]:
    """Return what the system itself takes its stages for."""
    found, problem = _asked(lambda: crm_of(shown).stages())
    return {(one.pipeline, one.stage): one.outcome for one in found}, problem


def _asked(ask: Callable[[], Sequence[_There]]) -> tuple[Sequence[_There], str]:
    try:
        return ask(), ""
    except CrmError as problem:
        return [], str(problem)
    except MISSHAPEN:
        return [], str(UNREADABLE)
