"""The lists of reasons, for deals and for departures."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.workspace import commands
from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Reason
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.reasons"


class NewReasonForm(forms.Form):
    """A reason, below which other it stands, and what it asks further."""

    name = LineField(label=_("Name"), missing=_("Write a name."))
    parent = forms.ModelChoiceField(
        label=_("Stands below"),
        queryset=Reason.objects.none(),
        required=False,
        empty_label=_("Nothing: it is of the first level"),
    )
    asks = forms.ChoiceField(label=_("Asks further"), choices=Reason.Asks.choices, required=False)

    def __init__(self, *arguments: Any, kind: str, but: int = 0, **options: Any) -> None:
        super().__init__(*arguments, **options)
        firsts = Reason.objects.offered().filter(kind=kind, parent=None).exclude(pk=but).in_order()
        self.fields["parent"].queryset = firsts  # type: ignore[attr-defined]


class ReasonForm(NewReasonForm):
    """A reason as it is, and its place in the list."""

    version = VersionField()
    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=999, help_text=_("Smaller numbers come first.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def reasons(request: StaffRequest) -> HttpResponse:
    """Show the reasons of one kind on their two levels, and add one."""
    kind = request.GET.get("kind", Reason.Kind.DEAL)
    kind = kind if kind in Reason.Kind.values else Reason.Kind.DEAL
    form = NewReasonForm(request.POST or None, kind=kind)
    if request.method == "POST" and saved(form, lambda: commands.add_reason(kind=kind, **form.cleaned_data)):
        messages.success(request, _now("“%(name)s” is added.") % form.cleaned_data)
        return redirect(f"{request.path}?kind={kind}")
    rows = list(Reason.objects.offered().filter(kind=kind).in_order())
    tree = [(row, [part for part in rows if part.parent_id == row.pk]) for row in rows if not row.parent_id]
    return show(request, "deals/reasons.html", form, place=PLACE, kind=kind, kinds=Reason.Kind.choices, tree=tree)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def reason(request: StaffRequest, reason_id: int) -> HttpResponse:
    """Rename a reason, move it, or let it ask something else."""
    row = get_object_or_404(Reason, pk=reason_id)
    now = {
        "name": row.label,
        "parent": row.parent_id,
        "asks": row.asks,
        "position": row.position,
        "version": row.version,
    }
    form = ReasonForm(request.POST or None, initial=now, kind=row.kind, but=row.pk)
    if request.method == "POST" and saved(form, lambda: _edit(row, form), row=row):
        messages.success(request, _now("“%(name)s” is saved.") % form.cleaned_data)
        return redirect("settings_reasons")
    return show(request, "deals/reason.html", form, place=PLACE, reason=row)


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def retiring(request: StaffRequest, reason_id: int) -> HttpResponse:
    """Offer a reason no longer."""
    row = get_object_or_404(Reason, pk=reason_id)
    commands.retire_reason(reason_id=row.pk)
    messages.success(
        request, _now("“%(name)s” is not offered any more; what was said with it keeps it.") % {"name": row.label}
    )
    return redirect("settings_reasons")


def _edit(row: Reason, form: ReasonForm) -> None:
    commands.edit_reason(reason_id=row.pk, **form.cleaned_data)
