"""The minutes of a meeting, as a page, as Markdown and typeset as PDF."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from wellheard.decide.reviews.models import Review
from wellheard.web.reports.pdf import PdfError, is_there, written
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
    context = {"place": PLACE, "review": review, "minutes": minutes_of(review), "has_pdf": is_there()}
    return render(request, "reviews/minutes.html", context)


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


@require_safe
@needs(Permission.VIEW)
def as_pdf(request: StaffRequest, review_id: int) -> HttpResponse:
    """Hand the minutes out as PDF, typeset as reports are; where none can be made, say so on their page."""
    review = found(review_id)
    if review.state != Review.State.HELD:
        return redirect("review", review.pk)
    page = render_to_string("reviews/print.html", {"review": review, "minutes": minutes_of(review)}, request)
    try:
        body = written(page)
    except PdfError as problem:
        messages.error(request, str(problem))
        return redirect("review_minutes", review.pk)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="review-{review.number}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
