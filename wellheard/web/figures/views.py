"""Figures about the loop: all of them at a glance, each with its trend and its cases, and what is aimed at."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellheard.foundation.paging import Page
from wellheard.foundation.statistics.intervals import Interval
from wellheard.learn import commands, queries
from wellheard.learn.commands import TargetError
from wellheard.learn.figures import FIGURES, Figure, Kind, Numbers, Scope
from wellheard.learn.figures.load import DAYS
from wellheard.learn.figures.narrowing import SENTENCES
from wellheard.learn.figures.reading import SHOWN, Case, Read, cases, count_of, read
from wellheard.learn.figures.scope import steps
from wellheard.learn.figures.splitting import only, parts_of
from wellheard.learn.models import Target
from wellheard.web.figures import words
from wellheard.web.figures.aims import AIMS, volume_of
from wellheard.web.figures.chart import chart_of
from wellheard.web.figures.forms import ScopeForm, TargetsForm
from wellheard.web.surveys.results.charts import Ladder, Line, Mark, ladder, run
from wellheard.workspace.commands import StaleError
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "learn.figures"


@dataclass(frozen=True)
class Glance:
    """A figure as the list of figures and its own page show it."""

    figure: Figure
    read: Read
    target: float | None
    # Whether its cases say what is asked of them; otherwise there is no number.
    fits: bool = True

    @property
    def finding(self) -> str:
        if not self.fits:
            return _("This cannot be told of what you chose")
        return words.finding(self.figure, self.read.now)

    @property
    def value(self) -> str:
        return words.value_in_words(self.figure, self.read.now)

    @property
    def narrowing(self) -> str | Promise:
        """How it is narrowed to an area or a team."""
        return SENTENCES[self.figure.areas_by]

    @property
    def is_share(self) -> bool:
        return self.figure.kind is Kind.SHARE

    @property
    def is_rate(self) -> bool:
        return self.figure.kind is Kind.RATE

    @property
    def is_sum(self) -> bool:
        return self.figure.kind is Kind.SUM

    @property
    def unknown(self) -> int:
        """Of how many cases of a sum nobody knows the amount."""
        return self.read.now.cases - self.read.now.answered

    @property
    def is_length(self) -> bool:
        return self.figure.kind is Kind.LENGTH

    @property
    def ladder(self) -> Ladder | None:
        """A score on its scale; None for other figures, and without an answer."""
        now = self.read.now
        if self.figure.kind is not Kind.SCORE or now.level is None or now.interval is None:
            return None
        return ladder(now.level, Interval(*now.interval))

    @property
    def change(self) -> str:
        """Whether the last step with a case really differs from the one before."""
        steps = [numbers for _stretch, numbers in self.read.trend if numbers.cases]
        return words.change_sentence(self.figure, steps[-1]) if steps else ""

    @property
    def line(self) -> Line:
        """The trend of a score or a mean."""
        marks = [
            Mark(
                words.step_name(self.figure, stretch.begins_on),
                numbers.level or 0,
                Interval(*(numbers.interval or (0, 0))),
                words.short_value(self.figure, numbers),
                words.change_sentence(self.figure, numbers),
                stretch,
            )
            for stretch, numbers in self.read.trend
            if numbers.cases
        ]
        return run(marks, step=25 if self.figure.kind is Kind.SCORE else 1, target=self.target)

    @property
    def run(self) -> list[float]:
        """The values of the trend, for a small line."""
        return [numbers.value(self.figure.kind) or 0 for _stretch, numbers in self.read.trend]

    @property
    def target_in_words(self) -> str:
        return words.in_unit(self.figure, self.target) if self.target is not None else ""

    @property
    def keeps_target(self) -> bool | None:
        """Whether the target is kept; None without a target or a case."""
        value = self.read.now.value(self.figure.kind)
        if self.target is None or not self.read.now.cases:
            return None
        if value is None:
            return False
        return value <= self.target if self.figure.is_better_low else value >= self.target

    @property
    def tone(self) -> str:
        return {None: "", True: "good", False: "warn"}[self.keeps_target]

    @property
    def interval(self) -> tuple[str, str] | None:
        low_high = self.read.now.interval
        if low_high is None:
            return None
        return words.in_unit(self.figure, low_high[0]), words.in_unit(self.figure, low_high[1])

    @property
    def ninetieth(self) -> str:
        seconds = self.read.now.ninetieth
        return _("not yet") if seconds is None else words.in_unit(self.figure, seconds)


def glance_of(figure: Figure, scope: Scope, target: float | None) -> Glance:
    """Return a figure as it stands in a scope; of what it cannot tell, nothing is counted."""
    if not scope.fits(figure):
        empty = [(stretch, Numbers()) for stretch in steps(figure.step)]
        return Glance(figure, Read(Numbers(), empty), target, fits=False)
    return Glance(figure, read(figure, scope), target)


@require_safe
@needs(Permission.VIEW)
def figures(request: StaffRequest) -> HttpResponse:
    """Show every figure at a glance: its number, of how many cases, how it went, and whether the target is kept."""
    form = ScopeForm(request.GET)
    scope, targets = form.scope, queries.targets()
    glances = [glance_of(figure, scope, targets.get(figure.key)) for figure in FIGURES.values()]
    context = {
        "place": PLACE,
        "form": form,
        "whom": form.whom,
        "scope": scope,
        "glances": glances,
        "missed": sum(1 for glance in glances if glance.keeps_target is False),
        "kept": sum(1 for glance in glances if glance.keeps_target),
        "has_cases": any(glance.read.now.cases for glance in glances),
    }
    return render(request, "figures/figures.html", context)


@require_safe
@needs(Permission.VIEW)
def aims(request: StaffRequest) -> HttpResponse:
    """Show customers won, customers kept and support load, each number leading to its list."""
    form = ScopeForm(request.GET)
    scope, targets = form.scope, queries.targets()
    shown = [(aim, [glance_of(FIGURES[key], scope, targets.get(key)) for key in aim.figures]) for aim in AIMS]
    context = {
        "place": "learn.aims",
        "form": form,
        "whom": form.whom,
        "scope": scope,
        "aims": shown,
        "saved": next(glance for _aim, glances in shown for glance in glances if glance.figure.key == "mrr-saved"),
        "volume": volume_of(scope),
        "days": DAYS,
    }
    return render(request, "figures/aims.html", context)


@require_safe
@needs(Permission.VIEW)
def figure(request: StaffRequest, key: str) -> HttpResponse:
    """Show one figure: what it means, how it went, and every case behind it."""
    if key not in FIGURES:
        raise Http404(_("There is no such figure."))
    shown = request.GET.get("show", "all")
    if shown not in SHOWN:
        raise Http404(_("There is no such list."))
    form, meant = ScopeForm(request.GET), FIGURES[key]
    scope, target = form.scope, queries.targets().get(key)
    glance = glance_of(meant, scope, target)
    part, parts = request.GET.get("part", ""), parts_of(meant, scope) if glance.fits else []
    page: Page[Case] = Page([], "", is_first=True)
    if glance.fits:
        page = cases(meant, scope, shown=shown, cursor=request.GET.get("after", ""), only=only(meant, part))
    context = {
        "place": PLACE,
        "form": form,
        "whom": form.of(meant),
        "scope": scope,
        "glance": glance,
        "chart": chart_of(meant, glance.read.trend, target),
        "shown": shown,
        "tabs": _tabs(glance),
        "parts": parts,
        "part": next((one for one in parts if one.key == part), None),
        "page": rows_of(meant, page),
        "others": [other for other in FIGURES.values() if other.key != key],
    }
    return render(request, "figures/figure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def targets(request: StaffRequest) -> HttpResponse:
    """Set what each figure should come to. When somebody else did so meanwhile, nothing typed is lost."""
    standing = {target.figure: target for target in Target.objects.filter(figure__in=FIGURES)}
    initial = {"version": sum(one.version for one in standing.values())} | {
        key: f"{one.value:g}" for key, one in standing.items()
    }
    form = TargetsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_targets(version=form.cleaned_data["version"], targets=form.targets)
        except StaleError as problem:
            form.add_error(None, str(problem))
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = str(initial["version"])  # type: ignore[index]
        except TargetError as problem:
            form.add_error(problem.figure, str(problem))
        else:
            messages.success(request, _("The targets are saved."))
            return redirect("figures")
    status = 422 if form.errors else 200
    stale = [(FIGURES[key].name, one.value) for key, one in standing.items()] if form.non_field_errors() else []
    context = {"place": PLACE, "form": form, "fields": [form[key] for key in FIGURES], "standing": stale}
    return render(request, "figures/targets.html", context, status=status)


def _tabs(glance: Glance) -> list[tuple[str, object, int]]:
    """Return the lists behind a figure: the key of each, its name and its length."""
    everything = ("all", _("All cases"), count_of(glance.read.now, "all"))
    if not glance.figure.met:
        return [everything]
    named = (("met", glance.figure.met), ("missed", glance.figure.missed))
    return [everything, *((key, name, count_of(glance.read.now, key)) for key, name in named)]


@dataclass(frozen=True)
class Row:
    """A case and how long it took, in words."""

    case: Case
    took: str


def rows_of(figure: Figure, page: Page[Case]) -> Page[Row]:
    """Return a page of cases in words."""
    return Page([_row(figure, case) for case in page.items], page.next, page.is_first)


def _row(figure: Figure, case: Case) -> Row:
    if case.seconds is None:
        return Row(case, "")
    return Row(
        case, words.working_length(case.seconds) if figure.key in words.IN_BUSINESS_TIME else words.length(case.seconds)
    )


def scope_of(query: object) -> Scope:
    """Return what an address asks for; for the export of the same list."""
    return ScopeForm(query).scope  # type: ignore[arg-type]
