"""What a survey found, who is heard in it, and the people, companies and words behind each number."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.foundation.paging import Page
from wellheard.listen.surveys.results import lists
from wellheard.listen.surveys.results.lists import SIDES, Asks
from wellheard.listen.surveys.results.people import TRAITS
from wellheard.web.surveys.queries import row_of
from wellheard.web.surveys.results import words
from wellheard.web.surveys.results.beside import beside
from wellheard.web.surveys.results.forms import STEPS, ResultsForm
from wellheard.web.surveys.results.labels import labels_on
from wellheard.web.surveys.results.pages import found, listening
from wellheard.web.surveys.views.finding import found as survey_found
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "listen.surveys"
SHOWINGS = (lists.SHOWN, lists.SILENT, *lists.STATES)


@require_safe
@needs(Permission.VIEW)
def results(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Show what a survey found and how sure that is."""
    survey = survey_found(survey_id)
    form = ResultsForm(request.GET, survey=survey)
    step = request.GET.get("step") if request.GET.get("step") in STEPS else "month"
    read = found(form.scope, language=get_language() or survey.fallback, step=str(step))
    context = {"place": PLACE, "tab": "results", "survey": survey, "row": row_of(survey), "form": form, "found": read}
    context["beside"] = beside(survey, read.ways.people.score) if read.is_nps else []
    return render(request, "surveys/results/results.html", context)


@require_safe
@needs(Permission.VIEW)
def who_is_heard(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Show who is heard and who is not: the answers beside everybody, and the score once weighted."""
    survey = survey_found(survey_id)
    form = ResultsForm(request.GET, survey=survey)
    context = {
        "place": PLACE,
        "tab": "results",
        "survey": survey,
        "row": row_of(survey),
        "form": form,
        "listening": listening(form.scope),
        "is_nps": survey.kind == "nps",
    }
    return render(request, "surveys/results/heard.html", context)


@require_safe
@needs(Permission.VIEW)
def answers(request: StaffRequest, survey_id: int) -> HttpResponse:
    """List who gave the answers behind a number, of which companies, and what they wrote."""
    survey = survey_found(survey_id)
    form, asks = ResultsForm(request.GET, survey=survey), asks_of(request.GET)
    shown = request.GET.get("show", "people")
    if shown not in {*_READ, *SHOWINGS}:
        raise Http404(_("There is no such list."))
    scope, cursor = form.scope, request.GET.get("after", "")
    if shown in SHOWINGS:
        page: Page[Any] = lists.showings(scope, shown, cursor=cursor)
    else:
        page = _READ[shown](scope, asks, cursor=cursor)
    context = {
        "place": PLACE,
        "tab": "results",
        "survey": survey,
        "row": row_of(survey),
        "form": form,
        "asks": asks,
        "side": _meant(asks),
        "shown": shown,
        "showing": words.SHOWINGS.get(shown, ""),
        "lengths": lists.lengths(scope, asks),
        "page": page,
        "labels": labels_on(survey, page.items, get_language() or survey.fallback) if shown == "people" else {},
    }
    return render(request, "surveys/results/answers.html", context)


def _meant(asks: Asks) -> str:
    """Say whose answers a list is of."""
    if asks.trait:
        return f"{TRAITS[asks.trait]} “{words.value_name(asks.trait, asks.value)}”"
    return str(words.SIDES.get(asks.side, ""))


_READ: dict[str, Callable[..., Page[Any]]] = {
    "people": lists.people,
    "companies": lists.companies,
    "words": lists.words,
}


def asks_of(query: object) -> Asks:
    """Return which answers an address asks for; what cannot be read narrows nothing."""
    get = query.get  # type: ignore[attr-defined]
    side, option = get("side", ""), get("option", "").replace("\x00", "")
    known = side if side in SIDES else ""
    pair, each = get("pair", "").replace("\x00", ""), lists.LAST if get("each") == lists.LAST else ""
    trait, value = get("trait", ""), get("value", "").replace("\x00", "")
    numbers = _whole(get("score", "")), _whole(get("question", ""))
    return Asks(known, *numbers, option[:80], pair[:80], each, trait if trait in TRAITS else "", value[:80])


def _whole(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else None  # noqa: PLR2004
