"""How we put each occasion in each language: for all, for one source, or for one idea (“edit all”)."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.answer.audience import without_own_links
from wellheard.answer.commands.wordings import Reach, StaleWordingError, WordingError, drop_wording, undo_wording, word
from wellheard.answer.drafts import Draft, draft
from wellheard.answer.forms import WordingForm
from wellheard.answer.languages import FRAMES, name_of
from wellheard.answer.models import Answer, Wording
from wellheard.answer.queries import expected_hours
from wellheard.answer.wordings import PLACEHOLDERS, default_wording
from wellheard.decide.models import Idea
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.models import Feedback
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "settings.wordings"
MOST_READERS = 30


@dataclass(frozen=True)
class Row:
    """One occasion of the list: a language each, and which of them staff wrote themselves."""

    occasion: str
    name: str
    languages: list[tuple[str, str, bool]]


@require_safe
@needs(Permission.ANSWER)
def wordings(request: StaffRequest) -> HttpResponse:
    """List how each occasion is put in each language, and what is put otherwise for a source or an idea."""
    kept = Wording.objects.select_related("idea", "edited_by").order_by("occasion", "language", "source", "pk")
    own = {(one.occasion, one.language) for one in kept if not one.source and not one.idea_id}
    rows = [
        Row(value, str(label), [(code, str(name), (value, code) in own) for code, name in FRAMES.items()])
        for value, label in Answer.Occasion.choices
    ]
    narrower = [(one, name_of(one.language)) for one in kept if one.source or one.idea_id]
    context = {"place": PLACE, "rows": rows, "narrower": narrower[:200], "sources": Feedback.Source.choices,
               "languages": list(FRAMES.items())}  # fmt: skip
    return render(request, "answers/wordings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ANSWER)
def wording(request: StaffRequest, occasion: str, language: str) -> HttpResponse:
    """Word an occasion: try it for somebody, then keep it. When somebody else did so meanwhile, nothing typed is lost."""
    reach, idea = _reach(request, occasion, language)
    there = reach.wording()
    form = WordingForm(request.POST or None, initial=_fields(reach, there))
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        try:
            kept = word(reach=reach, by=request.user, **form.cleaned_data)
        except WordingError as problem:
            _refuse(form, problem, there)
        else:
            undo = reverse("wording_undoing", args=[kept.pk])
            messages.success(request, _kept(reach.redraftable().count()), extra_tags=undo)
            return redirect(request.get_full_path())
    context = {
        "place": PLACE,
        "form": form,
        "occasion": Answer.Occasion(occasion),
        "language_name": name_of(language),
        "idea": idea,
        "source": dict(Feedback.Source.choices).get(reach.source, ""),
        "there": there,
        "theirs": there if _is_stale(form) else None,
        "changes": reach.redraftable().count(),
        "placeholders": [(f"{{{name}}}", meaning) for name, meaning in PLACEHOLDERS.items()],
        **_trial(request, reach, form),
    }
    return render(request, "answers/wording.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Permission.ANSWER)
def undoing(request: StaffRequest, wording_id: int) -> HttpResponse:
    """Take the last change of a wording back."""
    undo_wording(wording_id=wording_id, by=request.user)
    messages.success(request, _("It is as it was. Answers nobody edited are written anew."))
    return redirect("settings_wordings")


@require_POST
@needs(Permission.ANSWER)
def removal(request: StaffRequest, wording_id: int) -> HttpResponse:
    """Let our own words count again."""
    drop_wording(wording_id=wording_id)
    messages.success(request, _("Our own words count again. Answers nobody edited are written anew."))
    return redirect("settings_wordings")


def _reach(request: StaffRequest, occasion: str, language: str) -> tuple[Reach, Idea | None]:
    source, number = request.GET.get("source", ""), request.GET.get("idea", "")
    is_known = occasion in Answer.Occasion.values and language in FRAMES
    if not is_known or (source and source not in Feedback.Source.values):
        raise Http404(_("There is no such wording."))
    is_key = is_whole_number(number)
    idea = get_object_or_404(Idea, pk=number) if is_key else None
    return Reach(occasion, language, source, idea.pk if idea else None), idea


def _fields(reach: Reach, there: Wording | None) -> dict[str, object]:
    if there:
        return {"version": there.version, "subject_line": there.subject_line, "words": there.words}
    wider = Reach(reach.occasion, reach.language).wording()
    with translation.override(reach.language):
        subject_line, words = (wider.subject_line, wider.words) if wider else default_wording(reach.occasion)
    return {"version": 0, "subject_line": subject_line, "words": words}


def _trial(request: StaffRequest, reach: Reach, form: WordingForm) -> dict[str, object]:
    """Return what somebody would read of what stands in the form now, and who else it can be tried for."""
    people = ("contact", "idea", "decision", "release", "quote", "feedback")
    readers = list(reach.answers().select_related(*people).order_by("-owed_at", "-pk")[:MOST_READERS])
    chosen = request.POST.get("reader", "")
    reader = next((one for one in readers if str(one.pk) == chosen), readers[0] if readers else None)
    return {"readers": readers, "reader": reader, "trial": _tried(reach, form, reader) if reader else None}


def _tried(reach: Reach, form: WordingForm, reader: Answer) -> Draft:
    said = {name: str(form[name].value() or "") for name in ("subject_line", "words")}
    hours = expected_hours(reach.source or Feedback.Source.PORTAL)
    frame = (said["subject_line"], said["words"])
    return without_own_links(draft(reader, hours=hours, frame=frame))


def _refuse(form: WordingForm, problem: WordingError, there: Wording | None) -> None:
    is_stale = isinstance(problem, StaleWordingError)
    form.add_error(None, ValidationError(str(problem), code="stale" if is_stale else None))
    if is_stale:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(there.version if there else 0)  # type: ignore[index]


def _is_stale(form: WordingForm) -> bool:
    return form.is_bound and any(error.code == "stale" for error in form.non_field_errors().as_data())


def _kept(count: int) -> str:
    return ngettext(
        "The wording is kept. %(n)d answer that nobody edited is written anew.",
        "The wording is kept. %(n)d answers that nobody edited are written anew.",
        count,
    ) % {"n": count}
