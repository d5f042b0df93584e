"""What we sell."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.workspace import commands
from wellheard.workspace.forms.structure import NameForm, NewNameForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Product, Team
from wellheard.workspace.permissions import Permission
from wellheard.workspace.queries import area_tree
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.areas"


@require_safe
@needs(Permission.EDIT_WORKSPACE)
def areas(request: StaffRequest) -> HttpResponse:
    """Show every product with its areas, and the teams that own them."""
    return render(
        request,
        "workspace/areas.html",
        {"place": PLACE, "tree": area_tree(), "teams": list(Team.objects.by_name().prefetch_related("members"))},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def product_new(request: StaffRequest) -> HttpResponse:
    """Add something we sell."""
    form = NewNameForm(request.POST or None)
    if request.method == "POST" and saved(form, lambda: commands.add_product(**form.cleaned_data)):
        messages.success(request, _("“%(name)s” is added.") % form.cleaned_data)
        return redirect("settings_areas")
    return show(request, "workspace/product_new.html", form, place=PLACE)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def product(request: StaffRequest, product_id: int) -> HttpResponse:
    """Rename or remove a product."""
    row = get_object_or_404(Product, pk=product_id)
    form = NameForm(request.POST or None, initial={"name": row.name, "version": row.version})
    if request.method == "POST" and saved(form, lambda: _rename(row, form), row=row):
        messages.success(request, _("“%(name)s” is saved.") % form.cleaned_data)
        return redirect("settings_areas")
    return show(request, "workspace/product.html", form, place=PLACE, product=row)


def _rename(row: Product, form: NameForm) -> None:
    commands.rename_product(product_id=row.pk, **form.cleaned_data)


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def product_removal(request: StaffRequest, product_id: int) -> HttpResponse:
    """Remove a product nothing belongs to."""
    row = get_object_or_404(Product, pk=product_id)
    try:
        commands.remove_product(product_id=row.pk)
    except commands.WorkspaceError as problem:
        messages.error(request, str(problem))
        return redirect("settings_product", product_id)
    messages.success(request, _("“%(name)s” is removed.") % {"name": row.name})
    return redirect("settings_areas")
