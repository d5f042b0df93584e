"""Decide about one idea at the meeting, knowing who hears it and what falls out."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.answer.audience import audience
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.commands.verdicts import is_against_ratings
from wellheard.decide.reviews.models import Review, ReviewItem, Verdict
from wellheard.learn.goals.commands import bind_decision
from wellheard.learn.goals.errors import GoalError
from wellheard.listen.usage.models import EventName
from wellheard.web.reviews.forms import VerdictForm
from wellheard.web.reviews.showing import Line, shown
from wellheard.web.reviews.views.finding import PLACE, REFUSALS, found, item_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission

Outcome = Verdict.Outcome
MOST_EVENTS = 200


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_REVIEWS)
def verdict(request: StaffRequest, review_id: int, item_id: int) -> HttpResponse:
    """Record what the meeting decides. The first words may be written at the table already: they come along unsaved."""
    review = found(review_id)
    item = item_of(review, item_id)
    if review.state != Review.State.REVEALED:
        return redirect("review", review.pk)
    outcome = _outcome(request)
    is_whole = request.method == "POST" and "version" in request.POST
    begun = {"version": item.idea.version, "outcome": outcome, "public_reason": request.POST.get("public_reason", "")}
    form = VerdictForm(request.POST if is_whole else None, initial=begun)
    if is_whole and form.is_valid() and _decided(request, review, item, form):
        return redirect(reverse("review", args=[review.pk]))
    line = _line(review, item)
    against = is_against_ratings(review, item.pk, outcome)
    context = {
        "place": PLACE,
        "review": review,
        "line": line,
        "form": form,
        "fields": form.shown(outcome, against=against),
        "outcome": Outcome(outcome),
        "against": against,
        "events": _events() if outcome == Outcome.ACCEPT else [],
        "hearers": audience([item.idea_id]) if outcome in Verdict.TOLD else None,
    }
    return render(request, "reviews/verdict.html", context, status=422 if form.errors else 200)


def _events() -> list[str]:
    """Return the events that were heard of, to choose from: one spelt otherwise would never be found."""
    return list(EventName.objects.counted().order_by("name").values_list("name", flat=True)[:MOST_EVENTS])


def _outcome(request: StaffRequest) -> str:
    outcome = request.POST.get("outcome") or request.GET.get("outcome") or Outcome.ACCEPT.value
    if outcome not in Outcome.values:
        raise Http404(_("A meeting decides Yes, Later, Not now, or Ask customers first."))
    return outcome


def _decided(request: StaffRequest, review: Review, item: ReviewItem, form: VerdictForm) -> bool:
    try:
        made = _decide(review, item, form, request.user)
    except (GoalError, *REFUSALS) as problem:
        form.add_error(None, str(problem))
        item.idea.refresh_from_db()
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(item.idea.version)  # type: ignore[index]
        return False
    said = {"title": item.idea.title, "outcome": made.get_outcome_display()}
    messages.success(request, _("“%(title)s”: %(outcome)s.") % said)
    return True


@transaction.atomic
def _decide(review: Review, item: ReviewItem, form: VerdictForm, by: Staff) -> Verdict:
    """Decide, and say for which key results where the idea itself is decided: both, or neither."""
    version = form.cleaned_data["version"]
    made = commands.decide_item(review_id=review.pk, item_id=item.pk, version=version, draft=form.draft, by=by)
    if made.decision:
        bind_decision(decision=made.decision, result_ids=form.result_ids)
    return made


def _line(review: Review, item: ReviewItem) -> Line:
    return next(line for line in shown(review).lines if line.item.pk == item.pk)
