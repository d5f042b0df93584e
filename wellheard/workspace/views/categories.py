"""What kinds of things customers tell us."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.workspace import commands
from wellheard.workspace.forms.structure import CategoryForm, NewNameForm, RemovalForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Category
from wellheard.workspace.permissions import Permission
from wellheard.workspace.queries import uses_of
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.categories"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def categories(request: StaffRequest) -> HttpResponse:
    """Show the categories in their order, and add one."""
    form = NewNameForm(request.POST or None)
    if request.method == "POST" and saved(form, lambda: commands.add_category(**form.cleaned_data)):
        messages.success(request, _("“%(name)s” is added.") % form.cleaned_data)
        return redirect("settings_categories")
    rows = list(Category.objects.in_order())
    return show(request, "workspace/categories.html", form, place=PLACE, categories=rows)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def category(request: StaffRequest, category_id: int) -> HttpResponse:
    """Rename a category or move it in the list."""
    row = get_object_or_404(Category, pk=category_id)
    initial = {"name": row.label, "position": row.position, "version": row.version}
    form = CategoryForm(request.POST or None, initial=initial)
    if request.method == "POST" and saved(form, lambda: _edit(row, form), row=row):
        messages.success(request, _("“%(name)s” is saved.") % form.cleaned_data)
        return redirect("settings_categories")
    return show(request, "workspace/category.html", form, place=PLACE, category=row)


def _edit(row: Category, form: CategoryForm) -> None:
    commands.edit_category(category_id=row.pk, **form.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def category_removal(request: StaffRequest, category_id: int) -> HttpResponse:
    """Remove a category; another one takes over its feedback."""
    row = get_object_or_404(Category, pk=category_id)
    uses = uses_of(row)
    heirs = Category.objects.exclude(pk=row.pk).in_order()
    form = RemovalForm(request.POST if request.method == "POST" else None, heirs=heirs, uses=uses)
    if request.method == "POST" and saved(form, lambda: _remove(row, form)):
        messages.success(request, _("“%(name)s” is removed.") % {"name": row.label})
        return redirect("settings_categories")
    return show(request, "workspace/category_removal.html", form, place=PLACE, category=row, uses=uses)


def _remove(row: Category, form: RemovalForm) -> None:
    commands.remove_category(category_id=row.pk, **form.cleaned_data)
