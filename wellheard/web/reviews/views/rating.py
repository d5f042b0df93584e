"""Rate ideas alone, hand in, and open the ratings."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.decide.reviews import commands
from wellheard.decide.reviews.models import Attendee, Review
from wellheard.decide.reviews.queries.rounds import (
    attendee_of,
    forecast_of,
    missing_for,
    questions_for,
    raters_of,
    ratings_by,
)
from wellheard.web.reviews.answers import Asked, drafts_of, standing, typed
from wellheard.web.reviews.showing import lines_of
from wellheard.web.reviews.views.finding import PLACE, REFUSALS, done, found
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission


def waiting(request: StaffRequest, review: Review, going_on: Mapping[str, str]) -> HttpResponse:
    """Show a meeting while it is rated: who has handed in, never what."""
    context = {
        "place": PLACE,
        "review": review,
        "lines": lines_of(review),
        "seat": attendee_of(review, request.user),
        "forecast": forecast_of(review, review.attendees.select_related("staff")),
        **going_on,
        **_who_is_in(review, request.user),
    }
    return render(request, "reviews/waiting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@needs(Permission.VIEW)
def rating(request: StaffRequest, review_id: int) -> HttpResponse:
    """Rate the ideas of a meeting, alone. What is written is kept; handing in is for good."""
    review = found(review_id)
    seat = attendee_of(review, request.user)
    if seat is None or review.state != Review.State.RATING:
        return _nothing_to_rate(request, review, seat)
    problem = ""
    if request.method == "POST":
        try:
            _keep(request, review, seat)
        except REFUSALS as refused:
            problem = str(refused)
        else:
            return redirect("review" if "hand-in" in request.POST else "review_rating", review.pk)
    context = _page(request, review, seat) | {"problem": problem}
    return render(request, "reviews/rating.html", context, status=422 if problem else 200)


def _keep(request: StaffRequest, review: Review, seat: Attendee) -> None:
    questions = questions_for(review, seat.department)
    items = list(review.items.order_by("position", "pk"))
    commands.rate(review_id=review.pk, by=request.user, drafts=drafts_of(items, questions, request.POST))
    if "hand-in" in request.POST:
        commands.hand_in(review_id=review.pk, by=request.user)
        messages.success(request, _("Handed in. The ratings open when the last one is in."))
    else:
        messages.success(request, _("Kept. Nobody else sees it; hand in when you are done."))


def _page(request: StaffRequest, review: Review, seat: Attendee) -> dict[str, Any]:
    questions, given = questions_for(review, seat.department), ratings_by(seat)
    rows = []
    for line in lines_of(review):
        asked = [
            Asked(
                line.item,
                question,
                typed(line.item, question, request.POST)
                if request.method == "POST"
                else standing(given.get((line.item.pk, question["key"]))),
            )
            for question in questions
        ]
        rows.append((line, asked))
    return {
        "place": PLACE,
        "review": review,
        "seat": seat,
        "rows": rows,
        "missing": missing_for(seat),
        **_who_is_in(review, request.user),
    }


def _nothing_to_rate(request: StaffRequest, review: Review, seat: Attendee | None) -> HttpResponse:
    if seat is None and review.state == Review.State.RATING:
        messages.error(request, _("Only who comes to this meeting rates its ideas. Ask whoever leads it to add you."))
    return redirect("review", review.pk)


def _who_is_in(review: Review, viewer: Staff) -> dict[str, Any]:
    """Return by department who has handed in and who has not: a department is in when all its raters are."""
    by_department: dict[str, list[Attendee]] = defaultdict(list)
    for one in raters_of(review):
        by_department[str(one.get_department_display())].append(one)
    names_in = [name for name, all_ in by_department.items() if all(one.handed_in_at for one in all_)]
    mine = any(one.staff_id == viewer.pk and not one.handed_in_at for all_ in by_department.values() for one in all_)
    return {
        "raters": [one for all_ in by_department.values() for one in all_],
        "departments_in": names_in,
        "departments_out": [name for name in by_department if name not in names_in],
        "owes": mine,
    }


@require_POST
@needs(Permission.RUN_REVIEWS)
def opening(request: StaffRequest, review_id: int) -> HttpResponse:
    """Close the round and open the ratings."""
    review = found(review_id)
    done(request, lambda: commands.reveal_review(review_id=review.pk), _("The ratings are open."))
    return redirect("review", review.pk)
