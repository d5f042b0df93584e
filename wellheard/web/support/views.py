"""The support desk in figures: how soon customers are answered, by hour, team, area and tier, and who had to write at all."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.foundation.text.sheets import safe_cell
from wellheard.learn import desk, queries
from wellheard.learn.figures import Numbers, Scope
from wellheard.learn.figures.reading import SHOWN, cases, count_of, numbers_among, read
from wellheard.learn.figures.support import FIRST_RESPONSE, SUPPORT_FIGURES
from wellheard.web.figures import words
from wellheard.web.figures.forms import ScopeForm
from wellheard.web.figures.views import Glance, rows_of
from wellheard.web.support.forms import NONE, CasesForm, PeopleForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "learn.support"
GROUPS, RATES = ("team", "area", "tier"), ("area", "tier", "tenure")
DEEPEST = 5
PEOPLE = ("active", "wrote", "silent")


@dataclass(frozen=True)
class Cell:
    """One hour of the week: its shade (h0 to h5), what stands in it, and the whole in words."""

    day: int
    hour: int
    shade: str
    text: str
    title: str


@dataclass(frozen=True)
class Line:
    """First responses of one group, in words."""

    key: int | str
    name: str
    cases: int
    share: float | None
    low: str
    high: str
    median: str
    ninetieth: str


@require_safe
@needs(Permission.VIEW)
def support(request: StaffRequest) -> HttpResponse:
    """Show how soon customers are answered and who had to write, in one period and segment."""
    form = ScopeForm(request.GET)
    scope, targets = form.scope, queries.targets()
    glances = [Glance(one, read(one, scope), targets.get(one.key)) for one in SUPPORT_FIGURES]
    hours = desk.by_hour(scope)
    first = glances[0].read.now
    context = {
        "place": PLACE,
        "form": form,
        "scope": scope,
        "glances": glances,
        "first": glances[0],
        "first_line": _line("", first),
        "arrivals": _heat(hours, _arrived),
        "responses": _heat(hours, _answered),
        "hours": list(range(24)),
        "groups": [
            (kind, _GROUP[kind](), [_line(one.name, one.numbers, one.key) for one in desk.by_group(scope, kind)])
            for kind in GROUPS
        ],
        "rates": [(kind, _GROUP[kind](), desk.contact_rate(scope, kind)) for kind in RATES],
    }
    return render(request, "support/support.html", context)


@require_safe
@needs(Permission.VIEW)
def support_cases(request: StaffRequest) -> HttpResponse:
    """List the conversations behind a number: those of an hour of the week, or of a team, area or tier."""
    form, shown = CasesForm(request.GET), _shown(request, SHOWN)
    scope, only = form.scope, form.only
    numbers = numbers_among(FIRST_RESPONSE, scope, only)
    page = cases(FIRST_RESPONSE, scope, shown=shown, cursor=request.GET.get("after", ""), only=only)
    named = (("all", _("All cases")), ("met", FIRST_RESPONSE.met), ("missed", FIRST_RESPONSE.missed))
    context = {
        "place": PLACE,
        "form": form,
        "scope": scope,
        "figure": FIRST_RESPONSE,
        "name": form.name,
        "numbers": numbers,
        "line": _line("", numbers),
        "shown": shown,
        "tabs": [(key, label, count_of(numbers, key)) for key, label in named],
        "page": rows_of(FIRST_RESPONSE, page),
    }
    return render(request, "support/cases.html", context)


@require_safe
@needs(Permission.VIEW)
def support_people(request: StaffRequest) -> HttpResponse:
    """List the active contacts behind a contact rate: those who wrote, and those who did not."""
    form, shown = PeopleForm(request.GET), _shown(request, PEOPLE)
    scope, kind, key = form.scope, form.kind, form.key
    rates = {rate.key: rate for rate in desk.contact_rate(scope, kind)}
    rate = rates.get(key) or desk.Rate(key, form.name, 0, 0)
    counts = {"active": rate.active, "wrote": rate.wrote, "silent": rate.active - rate.wrote}
    names = {"active": _("All of them"), "wrote": _("Wrote"), "silent": _("Did not write")}
    context = {
        "place": PLACE,
        "form": form,
        "scope": scope,
        "name": form.name,
        "rate": rate,
        "shown": shown,
        "tabs": [(name, names[name], counts[name]) for name in PEOPLE],
        "page": desk.people(scope, kind, key, shown=shown, cursor=request.GET.get("after", "")),
    }
    return render(request, "support/people.html", context)


def _shown(request: StaffRequest, known: Sequence[str]) -> str:
    shown = request.GET.get("show", known[0])
    if shown not in known:
        raise Http404(_("There is no such list."))
    return shown


@require_safe
@needs(Permission.EXPORT)
def support_file(request: StaffRequest) -> HttpResponse:
    """Give the tables of the page as one CSV file."""
    scope = ScopeForm(request.GET).scope
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="support-{scope.stretch.begins_on}.csv"'
    writer = csv.writer(response)
    writer.writerow(["table", "group", "cases", "within_15_minutes", "rated", "median_seconds", "p90_seconds"])
    for row in _file_rows(scope):
        writer.writerow([safe_cell(cell) for cell in row])
    return response


def _file_rows(scope: Scope) -> Iterator[list[object]]:
    for (day, hour), numbers in sorted(desk.by_hour(scope).items()):
        yield [f"arrivals by hour, weekday {day}", hour, *_counts(numbers)]
    for kind in GROUPS:
        for group in desk.by_group(scope, kind):
            yield [f"first response by {kind}", group.name, *_counts(group.numbers)]
    for kind in RATES:
        for rate in desk.contact_rate(scope, kind):
            yield [f"contact rate by {kind}", rate.name, rate.active, rate.wrote, "", "", ""]


def _counts(numbers: Numbers) -> list[object]:
    return [numbers.cases, numbers.good, numbers.rated, numbers.median, numbers.ninetieth]


def _line(name: str, numbers: Numbers, key: int | None = None) -> Line:
    low, high = numbers.interval or (None, None)
    return Line(
        key or NONE,
        name,
        numbers.cases,
        numbers.share,
        words.share(low) if low is not None else "",
        words.share(high) if high is not None else "",
        _length(numbers.median),
        _length(numbers.ninetieth),
    )


def _length(seconds: float | None) -> str:
    return _("not yet") if seconds is None else words.working_length(seconds, style="short")


def _heat(
    hours: dict[tuple[int, int], Numbers], draw: Callable[[Numbers | None, int], tuple[str, str, str]]
) -> list[tuple[str, list[Cell]]]:
    """Return seven rows of 24 cells."""
    most = max((one.cases for one in hours.values()), default=0)
    return [
        (str(WEEKDAYS_ABBR[day - 1]), [Cell(day, hour, *draw(hours.get((day, hour)), most)) for hour in range(24)])
        for day in range(1, 8)
    ]


def _arrived(numbers: Numbers | None, most: int) -> tuple[str, str, str]:
    """Return how many arrived in an hour, the deeper the more."""
    cases = numbers.cases if numbers else 0
    deep = -(-cases * DEEPEST // most) if most else 0
    return f"h{deep}", str(cases) if cases else "", _("%(n)d arrived") % {"n": cases}


def _answered(numbers: Numbers | None, most: int) -> tuple[str, str, str]:  # noqa: ARG001 - as the other
    """Return which share of an hour's arrivals was answered within 15 minutes, the deeper the more were late."""
    share = numbers.share if numbers else None
    if share is None:
        return "h0", "", _("no case yet")
    return (
        f"h{round((1 - share) * DEEPEST)}",
        words.share(share),
        _("%(share)s in time") % {"share": words.share(share)},
    )


_GROUP = {
    "team": lambda: _("Team"),
    "area": lambda: _("Area"),
    "tier": lambda: _("Tier"),
    "tenure": lambda: _("How long they are with us"),
}
