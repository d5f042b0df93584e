"""What customers talk about over time: what is unusual, what grows, and the words behind every number."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.deliver.work_items.queries import work_of_spike
from wellheard.foundation import clock
from wellheard.understand.trends.commands.spikes import SpikeError, WatchError, mute_spike, set_watch, unmute_spike
from wellheard.understand.trends.models import Spike, Watch
from wellheard.understand.trends.queries.behind import page_of_things
from wellheard.understand.trends.queries.series import total
from wellheard.understand.trends.queries.subjects import Names
from wellheard.understand.trends.queries.timeline import Period, timeline
from wellheard.web.trends import queries, words
from wellheard.web.trends.asked import MATTERS, AskedList
from wellheard.web.trends.chart import Noted, chart_of
from wellheard.web.trends.forms import BehindForm, TrendsForm, WatchForm
from wellheard.workspace.commands import StaleError
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "understand.trends"


@require_safe
@needs(Permission.VIEW)
def trends(request: StaffRequest) -> HttpResponse:
    """Show how much was said, what of it is unusual, what it is about, and what grows steadily."""
    form = TrendsForm(request.GET)
    overview = queries.Overview(form.chosen_period, form.among)
    top = overview.open[0] if overview.open else None
    context = {
        "place": PLACE,
        "form": form,
        "overview": overview,
        "top": top,
        "behind": queries.behind_the_mark(top.spike, overview.names) if top else None,
        "steady": [
            (words.name_of(one.subject, overview.names), one, words.change(one.slope.change)) for one in overview.steady
        ],
    }
    return render(request, "trends/trends.html", context)


@require_safe
@needs(Permission.VIEW)
def behind(request: StaffRequest) -> HttpResponse:
    """List what is behind a number, newest first."""
    form = BehindForm(request.GET)
    asked = form.behind
    things, companies = total(form.first_day, form.last_day, subject=asked.subject, among=asked.among)
    context = {
        "place": PLACE,
        "form": form,
        "behind": asked,
        "name": words.name_of(asked.subject, Names.of([asked.subject])),
        "things": things,
        "companies": companies,
        "page": page_of_things(asked, cursor=request.GET.get("after", "")),
    }
    return render(request, "trends/behind.html", context)


@require_safe
@needs(Permission.VIEW)
def asked(request: StaffRequest, key: str) -> HttpResponse:
    """List what people ask for though it exists, or what confuses them, by area."""
    if key not in MATTERS:
        raise Http404(_("There is no such list."))
    form = TrendsForm(request.GET)
    context = {
        "place": PLACE,
        "form": form,
        "asked": AskedList(MATTERS[key], form.chosen_period, form.among),
        "matters": MATTERS.values(),
    }
    return render(request, "trends/asked.html", context)


@require_safe
@needs(Permission.VIEW)
def spike(request: StaffRequest, spike_id: int) -> HttpResponse:
    """Show one thing that left its usual: how far, how sure we are, in whose words, and what may be why."""
    found = _spike(spike_id)
    subject = words.subject_of(found)
    names = Names.of([subject])
    period, asked = Period("month", Period.of("").last), queries.things_of(found)
    steps = timeline(period, subject=subject)
    noted = Noted(period.step_of(clock.day_of(found.began_at)), words.name_of(subject, names))
    context = {
        "place": PLACE,
        "spike": found,
        "named": queries.named(found, names),
        "sure": words.sure(found.chance),
        "behind": queries.behind_the_mark(found, names),
        "chart": chart_of(period, steps, [noted]),
        "steps": steps,
        "page": page_of_things(asked, cursor=request.GET.get("after", "")),
        "team": names.team(subject),
        "work": work_of_spike(found),
    }
    return render(request, "trends/spike.html", context)


@require_POST
@needs(Permission.FILE_FEEDBACK)
def expected(request: StaffRequest, spike_id: int) -> HttpResponse:
    """Say that it was expected."""
    undo = reverse("spike_unexpected", args=[spike_id])
    try:
        mute_spike(spike_id=spike_id)
        messages.success(request, _("Noted. Nobody is told of the same for two weeks."), extra_tags=undo)
    except SpikeError as problem:
        raise Http404(str(problem)) from problem
    return redirect("spike", spike_id)


@require_POST
@needs(Permission.FILE_FEEDBACK)
def unexpected(request: StaffRequest, spike_id: int) -> HttpResponse:
    """Say that it was not expected after all."""
    try:
        unmute_spike(spike_id=spike_id)
        messages.success(request, _("It counts as unusual again."))
    except SpikeError as problem:
        raise Http404(str(problem)) from problem
    return redirect("spike", spike_id)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def watch(request: StaffRequest) -> HttpResponse:
    """Set how many false alarms are put up with. When somebody else did so meanwhile, nothing typed is lost."""
    standing = Watch.objects.first() or Watch(version=0)
    initial = {"version": standing.version, "alerts_a_week": standing.alerts_a_week}
    form = WatchForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_watch(**form.cleaned_data)
        except StaleError as problem:
            form.add_error(None, str(problem))
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = str(standing.version)  # type: ignore[index]
        except WatchError as problem:
            form.add_error("alerts_a_week", str(problem))
        else:
            messages.success(request, _("Saved. The next look, within the hour, goes by it."))
            return redirect("trends")
    status = 422 if form.errors else 200
    return render(request, "trends/watch.html", {"place": PLACE, "form": form, "standing": standing}, status=status)


def _spike(spike_id: int) -> Spike:
    found = Spike.objects.filter(pk=spike_id).first()
    if found is None or not Names.of([words.subject_of(found)]).knows(words.subject_of(found)):
        raise Http404(_("There is no such spike, or its area or category is gone."))
    return found
