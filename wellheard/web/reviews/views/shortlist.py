"""Gather what lies on the table, say who comes, and freeze it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wellheard.decide.models import Idea
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.models import Review
from wellheard.decide.reviews.queries.freshness import freshness_of
from wellheard.decide.reviews.queries.proposals import proposals_for
from wellheard.decide.reviews.queries.rounds import forecast_of
from wellheard.foundation.text.clean import clean_line
from wellheard.web.reviews.forms import AttendeeForm, IdeaChoiceForm
from wellheard.web.reviews.views.finding import PLACE, done, found
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission

_PROPOSED, _FOUND = 12, 10


def gathering(request: StaffRequest, review: Review) -> HttpResponse:
    """Show the table while it is gathered: what lies on it and why, what else deserves to, and who comes."""
    words = clean_line(request.GET.get("q", ""))[:100]
    seats = list(review.attendees.select_related("staff").order_by("department", "staff__name"))
    context = {
        "place": PLACE,
        "review": review,
        "items": list(review.items.select_related("idea").order_by("position", "pk")),
        "proposals": proposals_for(review, limit=_PROPOSED),
        "words": words,
        "freshness": freshness_of(review),
        "found": _found(review, words),
        "seats": seats,
        "forecast": forecast_of(review, seats),
        "others": Staff.objects.at_work().exclude(pk__in=[one.staff_id for one in seats]).order_by("name"),
    }
    return render(request, "reviews/gathering.html", context)


def _found(review: Review, words: str) -> list[Idea]:
    if not words:
        return []
    ideas: Any = Idea.objects.unmerged().exclude(status=Idea.Status.SHIPPED).filter(title__icontains=words)
    return list(ideas.exclude(pk__in=review.items.values("idea")).worth_most_first()[:_FOUND])


@require_POST
@needs(Permission.RUN_REVIEWS)
def adding(request: StaffRequest, review_id: int) -> HttpResponse:
    """Put an idea on the table."""
    review, form = found(review_id), IdeaChoiceForm(request.POST)
    idea = Idea.objects.filter(pk=form.cleaned_data["idea"]).first() if form.is_valid() else None
    if idea is None:
        done(request, _refuse)
    else:
        why = next((one.why for one in proposals_for(review) if one.idea == idea), ("by_hand",))
        done(
            request,
            lambda: commands.put_on_table(review_id=review.pk, idea_id=idea.pk, by=request.user, why=why),
            _("“%(title)s” is on the table.") % {"title": idea.title},
        )
    return redirect("review", review.pk)


def _refuse() -> None:
    raise commands.ReviewError(_("There is no such idea any more. Choose another one."))


@require_POST
@needs(Permission.RUN_REVIEWS)
def proposing(request: StaffRequest, review_id: int) -> HttpResponse:
    """Fill the table with what deserves to be looked at."""
    review = found(review_id)
    done(request, lambda: commands.propose(review_id=review.pk), _("The table is filled up to eight ideas."))
    return redirect("review", review.pk)


@require_POST
@needs(Permission.RUN_REVIEWS)
def removal(request: StaffRequest, review_id: int, item_id: int) -> HttpResponse:
    """Take an idea off the table."""
    review = found(review_id)
    done(request, lambda: commands.take_off_table(review_id=review.pk, item_id=item_id), _("Taken off the table."))
    return redirect("review", review.pk)


@require_POST
@needs(Permission.RUN_REVIEWS)
def attendees(request: StaffRequest, review_id: int) -> HttpResponse:
    """Let one more come, or one fewer."""
    review, form = found(review_id), AttendeeForm(request.POST)
    if not form.is_valid():
        done(request, _no_colleague)
    elif "leaves" in request.POST:
        done(request, lambda: commands.uninvite(review_id=review.pk, staff=form.cleaned_data["staff"]))
    else:
        done(request, lambda: commands.invite(review_id=review.pk, staff=form.cleaned_data["staff"]))
    return redirect(reverse("review", args=[review.pk]) + "#who")


def _no_colleague() -> None:
    raise commands.ReviewError(_("Choose somebody who works here."))


@require_POST
@needs(Permission.RUN_REVIEWS)
def freezing(request: StaffRequest, review_id: int) -> HttpResponse:
    """Freeze the table; everybody who comes is asked to rate."""
    review = found(review_id)
    people = review.attendees.count()
    said = ngettext("Frozen. %(n)d person is asked to rate.", "Frozen. %(n)d people are asked to rate.", people)
    done(request, lambda: commands.freeze_review(review_id=review.pk, by=request.user), said % {"n": people})
    return redirect("review", review.pk)


@require_POST
@needs(Permission.RUN_REVIEWS)
def asking(request: StaffRequest, review_id: int) -> HttpResponse:
    """Ask who asked for old ideas whether they still need them."""
    review = found(review_id)
    done(
        request,
        lambda: commands.ask_still_needed(review_id=review.pk, by=request.user),
        _("They are asked by mail. What they say stands here, and counts at once."),
    )
    return redirect(reverse("review", args=[review.pk]) + "#fresh")
