"""Who a visitor is: an address, and six digits mailed there and typed in place. Whether we know an address is never told."""

import re
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from wellheard.customers.commands import CustomerError, check_email_code, identify_by_token, send_email_code
from wellheard.customers.models import Contact
from wellheard.decide.models import Idea
from wellheard.listen.models import Feedback
from wellheard.web.portal import limits, visits
from wellheard.web.portal.commands import settle
from wellheard.web.portal.forms import CodeForm, EmailForm
from wellheard.web.portal.views.pages import (
    back_to,
    go,
    is_a_flood,
    keep_draft,
    reader_of,
    show,
    signed_in,
    wants_fragment,
)
from wellheard.workspace.models import Vendor

_SPOT = re.compile(r"[a-z]{1,12}(-[a-z]{1,12})?(-[0-9]{1,18})?")


@dataclass(frozen=True)
class Step:
    """Where signing in stands: an address is asked for, or the code that was mailed there."""

    form: EmailForm | CodeForm
    email: str = ""


@never_cache
@require_safe
def portal_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who the visitor is, for what waits for it or simply to sign in."""
    visit, reader = visits.read(request.session), signed_in(request)
    if reader is not None and not visit.is_waiting:
        return redirect("portal_mine")
    # "Use another address" only looks at the first step again; the code that is on its way stays good.
    wants_other = "other" in request.GET
    step = _email_step(visit) if wants_other or not visit.email else _code_step(visit)
    return _show_step(request, step)


@require_POST
def portal_codes(request: HttpRequest) -> HttpResponse:
    """Mail a code to an address."""
    keep_draft(request)
    visit = visits.read(request.session)
    form = EmailForm(request.POST)
    if not form.is_valid():
        return _show_step(request, Step(form), status=422)
    if is_a_flood(request, limits.CODES, None):
        form.add_error(None, _too_much())
        return _show_step(request, Step(form), status=429)
    try:
        send_email_code(email=form.cleaned_data["email"], vendor=_vendor_name())
    except CustomerError as problem:
        form.add_error("email", str(problem))
        return _show_step(request, Step(form), status=422)
    visit.email, visit.name = form.cleaned_data["email"], form.cleaned_data["name"] or visit.name
    visits.keep(request.session, visit)
    return ask_who(request)


@require_POST
def portal_session(request: HttpRequest) -> HttpResponse:
    """Sign in with the code from the mail; what waited goes to the contact."""
    keep_draft(request)
    visit = visits.read(request.session)
    if not visit.email:
        return go(request, reverse("portal_sign_in"))
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _show_step(request, Step(form, visit.email), status=422)
    if is_a_flood(request, limits.TRIES, None):
        form.add_error(None, _too_much())
        return _show_step(request, Step(form, visit.email), status=429)
    check = check_email_code(
        email=visit.email, code=form.cleaned_data["code"], name=visit.name, language=get_language() or ""
    )
    if check.contact is None:
        form.add_error("code", check.problem)
        return _show_step(request, Step(form, visit.email), status=422)
    return go(request, _welcome(request, check.contact, visit))


@never_cache
@sensitive_post_parameters("token")
@require_POST
def portal_identify_token(request: HttpRequest) -> HttpResponse:
    """Sign in whoever the vendor's product says is signed in there; what waited, and what their browser said, goes to them."""
    visit, address = visits.read(request.session), back_to(request, otherwise=reverse("portal"))
    step = _next_step(visit)
    if is_a_flood(request, limits.TRIES, None):
        messages.error(request, _too_much())
        return _show_step(request, step, status=429)
    try:
        contact = identify_by_token(token=request.POST.get("token", ""))
    except CustomerError as problem:
        messages.error(request, _("We could not take over your sign-in. %(problem)s") % {"problem": problem})
        return _show_step(request, step, status=422)
    if contact.pk != request.session.get(visits.CONTACT):
        _welcome(request, contact, visit)
    return redirect(address)


@require_POST
def portal_session_end(request: HttpRequest) -> HttpResponse:
    """Sign out of the portal."""
    visits.sign_out(request.session)
    rotate_token(request)
    return redirect("portal")


def ask_who(request: HttpRequest) -> HttpResponse:
    """Go on to the next step: in place where a script asked, else on its page."""
    if not wants_fragment(request):
        return redirect("portal_sign_in")
    return _show_step(request, _next_step(visits.read(request.session)))


def asking(request: HttpRequest, *, spot: str) -> dict[str, object]:
    """Return what the template that asks who somebody is needs, to stand in this spot of a page."""
    return _context(request, _next_step(visits.read(request.session))) | {"spot": spot, "asks_who": True}


def ask_who_first(request: HttpRequest, *, then: str) -> HttpResponse:
    """Lead a visitor to sign in, and back afterwards."""
    visit = visits.read(request.session)
    visit.back_to = then
    visits.keep(request.session, visit)
    return go(request, reverse("portal_sign_in"))


def _welcome(request: HttpRequest, contact: Contact, visit: visits.Visit) -> str:
    """Sign in, hand over what waited, and return where to go."""
    settle(
        contact=contact,
        posts=visit.posts,
        votes=visit.votes,
        follows=visit.follows,
        wants_releases=visit.wants_releases,
        suspects=visit.suspects,
        device=visits.device(request.session),
    )
    visits.sign_in(request.session, contact)
    rotate_token(request)
    after = visits.Visit(draft=visit.draft, draft_for=visit.draft_for, thanked_for=visit.posts)
    visits.keep(request.session, after)
    if visit.back_to:
        return visit.back_to
    return reverse("portal_thanks" if visit.posts else "portal_mine")


def _next_step(visit: visits.Visit) -> Step:
    return _code_step(visit) if visit.email else _email_step(visit)


def _email_step(visit: visits.Visit) -> Step:
    return Step(EmailForm(initial={"email": visit.email, "name": visit.name}))


def _code_step(visit: visits.Visit) -> Step:
    return Step(CodeForm(), visit.email)


def _show_step(request: HttpRequest, step: Step, *, status: int = 200) -> HttpResponse:
    template = "portal/identify.html" if wants_fragment(request) else "portal/sign_in.html"
    return show(request, template, _context(request, step), reader=reader_of(request), status=status)


def _context(request: HttpRequest, step: Step) -> dict[str, object]:
    visit = visits.read(request.session)
    return {
        "spot": spot_of(request),
        "portal_place": "mine",
        "title": _title(visit),
        "form": step.form,
        "email": step.email,
        "name": visit.name,
        "posts": list(Feedback.objects.filter(pk__in=visit.posts).order_by("pk")),
        "wanted": list(Idea.objects.visible_to(reader_of(request)).filter(pk__in=visit.votes).order_by("pk")),
    }


def spot_of(request: HttpRequest) -> str:
    """Return where on its page the step stands, as the form says; scripts put the next step into the same place."""
    wanted = request.POST.get("spot", "")
    return wanted if _SPOT.fullmatch(wanted) else "ask"


def _title(visit: visits.Visit) -> str:
    if visit.posts:
        return _("Where may we answer you?")
    return _("Confirm your vote") if visit.votes else _("Sign in")


def _too_much() -> str:
    return _("That is a lot at once. Wait %(minutes)d minutes, then go on; nothing is lost meanwhile.") % {
        "minutes": limits.MINUTES
    }


def _vendor_name() -> str:
    vendor = Vendor.objects.first()
    return vendor.name if vendor else ""
