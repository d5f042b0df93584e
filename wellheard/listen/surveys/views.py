"""A survey's page for customers, behind a link of their own or a public one. Opening it changes nothing: scanners open links."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.customers.visiting import visitor
from wellheard.foundation.tallies import count_one_more
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.desk.frames import frame_of
from wellheard.listen.surveys.commands import agree_to_thanks, keep_quiet, take_back_thanks
from wellheard.listen.surveys.errors import AnswerError, SurveyError
from wellheard.listen.surveys.models import Invitation, QuestionKind, Quiet
from wellheard.listen.surveys.queries import as_shown
from wellheard.listen.surveys.sitting import Seen, Sitting, answer_now, given_of, question_now, shown_now, sitting_of
from wellheard.listen.surveys.thanking import thanks_for
from wellheard.workspace.installation import installation

# From one address so many answers an hour by a public link; offices share one.
MOST_AN_HOUR = 200
# What a browser keeps of having answered by a public link, and for how long.
MARK, KEPT_FOR = "wellheard_survey", 180 * 86_400


# The link is the proof, as in every mail; so the page needs no cookie, and works in a mail program's own window.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask one question after another; each answer is kept when its button is pressed."""
    sitting = sitting_of(token, seen=_seen(request), language=translation.get_language() or "")
    if sitting is None or sitting.is_over:
        return render(request, "answering/gone.html", {"is_over": sitting is not None}, status=410)
    with translation.override(_frame(sitting)):
        if sitting.needs_address:
            return render(request, "answering/address.html", {"survey": as_shown(sitting.survey, sitting.language)})
        if request.method == "POST" and not sitting.is_done:
            return _answer(request, token, sitting)
        return _page(request, sitting)


def _answer(request: HttpRequest, token: str, sitting: Sitting) -> HttpResponse:
    question = question_now(sitting)
    here = _here(sitting, token)
    if question is None or question.key != request.POST.get("question"):
        return redirect(here)
    if sitting.invitation is None and _is_flood(request):
        return _page(request, sitting, problem=_("That is a lot at once. Try again in an hour."), status=429)
    given = given_of(question, {name: request.POST.getlist(name) for name in request.POST})
    if given is None:
        return _page(request, sitting, problem=_("Choose an answer."), status=422)
    try:
        answer_now(sitting, question, given)
    except (AnswerError, SurveyError) as problem:
        return _page(request, sitting, problem=str(problem), status=422)
    return _marked(request, sitting, redirect(here))


def _seen(request: HttpRequest) -> Seen:
    person = visitor(request.session)
    key, mark = request.GET.get("r", ""), request.COOKIES.get(MARK, "")
    return Seen(key, mark, person.pk if person else None)


def _marked(request: HttpRequest, sitting: Sitting, reply: HttpResponse) -> HttpResponse:
    """Let the browser keep that it answered this survey: on this page only, in nobody else's hands, for half a year."""
    if sitting.is_marked:
        path = reverse("survey_page", args=[sitting.survey.link_token])
        reply.set_cookie(
            MARK, sitting.key, max_age=KEPT_FOR, path=path, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return reply


def _page(request: HttpRequest, sitting: Sitting, *, problem: str = "", status: int = 200) -> HttpResponse:
    shown = as_shown(sitting.survey, sitting.language)
    question = None if sitting.is_done else question_now(sitting)
    context = {"sitting": sitting, "survey": shown, "problem": problem, "thanks_at": _thanks_at(request, sitting)}
    if question is None:
        context["thanks"] = thanks_for(sitting.response, sitting.language) if sitting.response else None
        return render(request, "answering/thanks.html", context, status=status)
    if question.kind == QuestionKind.PAIR and sitting.response is None and "r" not in request.GET and not problem:
        # The address then says when they came, so that loading the page again shows the same two.
        return redirect(f"{request.path}?{urlencode({'r': sitting.key})}")
    # The answer that was clicked in the mail is chosen; the button gives it.
    chosen = request.POST.getlist("option") or [request.POST.get("number") or request.GET.get("a", "")]
    context |= {
        "question": shown_now(sitting, question),
        "chosen": [*chosen, *(int(one) for one in chosen if is_whole_number(one))],
        "words": request.POST.get("words", ""),
        "is_first": sitting.response is None,
    }
    return render(request, "answering/question.html", context, status=status)


@csrf_exempt
@never_cache
@require_POST
def survey_thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Keep whether and as whom somebody who answered agrees to be thanked in the release notes."""
    sitting = sitting_of(token, seen=_seen(request))
    if sitting is None or sitting.response is None:
        return render(request, "answering/gone.html", {"is_over": False}, status=410)
    if request.POST.get("thank") == "no":
        take_back_thanks(response_id=sitting.response.pk)
    else:
        name = request.POST.get("name", "") if request.POST.get("thank") == "named" else ""
        agree_to_thanks(response_id=sitting.response.pk, name=name)
    return redirect(_here(sitting, token))


def _here(sitting: Sitting, token: str) -> str:
    """Return the address of the page as it goes on; a personal link says who they are by itself."""
    here = reverse("survey_page", args=[token])
    return here if sitting.invitation else f"{here}?{urlencode({'r': sitting.key})}"


def _frame(sitting: Sitting) -> str:
    """Return the language of our own sentences around the question."""
    shown = as_shown(sitting.survey, sitting.language)["language"]
    return frame_of(shown) or frame_of(installation().language) or "en"


def _thanks_at(request: HttpRequest, sitting: Sitting) -> str:
    return f"{request.path}thanks/" + ("" if sitting.invitation else f"?{urlencode({'r': sitting.key})}")


def _is_flood(request: HttpRequest) -> bool:
    address = hashlib.sha256(str(request.META.get("REMOTE_ADDR", "")).encode()).hexdigest()[:32]
    return count_one_more(f"survey answers:{address}", seconds=3600) > MOST_AN_HOUR


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever was invited say that they do not want to be asked. Mail programs post to it with one click (RFC 8058)."""
    invitation = Invitation.objects.select_related("contact").filter(token=token).first()
    if invitation is None:
        return render(request, "answering/gone.html", {"is_over": False}, status=410)
    if request.method == "POST":
        keep_quiet(contact_id=invitation.contact_id, reason=Quiet.Reason.ASKED)
        if "List-Unsubscribe" in request.POST:
            return HttpResponse(status=204)
        return redirect("survey_stop", token)
    is_quiet = Quiet.objects.filter(contact=invitation.contact_id, until=None).exists()
    frame = frame_of(invitation.contact.language) or frame_of(installation().language) or "en"
    with translation.override(frame):
        return render(request, "answering/stop.html", {"is_quiet": is_quiet})
