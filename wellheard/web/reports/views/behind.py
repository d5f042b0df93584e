"""The lists behind numbers of a report that stand nowhere else: ideas, and what was said and voted for one of them."""

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from wellheard.decide.models import Decision, Idea
from wellheard.deliver.models import ReleasedIdea
from wellheard.foundation.paging import page_of
from wellheard.learn.reports.models import Report
from wellheard.learn.reports.sections import Within
from wellheard.learn.reports.sections.asks import items
from wellheard.web.reports import public
from wellheard.web.reports.views.finding import found
from wellheard.web.reports.views.listing import PLACE
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

_WORTH = ("-mrr_minor", "-pk")


def _asked(within: Within) -> QuerySet[Idea]:
    return Idea.objects.filter(pk__in=items(within.stretch).order_by().values("idea"))


def _with_outcome(within: Within) -> QuerySet[Idea]:
    decided = Decision.objects.filter(**within.days("decided_at")).values("idea")
    shipped = ReleasedIdea.objects.filter(**within.days("release__published_at")).values("idea")
    return Idea.objects.unmerged().filter(Q(pk__in=decided) | Q(pk__in=shipped))


_IDEAS: dict[str, tuple[Promise, Callable[[Within], QuerySet[Idea]]]] = {
    "asked": (gettext_lazy("Ideas that were asked for in these days"), _asked),
    "outcomes": (gettext_lazy("Ideas that were decided or went live in these days"), _with_outcome),
}


@require_safe
@needs(Permission.VIEW)
def ideas(request: StaffRequest, report_id: int, key: str) -> HttpResponse:
    """List the ideas behind a number of a report, those first whose companies pay most."""
    one = found(request, report_id)
    if key not in _IDEAS:
        raise Http404(_("There is no such list."))
    title, rows = _IDEAS[key]
    page = page_of(rows(_within(one)), order=_WORTH, cursor=request.GET.get("after", ""))
    context = {"place": PLACE, "report": one, "title": title, "page": page, "period": public.period(one)}
    return render(request, "reports/ideas.html", context)


@require_safe
@needs(Permission.VIEW)
def said(request: StaffRequest, report_id: int, idea_id: int) -> HttpResponse:
    """List what was said and voted for an idea in the days of a report, the newest first."""
    one, idea = found(request, report_id), get_object_or_404(Idea, pk=idea_id)
    rows = items(_within(one).stretch).filter(idea=idea)
    shown = rows.select_related("feedback__contact", "feedback__company", "vote__contact", "evidence__company")
    page = page_of(shown, order=("-pk",), cursor=request.GET.get("after", ""))
    context = {"place": PLACE, "report": one, "idea": idea, "page": page, "period": public.period(one)}
    return render(request, "reports/said.html", context)


def _within(report: Report) -> Within:
    return Within.of(report.begins_on, report.last_on)
