"""The cancellation form, hosted by us or framed by the vendor's own page. Opening it changes nothing: scanners open links."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.customers.commands import CustomerError, identify_by_token
from wellheard.customers.models import Contact
from wellheard.foundation.tallies import count_one_more
from wellheard.listen.departures import commands
from wellheard.listen.departures.commands import Visit, Why
from wellheard.listen.departures.models import Cancellation
from wellheard.listen.desk.frames import frame_of
from wellheard.web.departures import leaving, links
from wellheard.web.middleware.policy import POLICY
from wellheard.web.portal import limits
from wellheard.web.widget.trying import is_trial
from wellheard.web.widget.trying import tried_as as looked_as
from wellheard.workspace.installation import installation

# Of one address within ten minutes; offices share one.
MOST_TRIES, SECONDS = 120, 600


# The vendor's program proves by the token who it is; a page of another site has no cookie of ours to misuse.
@csrf_exempt
@never_cache
@xframe_options_exempt
@sensitive_post_parameters("token")
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Lead whoever the vendor's product says is signed in there to the form, for the company they speak for."""
    if _is_flood(request):
        return _refused(request, _("That is a lot at once. Try again in ten minutes."), status=429)
    token = request.POST.get("token", "")
    if is_trial(token):
        return _enter_to_look(request, token)
    try:
        contact = identify_by_token(token=token)
    except CustomerError as problem:
        return _refused(request, str(problem), status=422)
    company = links.company_of(contact)
    if company is None:
        return _refused(
            request, _("We do not know which company you speak for. Write to us, and we cancel it for you."), status=422
        )
    back = commands.allowed_return(request.POST.get("return", ""))
    return redirect("cancelling", links.token_for(contact=contact, company=company, return_url=back))


def _enter_to_look(request: HttpRequest, token: str) -> HttpResponse:
    """Lead a colleague to the form as somebody sees it."""
    contact = looked_as(token)
    company = links.company_of(contact) if contact else None
    if contact is None or company is None:
        sentence = _("We do not know which company you speak for. Write to us, and we cancel it for you.")
        return _refused(request, sentence if contact else _("This link has ended. Ask for a new one."), status=422)
    return redirect("cancelling", links.trial_token_for(contact=contact, company=company))


@csrf_exempt
@never_cache
@xframe_options_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask why, offer what fits, and let them leave; what they press is done once, however often it arrives."""
    opened = links.opened_by(token)
    visit = opened.visit
    with translation.override(_language(visit)):
        if visit is None:
            return _refused(request, _("This link has ended. Ask for a new one."), status=410)
        if opened.is_trial:
            return _try(request, visit)
        row = Cancellation.objects.select_related("reason").filter(key_sha256=visit.key).first()
        if row and row.outcome:
            return _done(request, row)
        if request.method != "POST":
            return _page(request, visit, row, Why())
        if _is_flood(request):
            return _page(
                request, visit, row, Why(), problem=_("That is a lot at once. Try again in ten minutes."), status=429
            )
        return _decide(request, visit, row)


@csrf_exempt
@never_cache
@require_POST
def look(request: HttpRequest, token: str) -> HttpResponse:
    """Show the ideas that say what somebody is typing; nothing is kept, and looking uses up none of their tries to leave."""
    visit = links.opened_by(token).visit
    address = str(request.META.get("REMOTE_ADDR", ""))
    if visit is None or not limits.is_within(limits.SUGGESTIONS, person=visit.key, address=address):
        return HttpResponse(status=204)
    with translation.override(_language(visit)):
        why = leaving.said_in(request.POST, visit.contact)
        return render(request, "leaving/ideas.html", {"ideas": leaving.found(visit, why), "why": why})


def _decide(request: HttpRequest, visit: Visit, row: Cancellation | None) -> HttpResponse:
    why, step = leaving.said_in(request.POST, visit.contact), request.POST.get("step", "")
    if step == "leave":
        return _done(request, leaving.leave(visit, why))
    if step == "stay":
        return _done(request, commands.stay(visit=visit))
    if why.reason is None:
        return _page(request, visit, row, why, problem=_("Choose a reason, or cancel anyway."), status=422)
    return _page(request, visit, commands.say_why(visit=visit, why=why), why)


def _try(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show a colleague each step as that contact sees it; nothing is kept, and nobody leaves."""
    why, step = leaving.said_in(request.POST, visit.contact), request.POST.get("step", "")
    outcome = {"leave": Cancellation.Outcome.LEFT, "stay": Cancellation.Outcome.STAYED}.get(step)
    if outcome:
        row = Cancellation(company=visit.company, contact=visit.contact, reason=why.reason, outcome=outcome)
        return _done(request, row, tried_as=visit.contact)
    problem = _("Choose a reason, or cancel anyway.") if step and why.reason is None else ""
    return _page(request, visit, None, why, problem=problem, status=422 if problem else 200, tried_as=visit.contact)


def _page(
    request: HttpRequest,
    visit: Visit,
    row: Cancellation | None,
    why: Why,
    *,
    problem: str = "",
    status: int = 200,
    tried_as: Contact | None = None,
) -> HttpResponse:
    looking = reverse("cancelling_ideas", args=[visit.link])
    context = leaving.shown(visit, row, why) | {"problem": problem, "looking": looking, "tried_as": tried_as}
    return _shown(request, "leaving/form.html", context, status=status)


def _done(request: HttpRequest, row: Cancellation, *, tried_as: Contact | None = None) -> HttpResponse:
    offer_url = leaving.taken(row)
    context = {"row": row, "back": leaving.handed_back(row), "offer_url": offer_url, "tried_as": tried_as}
    return _shown(request, "leaving/done.html", context)


def _refused(request: HttpRequest, problem: str, *, status: int) -> HttpResponse:
    return _shown(request, "leaving/refused.html", {"problem": problem}, status=status)


def _shown(request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """Show a step: in a frame without the portal around it, and in a frame of the vendor's own sites only."""
    is_framed = request.headers.get("Sec-Fetch-Dest") in {"iframe", "frame"}
    layout = "leaving/bare.html" if is_framed else "portal.html"
    response = render(request, template, context | {"layout": layout}, status=status)
    around = " ".join(["'self'", *commands.return_origins()])
    response.headers["Content-Security-Policy"] = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {around}")
    return response


def _language(visit: Visit | None) -> str:
    chosen = visit.contact.language if visit and visit.contact else ""
    return frame_of(chosen) or frame_of(installation().language) or "en"


def _is_flood(request: HttpRequest) -> bool:
    address = hashlib.sha256(str(request.META.get("REMOTE_ADDR", "")).encode()).hexdigest()[:32]
    return count_one_more(f"cancelling:{address}", seconds=SECONDS) > MOST_TRIES
