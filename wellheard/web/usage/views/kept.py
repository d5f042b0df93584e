"""Settings of what is kept: what is taken out of events before they are written, how long things stay, and what was deleted."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.listen.usage import commands
from wellheard.listen.usage.commands.forgetting import PERSON
from wellheard.listen.usage.kinds import KINDS
from wellheard.listen.usage.models import Deletion, KeptFor, OwedErasure, OwnPattern, Redaction
from wellheard.listen.usage.redaction import BUILT_IN
from wellheard.listen.usage.rules import rules_now
from wellheard.web.usage.forms import PatternForm
from wellheard.workspace.commands import StaleError
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.kept"
MOST_DAYS = 36_500
MOST_TRIED = 4_000
SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def kept(request: StaffRequest) -> HttpResponse:
    """Show what is taken out and how long things are kept; add a pattern, or try the rules on a text."""
    form = PatternForm(request.POST if request.POST.get("act") == "add" else None)
    if request.POST.get("act") == "add" and saved(form, lambda: commands.add_pattern(**form.cleaned_data)):
        messages.success(request, _("“%(name)s” is taken out from now on.") % form.cleaned_data)
        return redirect("settings_kept")
    return show(request, "usage/kept.html", form, **_context(request))


def _context(request: StaffRequest) -> dict[str, object]:
    row = Redaction.objects.first() or Redaction(pk=1, version=0)
    days = {one.kind: one for one in KeptFor.objects.all()}
    titles = {kind.key: kind.title for kind in KINDS} | {PERSON: _("What an erased person did")}
    deleted = list(Deletion.objects.order_by("-deleted_at", "-pk")[:SHOWN])
    tried = request.POST.get("tried", "")[:MOST_TRIED] if request.POST.get("act") == "try" else ""
    return {
        "place": PLACE,
        "redaction": row,
        "rules": [(rule, rule.key not in row.switched_off) for rule in BUILT_IN],
        "patterns": OwnPattern.objects.order_by("name", "pk"),
        "tried": tried,
        "outcome": rules_now().line(tried) if tried else "",
        "kinds": [(kind, days.get(kind.key) or KeptFor(kind=kind.key, days=kind.days, version=0)) for kind in KINDS],
        "deleted": [(one, titles.get(one.kind, one.kind)) for one in deleted],
        "owed": OwedErasure.objects.count(),
    }


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def switch_rules(request: StaffRequest) -> HttpResponse:
    """Keep which of the built-in rules are on."""
    on = set(request.POST.getlist("on"))
    off = [rule.key for rule in BUILT_IN if rule.key not in on]
    return _done(
        request,
        lambda: commands.switch_rules_off(off=off, version=_number(request, "version")),
        _("The rules are saved."),
    )


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def pattern_removal(request: StaffRequest, pattern_id: int) -> HttpResponse:
    """Take a pattern away."""
    return _done(request, lambda: commands.remove_pattern(pattern_id=pattern_id), _("The pattern is removed."))


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def periods(request: StaffRequest) -> HttpResponse:
    """Keep for how many days each kind of things is kept."""
    days = {kind.key: _number(request, f"days-{kind.key}") for kind in KINDS if request.POST.get(f"days-{kind.key}")}
    if any(value < 0 or value > MOST_DAYS for value in days.values()):
        messages.error(request, _("Write whole days, from 0 (for ever) to %(most)d.") % {"most": MOST_DAYS})
        return redirect("settings_kept")
    versions = {kind.key: _number(request, f"version-{kind.key}") for kind in KINDS}
    return _done(
        request, lambda: commands.keep_for(days=days, versions=versions), _("Saved. It holds from the next night on.")
    )


def _done(request: StaffRequest, change: Callable[[], object], sentence: str) -> HttpResponse:
    try:
        change()
    except StaleError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, sentence)
    return redirect("settings_kept")


def _number(request: StaffRequest, name: str) -> int:
    written = request.POST.get(name, "").strip()
    return int(written) if written.isdecimal() and len(written) < len(str(MOST_DAYS)) + 1 else -1
