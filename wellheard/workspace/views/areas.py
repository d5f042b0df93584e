"""The modules of a product."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.workspace import commands
from wellheard.workspace.forms.structure import AreaForm, NewAreaForm, RemovalForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Area, Product
from wellheard.workspace.permissions import Permission
from wellheard.workspace.queries import uses_of, within
from wellheard.workspace.views.products import PLACE
from wellheard.workspace.views.saving import saved, show


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def area_new(request: StaffRequest, product_id: int) -> HttpResponse:
    """Add a module of a product."""
    product = get_object_or_404(Product, pk=product_id)
    form = NewAreaForm(request.POST or None, product=product)
    if request.method == "POST" and saved(form, lambda: commands.add_area(product=product, **form.cleaned_data)):
        messages.success(request, _("“%(name)s” is added.") % form.cleaned_data)
        return redirect("settings_areas")
    return show(request, "workspace/area_new.html", form, place=PLACE, product=product)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def area(request: StaffRequest, area_id: int) -> HttpResponse:
    """Rename, move or hand over an area."""
    row = get_object_or_404(Area.objects.select_related("product"), pk=area_id)
    initial = {"name": row.name, "parent": row.parent_id, "team": row.team_id, "version": row.version}
    form = AreaForm(request.POST or None, area=row, initial=initial)
    if request.method == "POST" and saved(form, lambda: _edit(row, form), row=row):
        messages.success(request, _("“%(name)s” is saved.") % form.cleaned_data)
        return redirect("settings_areas")
    return show(request, "workspace/area.html", form, place=PLACE, area=row)


def _edit(row: Area, form: AreaForm) -> None:
    commands.edit_area(area_id=row.pk, **form.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def area_removal(request: StaffRequest, area_id: int) -> HttpResponse:
    """Remove an area; another one takes over what belongs to it."""
    row = get_object_or_404(Area.objects.select_related("product"), pk=area_id)
    uses = uses_of(row)
    heirs = row.product.areas.exclude(pk__in=within(row)).by_name()
    form = RemovalForm(request.POST if request.method == "POST" else None, heirs=heirs, uses=uses)
    if request.method == "POST" and saved(form, lambda: _remove(row, form)):
        messages.success(request, _("“%(name)s” is removed.") % {"name": row.name})
        return redirect("settings_areas")
    return show(request, "workspace/area_removal.html", form, place=PLACE, area=row, uses=uses)


def _remove(row: Area, form: RemovalForm) -> None:
    commands.remove_area(area_id=row.pk, **form.cleaned_data)
