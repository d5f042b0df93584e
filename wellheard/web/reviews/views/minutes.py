"""The minutes of a meeting, as a page and as Markdown."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wellheard.decide.reviews.models import Review
from wellheard.web.reviews.minutes import minutes_of
from wellheard.web.reviews.views.finding import PLACE, found
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.VIEW)
def minutes(request: StaffRequest, review_id: int) -> HttpResponse:
    """Show what a meeting decided and why; before its end, the meeting."""
    review = found(review_id)
    if review.state != Review.State.HELD:
        return redirect("review", review.pk)
    return render(request, "reviews/minutes.html", {"place": PLACE, "review": review, "minutes": minutes_of(review)})


@require_safe
@needs(Permission.VIEW)
def as_markdown(_request: StaffRequest, review_id: int) -> HttpResponse:
    """Hand the minutes out as Markdown, to be kept elsewhere."""
    review = found(review_id)
    if review.state != Review.State.HELD:
        return redirect("review", review.pk)
    text = minutes_of(review).as_markdown()
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="review-{review.number}.md"'
    return response
