"""Custom attributes: what else to know of every company or contact."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.customers import commands
from wellheard.customers.forms.attributes import AttributeForm, NewAttributeForm
from wellheard.customers.models import Attribute
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.attributes"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def attributes(request: StaffRequest) -> HttpResponse:
    """Show what is asked of companies and contacts, and ask one more thing."""
    form = NewAttributeForm(request.POST or None)
    if request.method == "POST" and saved(form, lambda: commands.add_attribute(**form.cleaned_data)):
        messages.success(request, _("“%(label)s” is added; it can be filled in from now on.") % form.cleaned_data)
        return redirect("settings_attributes")
    rows = list(Attribute.objects.in_order())
    groups = [(str(of.label), [row for row in rows if row.of == of]) for of in Attribute.Of]
    return show(request, "attributes/attributes.html", form, place=PLACE, groups=groups, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def attribute(request: StaffRequest, attribute_id: int) -> HttpResponse:
    """Rename an attribute, move it, or give it other choices."""
    row = get_object_or_404(Attribute, pk=attribute_id)
    initial = {"label": row.label, "position": row.position, "version": row.version, "choices": "\n".join(row.choices)}
    form = AttributeForm(request.POST or None, kind=row.kind, initial=initial)
    if request.method == "POST" and saved(form, lambda: _edit(row, form), row=row):
        messages.success(request, _("“%(label)s” is saved.") % form.cleaned_data)
        return redirect("settings_attributes")
    return show(request, "attributes/attribute.html", form, place=PLACE, attribute=row)


def _edit(row: Attribute, form: AttributeForm) -> None:
    commands.edit_attribute(attribute_id=row.pk, **form.cleaned_data)


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def attribute_removal(request: StaffRequest, attribute_id: int) -> HttpResponse:
    """Ask for an attribute no longer; what was filled in stays."""
    row = get_object_or_404(Attribute, pk=attribute_id)
    commands.remove_attribute(attribute_id=row.pk)
    messages.success(request, _("“%(label)s” is not asked for any more. What was filled in stays.") % {"label": row})
    return redirect("settings_attributes")
