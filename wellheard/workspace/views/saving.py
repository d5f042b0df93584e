"""How every settings form is saved: what a command refuses stands at the form, and nothing typed is lost."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import yesno
from django.utils.datastructures import MultiValueDict

from wellheard.foundation.text.listing import listed
from wellheard.workspace.commands import StaleError, WorkspaceError
from wellheard.workspace.guard import StaffRequest


def saved(form: forms.Form, save: Callable[[], object], *, row: Model | None = None) -> bool:
    """Run the command of a valid form and tell whether it went through.

    After a StaleError the form carries the row's present version, so that saving again replaces it knowingly.
    """
    if not form.is_valid():
        return False
    try:
        save()
    except WorkspaceError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, refusal(problem))
        if isinstance(problem, StaleError) and row is not None:
            _renew_version(form, row)
        return False
    return True


def refusal(problem: Exception) -> ValidationError:
    """Return what a form says of it; after a StaleError `show` adds what stands now, as the sentence promises."""
    return ValidationError(str(problem), code="stale" if isinstance(problem, StaleError) else None)


def _renew_version(form: forms.Form, row: Model) -> None:
    row.refresh_from_db(fields=["version"])
    data = form.data.copy() if isinstance(form.data, MultiValueDict) else dict(form.data)
    data["version"] = str(row.version)  # type: ignore[attr-defined]
    form.data = data


def show(request: StaffRequest, template: str, form: forms.BaseForm, **context: object) -> HttpResponse:
    """Show a page with its form: 422 when something in it is to be put right."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, "standing": _standing(form), **context}, status=status)


def _standing(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Return what stands now in the fields somebody else changed too; only after a StaleError is it shown."""
    if not form.is_bound or not any(error.code == "stale" for error in form.non_field_errors().as_data()):
        return []
    return [(str(bound.label), _said(bound)) for bound in form.visible_fields() if bound.name in form.changed_data]


def _said(bound: forms.BoundField) -> str:
    """Return a field's present value as people read it."""
    if isinstance(bound.initial, bool):
        return str(yesno(bound.initial))
    values = bound.initial if isinstance(bound.initial, list) else [bound.initial]
    choices = getattr(bound.field, "choices", None)
    if choices is None:
        return listed(str(value) for value in values)
    names = {str(value): str(label) for value, label in choices}
    return listed(names.get("" if value is None else str(value), str(value)) for value in values) or "–"
