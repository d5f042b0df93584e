"""The list of meetings; planning one, changing it, calling it off."""

from dataclasses import asdict

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.decide.reviews import commands
from wellheard.decide.reviews.commands.planning import next_plan
from wellheard.decide.reviews.models import Check, Review
from wellheard.decide.reviews.queries.asked import asked_of
from wellheard.decide.reviews.queries.calibration import calibration_of, calibration_of_means
from wellheard.decide.reviews.queries.formulas import calibration_of_formulas
from wellheard.foundation.paging import page_of
from wellheard.web.reviews.forms import ChangeForm, NewReviewForm, plan_of
from wellheard.web.reviews.views.finding import PLACE, REFUSALS, done, found
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

_JUDGED_SHOWN = 20


@require_safe
@needs(Permission.VIEW)
def reviews(request: StaffRequest) -> HttpResponse:
    """List meetings, the next ones first, and what came of what they decided."""
    counted = Review.objects.annotate(
        ideas=Count("items", distinct=True),
        decided=Count("items__verdict", distinct=True),
        mine=Count("attendees", filter=Q(attendees__staff=request.user), distinct=True),
        owed=Count("attendees", filter=Q(attendees__staff=request.user, attendees__handed_in_at=None), distinct=True),
    )
    ahead = counted.ahead().order_by("meets_at", "pk")
    past = counted.filter(state__in=[Review.State.HELD, Review.State.CALLED_OFF])
    checks = Check.objects.select_related("expectation__idea", "expectation__owner").order_by("-checked_at", "-pk")
    context = {
        "place": PLACE,
        "ahead": list(ahead),
        "page": page_of(past, order=("-meets_at", "-pk"), cursor=request.GET.get("after", "")),
        "asked_first": asked_of(request.user),
        "checks": list(checks[:_JUDGED_SHOWN]),
        "mine": calibration_of(request.user),
        "means": calibration_of_means(),
        "formulas": calibration_of_formulas(),
    }
    return render(request, "reviews/reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_REVIEWS)
def review_new(request: StaffRequest) -> HttpResponse:
    """Plan a meeting; what deserves to be looked at is put on its table at once."""
    form = NewReviewForm(
        request.POST if request.method == "POST" else None,
        initial=asdict(next_plan()) | {"attendees": [request.user.pk]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            review = commands.plan_review(plan=form.plan, attendees=form.cleaned_data["attendees"], by=request.user)
            commands.propose(review_id=review.pk)
        except REFUSALS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Planned. What deserves to be looked at is on the table already."))
            return redirect("review", review.pk)
    context = {"place": PLACE, "form": form}
    return render(request, "reviews/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_REVIEWS)
def review_change(request: StaffRequest, review_id: int) -> HttpResponse:
    """Change when a meeting is, and how much room there is."""
    review = found(review_id)
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=plan_of(review))
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_review(review_id=review.pk, version=form.cleaned_data["version"], plan=form.plan)
        except REFUSALS as problem:
            form.add_error(None, str(problem))
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = str(found(review_id).version)  # type: ignore[index]
        else:
            messages.success(request, _("Saved."))
            return redirect("review", review.pk)
    context = {"place": PLACE, "form": form, "review": review}
    return render(request, "reviews/change.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Permission.RUN_REVIEWS)
def calling_off(request: StaffRequest, review_id: int) -> HttpResponse:
    """Call a meeting off."""
    review = found(review_id)
    done(request, lambda: commands.call_off_review(review_id=review.pk), _("The meeting is called off."))
    return redirect("reviews")
