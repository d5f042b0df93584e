"""Several answers at once: one page says what would happen to how many, in which languages, and each change is one button."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.answer import commands
from wellheard.answer.choosing import chosen_answers, look_at
from wellheard.answer.commands import AnswerError
from wellheard.answer.forms import ToldForm
from wellheard.answer.models import AnswerQuerySet
from wellheard.answer.narrowing import VIEWS, Narrowing
from wellheard.answer.queries import as_rows
from wellheard.answer.views.ledger import is_about
from wellheard.decide.models import Idea
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.ANSWER)
def several(request: StaffRequest) -> HttpResponse:
    """Show what can be done with the chosen answers, or with all of a list (?all=yes and its filters)."""
    return _show(request, ToldForm())


@require_POST
@needs(Permission.ANSWER)
def do(request: StaffRequest) -> HttpResponse:
    """Send the chosen answers, keep them back, or note that a person told them."""
    answers = _chosen(request)
    ids = list(answers.order_by("pk").values_list("pk", flat=True))
    doing = request.POST.get("do", "")
    form = ToldForm(request.POST)
    if doing == "tell" and not form.is_valid():
        return _show(request, form, status=422)
    try:
        if doing == "send":
            _say_sent(request, commands.send_chosen(answers=answers, by=request.user))
        elif doing == "keep":
            _say(request, _kept(commands.keep_chosen(answer_ids=ids)))
        elif doing == "tell":
            how = form.cleaned_data["how"]
            _say(request, _told(commands.tell_chosen(answer_ids=ids, how=how, by=request.user)))
    except AnswerError as problem:
        messages.error(request, str(problem))
    return redirect("answers")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ANSWER)
def about_idea(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Ask once more, showing how the first begins; then send every answer about an idea that can be sent."""
    idea = get_object_or_404(Idea, pk=idea_id)
    if request.method == "POST":
        _say_sent(request, commands.send_all(idea_id=idea.pk, by=request.user))
        return redirect("answers")
    return _show(request, ToldForm(), narrowed=Narrowing(chosen={"idea": str(idea.pk)}))


def _show(
    request: StaffRequest, form: ToldForm, *, narrowed: Narrowing | None = None, status: int = 200
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    narrowed = narrowed or _narrowed(request)
    answers = chosen_answers(asked.getlist("ids"), narrowed)
    context = {
        "place": "answer.answers",
        "chosen": look_at(answers),
        "first": as_rows(answers).order_by("waiting_since", "pk").first(),
        "about": [one for _key, one in is_about(narrowed)] if narrowed else [],
        "narrowed": narrowed,
        "ids": [] if narrowed else list(answers.order_by("pk").values_list("pk", flat=True)),
        "form": form,
    }
    return render(request, "answers/several.html", context, status=status)


def _chosen(request: StaffRequest) -> AnswerQuerySet:
    return chosen_answers(request.POST.getlist("ids"), _narrowed(request))  # type: ignore[return-value]


def _narrowed(request: StaffRequest) -> Narrowing | None:
    asked = request.POST if request.method == "POST" else request.GET
    if not asked.get("all"):
        return None
    narrowed = Narrowing.read(asked.dict())
    return narrowed if narrowed.view in VIEWS else None


def _say(request: StaffRequest, sentence: str) -> None:
    messages.success(request, sentence)


def _say_sent(request: StaffRequest, sent: int) -> None:
    _say(request, ngettext("%(n)d answer is on its way.", "%(n)d answers are on their way.", sent) % {"n": sent})


def _kept(count: int) -> str:
    sentence = ngettext(
        "%(n)d answer stays here until you send it.", "%(n)d answers stay here until you send them.", count
    )
    return sentence % {"n": count}


def _told(count: int) -> str:
    return _("Noted. Told by a person: %(n)d.") % {"n": count}
