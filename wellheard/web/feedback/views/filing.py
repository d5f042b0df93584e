"""Triage: what waits beside the piece that is open, each with its area, its category and the ideas behind it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellheard.decide.commands import IdeaError, LinkError
from wellheard.decide.models import Idea
from wellheard.foundation.text.clean import clean_line, shorten
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.commands import FeedbackError
from wellheard.listen.models import Feedback, TriageStep
from wellheard.understand.commands import FilingError
from wellheard.understand.suggestions import Suggestion, suggest_filing
from wellheard.web.feedback import commands, queries, triage_queries
from wellheard.web.feedback.commands import Filed, FiledMeanwhileError
from wellheard.web.feedback.forms.filing import NONE, FilingForm, idea_options
from wellheard.web.feedback.forms.triage import QuotableForm
from wellheard.web.feedback.views.queue import Queue, say
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

LONGEST_SEARCH = 100
# A script that shows the next piece itself asks only for what stands beside it.
BESIDE = "X-Triage-Opened"
_FAULTS = (FilingError, IdeaError, LinkError, FeedbackError)


@require_safe
@needs(Permission.FILE_FEEDBACK)
def filing(request: StaffRequest) -> HttpResponse:
    """Show what waits, the first of it open beside the list; when nothing waits, say so calmly."""
    queue = Queue.of(request)
    page = queue.page(None, request.GET.get("after", ""))
    if not page.items:
        return render(request, "feedback/filed_all.html", _around(request, queue, None) | {"page": page})
    opened = page.items[0]
    context = _one(queue, opened, _fresh_form(opened)) | _around(request, queue, opened) | {"page": page}
    return render(request, "feedback/filing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILE_FEEDBACK)
def filing_of(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Show one piece in its queue; file it and go on to the next."""
    feedback = _feedback(feedback_id)
    if request.method != "POST":
        return _show(request, feedback, _fresh_form(feedback))
    form = FilingForm(request.POST)
    if "look" in request.POST:
        # Without scripts ideas are looked for in the same form, so that nothing chosen is lost.
        return _show(request, feedback, form)
    _require_may_write_ideas(request)
    if not form.is_valid():
        return _show(request, feedback, form, status=422)
    return _file(request, feedback, form)


