"""Filing: one thing a customer said after the other, each with its area, its category and the idea behind it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.decide.commands import IdeaError, LinkError
from wellheard.decide.models import Idea
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.models import Feedback
from wellheard.understand.commands import FilingError
from wellheard.understand.suggestions import Suggestion, suggest_filing
from wellheard.web.feedback import commands, queries
from wellheard.web.feedback.commands import Filed, FiledMeanwhileError
from wellheard.web.feedback.forms.filing import NONE, FilingForm, idea_options
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

LONGEST_SEARCH = 100


@require_safe
@needs(Permission.FILE_FEEDBACK)
def filing(request: StaffRequest) -> HttpResponse:
    """Show what waits longest to be filed, after those that were skipped; nobody's words lie at the bottom for ever."""
    after = request.GET.get("after", "")
    page = queries.next_unfiled(after)
    if not page.items:
        skipped = Feedback.objects.unfiled().count()
        return render(request, "feedback/filed_all.html", {"place": "understand.filing", "skipped": skipped})
    return _show(request, page.items[0], _fresh_form(page.items[0], after))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILE_FEEDBACK)
def filing_of(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Show how one thing is filed; file it and go on to the next."""
    feedback = _feedback(feedback_id)
    if request.method != "POST":
        return _show(request, feedback, _fresh_form(feedback, request.GET.get("after", "")))
    form = FilingForm(request.POST)
    _require_may_write_ideas(request)
    if not form.is_valid():
        return _show(request, feedback, form, status=422)
    return _file(request, feedback, form)


@require_safe
@needs(Permission.FILE_FEEDBACK)
def ideas(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Return the ideas that go by the words typed so far, as a fragment of the page."""
    feedback = _feedback(feedback_id)
    chosen = Idea.objects.filter(pk__in=_number(request.GET.get("idea", ""))).first()
    return render(request, "feedback/filing.html#ideas", _ideas(request, feedback, chosen))


@require_POST
@needs(Permission.FILE_FEEDBACK)
def undoing(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Take a filing back, with the link made in the same step."""
    idea_id = next(iter(_number(request.GET.get("idea", ""))), None)
    try:
        commands.take_back_filing(feedback_id=feedback_id, idea_id=idea_id, seen=request.GET.get("seen", ""))
    except (FilingError, IdeaError) as problem:
        messages.error(request, str(problem))
        return redirect("filing")
    messages.info(request, _("Taken back. It waits to be filed again."))
    return redirect("filing_of", feedback_id)


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
    except (FilingError, IdeaError, LinkError) as problem:
        form.add_error(None, str(problem))
        return _show(request, feedback, form, status=422)
    _say_filed(request, filed)
    after = form.cleaned_data["after"]
    return redirect(reverse("filing") + (f"?{urlencode({'after': after})}" if after else ""))


def _say_filed(request: StaffRequest, filed: Filed) -> None:
    undo = f"{reverse('filing_undoing', args=[filed.feedback.pk])}?{urlencode(filed.undo)}"
    filing = commands.in_words(filed.feedback)
    sentence = _("Filed: %(filing)s.") % {"filing": filing}
    if filed.idea:
        sentence = _("Filed: %(filing)s, as evidence for “%(idea)s”.") % {"filing": filing, "idea": filed.idea}
    messages.success(request, sentence, extra_tags=undo)


def _fresh_form(feedback: Feedback, after: str) -> FilingForm:
    initial: dict[str, Any] = {"seen": commands.state_of(feedback), "after": after}
    if feedback.is_filed:
        initial |= {"area": feedback.area_id or NONE, "category": feedback.category_id}
    elif feedback.area_id:
        # The file or system it came from knew the area already.
        initial["area"] = feedback.area_id
    return FilingForm(initial=initial)


def _show(request: StaffRequest, feedback: Feedback, form: FilingForm, status: int = 200) -> HttpResponse:
    suggested = Suggestion()
    if not feedback.is_filed:
        suggested = suggest_filing(feedback.words, language=feedback.language, besides=feedback.pk)
    if not (form.is_bound or feedback.is_filed):
        form.initial = {"area": suggested.area_id, "category": suggested.category_id, **form.initial}
    context = {
        "place": "understand.filing",
        "feedback": feedback,
        "form": form,
        "areas": form.area_options(suggested.area_id),
        "categories": form.category_options(suggested.category_id),
        "unfiled": Feedback.objects.unfiled().count(),
        "skip": _behind(feedback, str(form["after"].value() or "")),
        "before": queries.said_before(feedback),
        "said": queries.how_much_they_said(feedback),
        "owed": queries.owed_to(feedback),
        "linked": queries.ideas_of([feedback.pk])[feedback.pk],
        **_ideas(request, feedback, _chosen_idea(form)),
    }
    return render(request, "feedback/filing.html", context, status=status)


def _behind(feedback: Feedback, after: str) -> str:
    """Return where the queue goes on behind this piece, when it is the one whose turn it is."""
    page = queries.next_unfiled(after)
    return page.next if page.items == [feedback] else ""


def _ideas(request: StaffRequest, feedback: Feedback, chosen: Idea | None) -> dict[str, object]:
    """Return the ideas on offer: by words when somebody searches, else what says the same; the chosen one always."""
    words = clean_line(request.GET.get("q", ""))[:LONGEST_SEARCH]
    found = queries.ideas_named(words) if words else queries.similar_ideas(feedback)
    if chosen and chosen not in found:
        found = [chosen, *found]
    return {"ideas": idea_options(found), "chosen": chosen, "words": words}


def _chosen_idea(form: FilingForm) -> Idea | None:
    value = str(form["idea"].value() or "")
    return Idea.objects.filter(pk__in=_number(value)).first() if value else None


def _number(written: str) -> list[int]:
    is_number = written.isascii() and written.isdecimal() and len(written) < 19  # noqa: PLR2004 - fits a bigint
    return [int(written)] if is_number else []


def _feedback(feedback_id: int) -> Feedback:
    return get_object_or_404(
        Feedback.objects.with_people().select_related("company__owner", "filed_by"), pk=feedback_id
    )


def _require_may_write_ideas(request: StaffRequest) -> None:
    if request.POST.get("new_title", "").strip() and not request.user.may(Permission.EDIT_IDEAS):
        raise PermissionDenied(_("Your role does not allow new ideas. Choose one that is there, or file it without."))
