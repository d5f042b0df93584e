"""What a meeting wanted to know first: the question, and what whoever was asked found out. Every role may be asked."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.decide.reviews import commands
from wellheard.decide.reviews.queries.asked import question_of
from wellheard.web.reviews.forms import FoundForm
from wellheard.web.reviews.views.finding import PLACE, REFUSALS
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW)
def question(request: StaffRequest, item_id: int) -> HttpResponse:
    """Show what is to be found out; whoever was asked writes what they found, which ends their task."""
    asked = question_of(item_id)
    if asked is None:
        raise Http404(_("No meeting asked this."))
    form = FoundForm(request.POST if request.method == "POST" else None, initial={"words": asked.verdict.found})
    if request.method == "POST" and form.is_valid():
        try:
            commands.answer_question(item_id=item_id, words=form.cleaned_data["words"], by=request.user)
        except REFUSALS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Kept. The next meeting reads it, and looks at the idea again."))
            return redirect("idea", asked.verdict.item.idea_id)
    may_answer = asked.is_for(request.user) or request.user.may(Permission.RUN_REVIEWS)
    context = {"place": PLACE, "asked": asked, "form": form, "may_answer": may_answer}
    return render(request, "reviews/asked.html", context, status=422 if form.errors else 200)
