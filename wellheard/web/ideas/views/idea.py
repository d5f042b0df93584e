"""One idea: the problem, who asks in their own words, what was decided, who hears back."""

from django.conf import settings
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wellheard.decide import queries
from wellheard.decide.commands.ideas import ANSWERED_WITHOUT_BUILDING, BY_HAND
from wellheard.decide.demand.half_lives import present_weights
from wellheard.decide.models import Evidence, EvidenceTurn, Idea
from wellheard.decide.queries import LOUDEST, STRONGEST, WhoAsks
from wellheard.decide.reviews.queries.asked import asked_about
from wellheard.deliver.queries import release_of
from wellheard.deliver.work_items.queries import work_of_idea
from wellheard.foundation.paging import page_of
from wellheard.web.departures.helped import came_back_for
from wellheard.web.ideas.forms import EvidenceFilter
from wellheard.web.ideas.hearing import hearing
from wellheard.web.ideas.public import reasons_of, said_below, translations_of
from wellheard.web.ideas.timeline import timeline
from wellheard.web.ideas.views.board import PLACE
from wellheard.web.ideas.views.leading import leads_on
from wellheard.web.ideas.way import next_step, way
from wellheard.web.templatetags.figures import number
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

QUOTES_SHOWN, ROWS_SHOWN = 4, 10
PAGE = 25


@require_safe
@needs(Permission.VIEW)
@leads_on
def idea(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Show everything about an idea that somebody needs before the next step."""
    shown = found(idea_id)
    decisions = list(shown.decisions.select_related("decided_by").order_by("-decided_at", "-pk"))
    latest = decisions[0] if decisions else None
    release, heard, asks = release_of(shown), hearing(shown), queries.who_asks(shown)
    reasons = reasons_of(latest)
    context = _shell(shown) | {
        "line": _in_one_line(shown, asks),
        "way": way(shown, latest=latest, release=release, heard=heard),
        "next_step": next_step(shown, staff=request.user, latest=latest, release=release, heard=heard),
        "moves": _moves(shown),
        "quotes": queries.quotes_of(shown).order_by(*LOUDEST)[:QUOTES_SHOWN],
        "rows": _weighed(queries.strongest_of(shown, limit=ROWS_SHOWN)),
        "row_count": _rows_in_all(shown),
        "asks": asks,
        "came_back": came_back_for(shown),
        "latest": latest,
        "asked_first": asked_about(shown.pk),
        "earlier": decisions[1:],
        "heard": heard,
        "parts": queries.merges_into(shown),
        "doubles": queries.alike(shown),
        "timeline": timeline(shown, decisions=decisions),
        "said_below": said_below(shown),
        "translations": translations_of(shown),
        "work": work_of_idea(shown),
        "reasons": reasons,
        "reasons_written": sum(each.is_written for each in reasons),
        "all_languages": settings.LANGUAGES,
    }
    return render(request, "ideas/idea.html", context)


@require_safe
@needs(Permission.VIEW)
@leads_on
def words(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Show all that customers said about an idea, loudest first."""
    shown = found(idea_id)
    page = page_of(queries.quotes_of(shown), order=LOUDEST, cursor=request.GET.get("after", ""), size=PAGE)
    return render(request, "ideas/words.html", _shell(shown) | {"page": page})


@require_safe
@needs(Permission.VIEW)
@leads_on
def evidence(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Show the companies and people who need an idea, and how much; narrowed down as asked."""
    shown, filters = found(idea_id), EvidenceFilter(request.GET)
    narrowing = filters.narrowing
    rows = narrowing.apply(queries.evidence_of(shown))
    page = page_of(rows, order=STRONGEST, cursor=request.GET.get("after", ""), size=PAGE)
    _weighed(page.items)
    context = {
        "page": page,
        "filters": filters,
        "is_narrowed": narrowing != queries.Narrowing(),
        "known": queries.importance_known(narrowing.apply(shown.evidence.all())),
        "narrowed": request.GET.urlencode(),
    }
    return render(request, "ideas/evidence.html", _shell(shown) | context)


def found(idea_id: int) -> Idea:
    """Return an idea with what its head shows."""
    ideas: QuerySet[Idea] = Idea.objects.select_related("area", "owner")
    return get_object_or_404(ideas, pk=idea_id)


def _shell(shown: Idea) -> dict[str, object]:
    return {
        "place": PLACE,
        "idea": shown,
        # In words once for all rows.
        "importances": [(value, str(name)) for value, name in Evidence.Importance.choices],
        "set_by": [(value, _("according to %(name)s") % {"name": name}) for value, name in Evidence.SetBy.choices],
    }


def _rows_in_all(shown: Idea) -> int:
    return queries.rows_in_all(shown)


def _weighed(rows: list[Evidence]) -> list[Evidence]:
    """Return rows that say how much they weigh now, and what was said for and against them before."""
    weights = present_weights([row.pk for row in rows])
    for row in rows:
        row.present_weight = weights[row.pk]
    prefetch_related_objects(rows, Prefetch("turns", EvidenceTurn.objects.order_by("happened_at", "pk")))
    return rows


def _moves(shown: Idea) -> list[tuple[str, str]]:
    """Return where this idea may be moved by hand."""
    kept_back = {Idea.Status.BUILDING, Idea.Status.BETA} if shown.status in ANSWERED_WITHOUT_BUILDING else set()
    return [
        (status.value, str(status.label)) for status in BY_HAND if status != shown.status and status not in kept_back
    ]


def _in_one_line(shown: Idea, asks: WhoAsks) -> str:
    """Say how often an idea was heard, from how many companies and since when."""
    if asks.since is None:
        return _("nobody has asked for it yet")
    times = ngettext("heard %(count)s time", "heard %(count)s times", shown.feedback_count)
    companies = ngettext("from %(count)s company", "from %(count)s companies", shown.company_count)
    return _("%(heard_times)s %(from_companies)s since %(month)s") % {
        "heard_times": times % {"count": number(shown.feedback_count)},
        "from_companies": companies % {"count": number(shown.company_count)},
        "month": date_format(localtime(asks.since), "YEAR_MONTH_FORMAT"),
    }