@require_safe
@needs(Permission.FILE_FEEDBACK)
def thread(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Return one piece without what is around it, so that the next stands ready before it is asked for."""
    feedback = _feedback(feedback_id)
    context = _one(Queue.of(request), feedback, _fresh_form(feedback))
    return render(request, "feedback/filing.html#thread", context)


@require_safe
@needs(Permission.FILE_FEEDBACK)
def ideas(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Return the ideas that go by the words typed so far, as a fragment of the page."""
    feedback = _feedback(feedback_id)
    chosen = Idea.objects.filter(pk__in=_numbers(request.GET.getlist("idea")))
    return render(request, "feedback/triage_ideas.html", _ideas(feedback, list(chosen), request.GET.get("q", "")))


def _file(request: StaffRequest, feedback: Feedback, form: FilingForm) -> HttpResponse:
    try:
        filed = commands.file_and_link(
            feedback_id=feedback.pk, filing=form.filing, seen=form.cleaned_data["seen"], by=request.user
        )
    except FiledMeanwhileError as problem:
        form.add_error(None, str(problem))
        data = request.POST.copy()
        data["seen"] = commands.state_of(problem.feedback)
        form.data = data
        return _show(request, problem.feedback, form, status=409)
    except _FAULTS as problem:
        form.add_error(None, str(problem))
        return _show(request, feedback, form, status=422)
    say(request, _filed_sentence(filed), filed.step)
    queue = Queue.of(request)
    opened = queue.after(feedback)
    if opened and request.headers.get(BESIDE) == str(opened):
        shown = _feedback(opened)
        context = _around(request, queue, shown) | {"page": queue.page(shown, ""), "is_beside": True}
        return render(request, "feedback/filing.html#beside", context)
    return redirect(queue.url(opened))


def _filed_sentence(filed: Filed) -> str:
    filing = commands.in_words(filed.feedback)
    if not filed.ideas:
        return _("Filed: %(filing)s.") % {"filing": filing}
    ideas = "”, “".join(idea.title for idea in filed.ideas)
    return _("Filed: %(filing)s, as evidence for “%(idea)s”.") % {"filing": filing, "idea": ideas}


def _fresh_form(feedback: Feedback) -> FilingForm:
    initial: dict[str, Any] = {"seen": commands.state_of(feedback)}
    if feedback.is_filed:
        initial |= {"area": feedback.area_id or NONE, "category": feedback.category_id}
    elif feedback.area_id:
        # The file or system it came from knew the area already.
        initial["area"] = feedback.area_id
    return FilingForm(initial=initial)


def _show(request: StaffRequest, feedback: Feedback, form: FilingForm, status: int = 200) -> HttpResponse:
    queue = Queue.of(request)
    words = request.POST.get("q", "") or request.GET.get("q", "")
    context = _one(queue, feedback, form, words) | _around(request, queue, feedback)
    context |= {"page": queue.page(feedback, request.GET.get("after", "")), "is_reading": True}
    return render(request, "feedback/filing.html", context, status=status)


def _around(request: StaffRequest, queue: Queue, opened: Feedback | None) -> dict[str, object]:
    """Return what stands around the piece that is open: filters, progress, what can be taken back."""
    return {
        "place": "understand.filing",
        "queue": queue,
        "filters": queue.form,
        "opened": opened,
        "progress": triage_queries.progress(queue.rows),
        "last_step": TriageStep.objects.latest_of(request.user).first(),
        "unfinished": triage_queries.unfinished(request.user),
        "is_aside": queue.narrowed.get("view") == "aside",
    }


def _one(queue: Queue, feedback: Feedback, form: FilingForm, words: str = "") -> dict[str, object]:
    """Return everything about the piece that is open."""
    suggested = Suggestion()
    if feedback.waits:
        suggested = suggest_filing(feedback.words, language=feedback.language, besides=feedback.pk)
    if not (form.is_bound or feedback.is_filed):
        form.initial = {"area": suggested.area_id, "category": suggested.category_id, **form.initial}
    before, after = triage_queries.neighbours(queue.rows, feedback, order=queue.order)
    return {
        "queue": queue,
        "feedback": feedback,
        "opened": feedback,
        "form": form,
        "areas": form.area_options(suggested),
        "categories": form.category_options(suggested),
        "previous": before,
        "next": after,
        "next_done": after or queue.first_besides(feedback),
        "proposed": shorten(feedback.words.split("\n")[0], limit=80),
        "quoting": QuotableForm(initial={"quotable": feedback.quotable}, auto_id="quoting_%s"),
        "repeats": triage_queries.repeats_of(feedback),
        "before": queries.said_before(feedback),
        "said": queries.how_much_they_said(feedback),
        "owed": queries.owed_to(feedback),
        "linked": queries.ideas_of([feedback.pk])[feedback.pk],
        **_ideas(feedback, _chosen_ideas(form), words),
    }


def _ideas(feedback: Feedback, chosen: list[Idea], typed: str) -> dict[str, object]:
    """Return the ideas on offer: by words when somebody searches, else what says the same; chosen ones always."""
    words = clean_line(typed)[:LONGEST_SEARCH]
    found = queries.ideas_named(words) if words else queries.similar_ideas(feedback)
    found = [*chosen, *(idea for idea in found if idea not in chosen)]
    return {"ideas": idea_options(found), "chosen": chosen, "words": words}


def _chosen_ideas(form: FilingForm) -> list[Idea]:
    values = form["idea"].value() or []
    return list(Idea.objects.filter(pk__in=_numbers(str(value) for value in values))) if values else []


def _numbers(written: Any) -> list[int]:
    return [int(one) for one in written if is_whole_number(one)][:50]


def _feedback(feedback_id: int) -> Feedback:
    """Return the piece with who said it. Most of what else it may name, it does not: that is read when it is shown."""
    return get_object_or_404(Feedback.objects.select_related("company", "contact"), pk=feedback_id)


def _require_may_write_ideas(request: StaffRequest) -> None:
    if request.POST.get("new_title", "").strip() and not request.user.may(Permission.EDIT_IDEAS):
        raise PermissionDenied(_("Your role does not allow new ideas. Choose one that is there, or file it without."))
