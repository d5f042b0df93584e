"""Join two companies, or two people, that turned out to be one; see what was joined, and undo it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.customers.commands import CustomerError, merge_companies, merge_contacts, undo_merge
from wellheard.customers.commands.merging import COMPANY_VALUES, CONTACT_VALUES
from wellheard.customers.models import Company, Contact, Merge
from wellheard.foundation.paging import page_of
from wellheard.foundation.text.clean import clean_line
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.web.merges import queries
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.EDIT_COMPANIES)
def merges(request: StaffRequest) -> HttpResponse:
    """List what was joined, newest first."""
    page = page_of(
        Merge.objects.select_related("made_by", "undone_by"),
        order=("-made_at", "-pk"),
        cursor=request.GET.get("after", ""),
    )
    names = queries.names_of(page.items)
    rows = [
        (merge, names.get((merge.kind, merge.kept_id)), names.get((merge.kind, merge.gone_id))) for merge in page.items
    ]
    return render(request, "merges/merges.html", {"place": "merges", "page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_COMPANIES)
def company_merge(request: StaffRequest, company_id: int) -> HttpResponse:
    """Join a company to another: find it, compare, choose what counts, confirm."""
    kept = get_object_or_404(Company.objects.select_related("owner", "tier"), pk=company_id)
    words = clean_line(request.GET.get("q", ""))[:100]
    choices = queries.companies_found(words, but=kept) if words else queries.like_company(kept)
    other = _other(request, Company.objects.select_related("owner", "tier").exclude(pk=kept.pk))
    return _merge(request, kept, other, {"choices": choices, "q": words, "place": "companies"})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_COMPANIES)
def contact_merge(request: StaffRequest, contact_id: int) -> HttpResponse:
    """Join a person to another: find them, compare, choose what counts, confirm."""
    kept = get_object_or_404(Contact, pk=contact_id)
    words = clean_line(request.GET.get("q", ""))[:100]
    found = queries.contacts_found(words, but=kept) if words else queries.like_contact(kept)
    other = _other(request, Contact.objects.exclude(pk=kept.pk))
    choices = found.prefetch_related("identities", "companies")
    return _merge(request, kept, other, {"choices": choices, "q": words, "place": "contacts"})


@require_POST
@needs(Permission.EDIT_COMPANIES)
def merge_undoing(request: StaffRequest, merge_id: int) -> HttpResponse:
    """Part two that had been joined."""
    merge = get_object_or_404(Merge, pk=merge_id)
    try:
        undo_merge(merge_id=merge.pk, by=request.user)
    except CustomerError as problem:
        messages.error(request, str(problem))
        return redirect("merges")
    messages.success(request, _("They are two again. What came since stays with the one that was kept."))
    return redirect(merge.kind, merge.gone_id)


def _other(request: StaffRequest, rows: Any) -> Any:
    """Return the one to join, as the address names it. Raises Http404 for one that is not there."""
    named = request.GET.get("with", "") or request.POST.get("with", "")
    if not named:
        return None
    if not is_whole_number(named):
        raise Http404(_("There is nothing at this address."))
    return get_object_or_404(rows, pk=int(named))


def _merge(request: StaffRequest, kept: Company | Contact, other: Any, context: dict[str, Any]) -> HttpResponse:
    is_company = isinstance(kept, Company)
    values = COMPANY_VALUES if is_company else CONTACT_VALUES
    kind = "company" if is_company else "contact"
    problem = ""
    if request.method == "POST" and other is not None:
        join = merge_companies if is_company else merge_contacts
        chosen = [name for name in values if request.POST.get(name) == "theirs"]
        try:
            merge = join(kept_id=kept.pk, gone_id=other.pk, theirs=chosen, by=request.user)
        except CustomerError as refused:
            problem = str(refused)
        else:
            sentence = _("“%(gone)s” is now “%(kept)s”. Its old page leads here.") % {"gone": other, "kept": kept}
            messages.success(request, sentence, extra_tags=reverse("merge_undoing", args=[merge.pk]))
            return redirect(kind, kept.pk)
    context |= {"kept": kept, "other": other, "kind": kind, "problem": problem, "is_company": is_company}
    context["differences"] = queries.differences(kept, other, values) if other else []
    return render(request, "merges/merge.html", context, status=422 if problem else 200)
