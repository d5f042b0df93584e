"""Do you still need it? A page behind a link in a mail; and where staff ask."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wellheard.decide.demand.commands import AskingError, answer_still_needed, begin_round
from wellheard.decide.demand.forms.asking import StillNeededForm
from wellheard.decide.demand.queries.asking import asked_by, askers, questions_of, rounds, titles_for
from wellheard.decide.models import Idea
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "decide.ideas"
# A mail that names more would not be read.
MOST_IDEAS = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def still_needed(request: HttpRequest, token: str) -> HttpResponse:
    """Ask of each idea, keep what they say, and say what it means. Opening the page changes nothing: scanners open links too."""
    asked = asked_by(token)
    if asked is None:
        return render(request, "demand/still_needed_link.html", status=410)
    questions = questions_of(asked)
    form = StillNeededForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["question"] in {one.pk for one in questions}:
        said = form.cleaned_data
        answer_still_needed(question_id=said["question"], answer=said["answer"], reason=said["reason"])
        return redirect(f"{reverse('still_needed', args=[token])}#q{said['question']}")
    titles = titles_for(questions, translation.get_language() or "en")
    context = {
        "questions": [(question, titles[question.pk]) for question in questions],
        "form": form,
        "left": sum(not question.answer for question in questions),
    }
    return render(request, "demand/still_needed.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_SURVEYS)
def asking(request: StaffRequest) -> HttpResponse:
    """Show whom asking about the chosen ideas would reach, ask them, and show what earlier rounds came to."""
    keys = request.POST.getlist("idea") if request.method == "POST" else request.GET.getlist("idea")
    numbers = [int(key) for key in keys if is_whole_number(key)]
    ideas = list(Idea.objects.unmerged().filter(pk__in=numbers).order_by("-mrr_minor", "-pk")[:MOST_IDEAS])
    if "ask" in request.POST:
        return _ask(request, ideas)
    wanted = askers([idea.pk for idea in ideas])
    context = {
        "place": PLACE,
        "ideas": [(idea, sum(idea.pk in ids for ids in wanted.values())) for idea in ideas],
        "people": len(wanted),
        "rounds": rounds(),
    }
    return render(request, "demand/asking.html", context)


def _ask(request: StaffRequest, ideas: list[Idea]) -> HttpResponse:
    try:
        begun = begin_round(idea_ids=[idea.pk for idea in ideas], by=request.user)
    except AskingError as problem:
        messages.error(request, str(problem))
    else:
        count = begun.asked.count()
        done = ngettext("%(n)d person is asked, by one mail.", "%(n)d people are asked, by one mail each.", count)
        messages.success(request, done % {"n": count})
    return redirect("still_needed_asking")
