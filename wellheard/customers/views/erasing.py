"""Show a person everything we know of them, give it to them as a file, and erase it when they ask."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wellheard.customers import commands
from wellheard.customers.erasing import Person, all_parts, everything_of, person_of
from wellheard.customers.forms.erasing import ErasureForm
from wellheard.customers.models import Contact
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "contacts"
MOST_SHOWN = 100


@dataclass(frozen=True)
class Held:
    """What one part of the product holds of a person: how many rows, and the first of them as they are read."""

    title: str | Promise
    count: int
    rows: list[list[tuple[str | Promise, Any]]]

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.rows)


@never_cache
@require_safe
@needs(Permission.EXPORT)
def contact_export(request: StaffRequest, contact_id: int) -> HttpResponse:
    """Show everything that is known of a person, in every part of the product."""
    contact = get_object_or_404(Contact, pk=contact_id)
    held = _held(person_of(contact.pk), most=MOST_SHOWN)
    context = {"place": PLACE, "contact": contact, "held": held, "total": sum(part.count for part in held)}
    return render(request, "erasing/export.html", context)


@never_cache
@require_safe
@needs(Permission.EXPORT)
def contact_export_file(request: StaffRequest, contact_id: int) -> HttpResponse:  # noqa: ARG001
    """Give everything that is known of a person as a file that other programs read."""
    contact = get_object_or_404(Contact, pk=contact_id)
    response = JsonResponse(
        everything_of(person_of(contact.pk)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = f'attachment; filename="contact-{contact.pk}.json"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ERASE)
def contact_erasure(request: StaffRequest, contact_id: int) -> HttpResponse:
    """Say what would be erased of a person, and erase it once their name is typed."""
    contact = get_object_or_404(Contact, pk=contact_id)
    if contact.erased_at:
        return redirect("contact", contact.pk)
    person = person_of(contact.pk)
    form = ErasureForm(request.POST if request.method == "POST" else None, expected=_called(contact, person))
    if request.method == "POST" and saved(form, lambda: commands.erase_contact(contact_id=contact.pk)):
        messages.success(request, _("What was known of this person is erased. Counts and evidence stay."))
        return redirect("contact", contact.pk)
    return show(request, "erasing/erasure.html", form, place=PLACE, contact=contact, held=_held(person, most=0))


def _called(contact: Contact, person: Person) -> str:
    """Return what has to be typed: the name, or an address where no name is known."""
    return clean_line(contact.name) or next(iter(person.emails), f"#{contact.pk}")


def _held(person: Person, *, most: int) -> list[Held]:
    found = []
    for part in all_parts():
        if count := part.rows(person).count():
            shown = [_read(row, part.columns) for row in part.shown(person, most=most)] if most else []
            found.append(Held(part.title, count, shown))
    return found


def _read(row: dict[str, Any], columns: Any) -> list[tuple[str | Promise, Any]]:
    return [(label, _spelled(row[name])) for name, label in columns.items() if row[name] not in ("", None, {}, [])]


def _spelled(value: Any) -> Any:
    """Return a value as people read it: days in their own zone and words, attributes one a line."""
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, dict):
        return "\n".join(f"{name}: {said}" for name, said in value.items())
    return value
