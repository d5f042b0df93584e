"""How many need an idea, by what a random sample said; and which question asks them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.customers.models import Segment
from wellheard.decide.demand.commands import NeedQuestionError, link_need_question, unlink_need_question
from wellheard.decide.demand.models import NeedQuestion
from wellheard.decide.demand.queries.representative import demand_by_tier, demand_in, questions_to_link
from wellheard.decide.models import Idea
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.surveys.models import Question
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "decide.ideas"


@require_http_methods(["GET", "HEAD"])
@needs(Permission.VIEW)
def sample(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Show what share of each tier, and of a chosen segment, needs an idea."""
    idea = get_object_or_404(Idea.objects.unmerged(), pk=idea_id)
    segment = Segment.objects.filter(pk=_number(request.GET.get("segment", ""))).first()
    context = {
        "place": PLACE,
        "idea": idea,
        "demand": demand_by_tier(idea),
        "segment": segment,
        "of_segment": demand_in(idea, segment) if segment else None,
        "segments": Segment.objects.order_by("name"),
        "links": {link.question_id: link for link in NeedQuestion.objects.filter(idea=idea)},
        "questions": _questions(idea) if request.user.may(Permission.RUN_SURVEYS) else [],
    }
    return render(request, "demand/sample.html", context)


@require_http_methods(["POST"])
@needs(Permission.RUN_SURVEYS)
def linking(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Let a question ask who needs an idea, or not any more."""
    question_id = _number(request.POST.get("question", ""))
    if "remove" in request.POST:
        unlink_need_question(question_id=question_id)
        messages.success(request, _("This question says nothing of the idea any more; its answers stay."))
        return redirect("idea_sample", idea_id)
    try:
        link_need_question(question_id=question_id, idea_id=idea_id, yes=request.POST.getlist("yes"))
    except NeedQuestionError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Answers of samples to this question now say who needs the idea."))
    return redirect("idea_sample", idea_id)


def _number(text: str) -> int:
    return int(text) if is_whole_number(text) else 0


def _questions(idea: Idea) -> list[tuple[Question, str, list[tuple[str, str, bool]], bool]]:
    """Return each question with its words, its options (key, label, whether it says yes), and whether it asks for this idea."""
    linked = {link.question_id: link for link in NeedQuestion.objects.all()}
    found = []
    for question in questions_to_link():
        link = linked.get(question.pk)
        if link and link.idea_id != idea.pk:
            continue
        texts = question.texts_in(question.survey.fallback, question.survey.fallback)
        labels, yes = texts.get("options", {}), set(link.yes if link else ())
        options = [(one["key"], labels.get(one["key"], one["key"]), one["key"] in yes) for one in question.options]
        found.append((question, str(texts.get("question", question.key)), options, link is not None))
    return found
