"""Who is still waiting to hear from us, longest first, or who was told; narrowed down to whom or what one looks for."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.answer.narrowing import VIEWS, Narrowing
from wellheard.answer.queries import as_rows
from wellheard.customers.models import Company
from wellheard.decide.models import Idea
from wellheard.deliver.models import Release
from wellheard.foundation.paging import page_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.VIEW)
def answers(request: StaffRequest) -> HttpResponse:
    """List who waits, longest first; or who was told, newest first. Each number says what the list behind it holds."""
    narrowed = _narrowed(request)
    order = ("-told_at", "-pk") if narrowed.view == "told" else ("waiting_since", "pk")
    context = {
        "place": "answer.answers",
        "page": page_of(as_rows(narrowed.rows()), order=order, cursor=request.GET.get("after", "")),
        "view": narrowed.view,
        "narrowed": narrowed,
        "is_about": is_about(narrowed),
        "counts": narrowed.counts(),
        "people": narrowed.people(),
    }
    return render(request, "answers/answers.html", context)


@require_safe
@needs(Permission.VIEW)
def filters(request: StaffRequest) -> HttpResponse:
    """Ask what to narrow the list down to; how many answers each choice would leave is counted only when somebody asks."""
    narrowed = _narrowed(request)
    context = {"place": "answer.answers", "narrowed": narrowed, "facets": narrowed.facets()}
    return render(request, "answers/filters.html", context)


def _narrowed(request: StaffRequest) -> Narrowing:
    narrowed = Narrowing.read(request.GET.dict())
    if narrowed.view not in VIEWS:
        raise Http404(_("There is no such list of answers."))
    return narrowed


def is_about(narrowed: Narrowing) -> list[tuple[str, object]]:
    """Return the idea, release or company the list is about, by name of the filter."""
    chosen = narrowed.chosen
    models = {"idea": Idea, "release": Release, "company": Company}
    return [(key, get_object_or_404(model, pk=chosen[key])) for key, model in models.items() if key in chosen]
