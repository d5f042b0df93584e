"""Reading what customers said: all of it, and one thing with everything that became of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.customers.commands import CustomerError
from wellheard.decide.commands import IdeaError, unlink_feedback
from wellheard.foundation.counts import up_to
from wellheard.listen.commands import FeedbackError, hide_feedback, publish_feedback
from wellheard.listen.deals.models import DealMissing
from wellheard.listen.models import Feedback
from wellheard.web.feedback import commands, queries
from wellheard.web.feedback.forms.lists import FeedbackFilter
from wellheard.web.feedback.forms.who import PlaceForm
from wellheard.web.feedback.history import history
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.VIEW)
def feedback_list(request: StaffRequest) -> HttpResponse:
    """List what customers said, newest first, narrowed down as asked."""
    filters = FeedbackFilter(request.GET)
    filters.is_valid()
    chosen = {name: value for name, value in filters.cleaned_data.items() if value}
    found = queries.matching(chosen)
    context = {
        "place": "listen.feedback",
        "filters": filters,
        "chosen": chosen,
        "total": up_to(found),
        "page": queries.page_of_rows(found, cursor=request.GET.get("after", "")),
    }
    return render(request, "feedback/feedback_list.html", context)


@require_safe
@needs(Permission.VIEW)
def feedback(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Show one thing a customer said, what it became evidence for, and what they were told."""
    return _show(request, _feedback(feedback_id), PlaceForm())


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.LOG_FEEDBACK)
def author(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Note who said it, now that we know."""
    said = _feedback(feedback_id)
    if request.method != "POST":
        return redirect("feedback", feedback_id)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _show(request, said, form, status=422)
    try:
        commands.say_who(feedback_id=said.pk, who=form.who)
    except (FeedbackError, CustomerError) as problem:
        form.add_error(None, str(problem))
        return _show(request, said, form, status=422)
    messages.success(request, _("Noted who said it. What it is evidence for follows."))
    return redirect("feedback", feedback_id)


@require_POST
@needs(Permission.FILE_FEEDBACK)
def unlinking(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Take a piece of feedback away from an idea."""
    said = _feedback(feedback_id)
    idea_id = request.POST.get("idea", "")
    known = [idea for idea in queries.ideas_of([said.pk])[said.pk] if str(idea.pk) == idea_id]
    try:
        for idea in known:
            unlink_feedback(feedback_id=said.pk, idea_id=idea.pk)
            messages.success(request, _("No longer evidence for “%(idea)s”.") % {"idea": idea})
    except IdeaError as problem:
        messages.error(request, str(problem))
    return redirect("feedback", feedback_id)


@require_POST
@needs(Permission.FILE_FEEDBACK)
def publication(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Let others read it on the portal, or no longer."""
    said = _feedback(feedback_id)
    try:
        if request.POST.get("show") == "yes":
            publish_feedback(feedback_id=said.pk)
            messages.success(request, _("It can be read on the portal now, where it is evidence for a public idea."))
        else:
            hide_feedback(feedback_id=said.pk)
            messages.success(request, _("It can no longer be read on the portal."))
    except FeedbackError as problem:
        messages.error(request, str(problem))
    return redirect("feedback", feedback_id)


def _show(request: StaffRequest, said: Feedback, form: PlaceForm, status: int = 200) -> HttpResponse:
    ideas = queries.ideas_of([said.pk])[said.pk]
    answers = queries.answers_about(said, ideas)
    context = {
        "place": "listen.feedback",
        "feedback": said,
        "form": form,
        "ideas": ideas,
        "answers": answers,
        "history": history(said),
        "said": queries.how_much_they_said(said),
        "owed": queries.owed_to(said),
        "missing": DealMissing.objects.select_related("deal").filter(feedback=said).first(),
    }
    return render(request, "feedback/feedback.html", context, status=status)


def _feedback(feedback_id: int) -> Feedback:
    people = Feedback.objects.with_people().select_related("company__owner", "filed_by")
    return get_object_or_404(people, pk=feedback_id)
