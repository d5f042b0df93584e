"""The meeting a page is about, and what a refusal leads to."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _

from wellheard.decide.commands import DecisionError, IdeaError
from wellheard.decide.demand.commands import AskingError
from wellheard.decide.reviews.commands import ReviewError
from wellheard.decide.reviews.models import Review, ReviewItem
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.guard import StaffRequest

PLACE = "decide.reviews"
REFUSALS = (AskingError, ReviewError, DecisionError, IdeaError, WorkspaceError)


def found(review_id: int) -> Review:
    """Return a meeting, or show that there is none."""
    review = Review.objects.filter(pk=review_id).first()
    if review is None:
        raise Http404(_("There is no such meeting."))
    return review


def item_of(review: Review, item_id: int) -> ReviewItem:
    """Return an idea on the table of a meeting, or show that it is not there."""
    item = review.items.select_related("idea").filter(pk=item_id).first()
    if item is None:
        raise Http404(_("This idea is not on the table of this meeting."))
    return item


def done(request: StaffRequest, change: Callable[[], object], said: str = "") -> bool:
    """Do something and say so; say why where it is refused."""
    try:
        change()
    except REFUSALS as problem:
        messages.error(request, str(problem))
        return False
    if said:
        messages.success(request, said)
    return True


def kept(request: StaffRequest, form: forms.Form, change: Callable[[], object], said: str) -> bool:
    """Do what a form asks for and say so; where it is refused the form says why, and keeps what was written."""
    if not form.is_valid():
        return False
    try:
        change()
    except REFUSALS as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, said)
    return True
