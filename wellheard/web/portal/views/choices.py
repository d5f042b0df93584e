"""What a visitor chooses for themselves: mails about releases, and the language of the pages and mails."""

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.answer.leaving import subscriber_of
from wellheard.customers.models import Contact
from wellheard.deliver import commands as deliver
from wellheard.web.portal import limits, visits
from wellheard.web.portal.commands import choose_language
from wellheard.web.portal.languages import languages_offered
from wellheard.web.portal.views.identity import ask_who
from wellheard.web.portal.views.pages import back_to, go, is_a_flood, reader_of, show, signed_in


@require_POST
def portal_subscription(request: HttpRequest) -> HttpResponse:
    """Have one mail per release, or no longer. Who is not signed in proves the address first, by the code we mail there."""
    reader, address = reader_of(request), back_to(request, otherwise=reverse("portal_changelog"))
    if is_a_flood(request, limits.FOLLOWS, reader):
        messages.error(request, _("That is a lot at once. Wait %(minutes)d minutes.") % {"minutes": limits.MINUTES})
        return go(request, address)
    if signed_in(request) is None or reader is None:
        visit = visits.read(request.session)
        visit.wants_releases, visit.back_to = 1, address
        visits.keep(request.session, visit)
        return ask_who(request)
    if request.POST.get("wish") == "no":
        deliver.unsubscribe(contact=reader)
        messages.success(request, _("No more mails about releases."))
    else:
        deliver.subscribe(contact=reader)
        messages.success(request, _("You get one mail per release."))
    return go(request, address)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def portal_unsubscribing(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mails about releases by the link in the mail. Opening it changes nothing; mail programs post to it (RFC 8058)."""
    try:
        contact = subscriber_of(token)
    except signing.BadSignature:
        return show(request, "portal/unsubscribing.html", {"contact": None}, reader=None, status=410)
    if request.method == "POST":
        deliver.unsubscribe(contact=contact)
        if request.POST.get("List-Unsubscribe"):
            return HttpResponse(status=204)
    context: dict[str, object] = {"contact": contact, "has_left": request.method == "POST"}
    return show(request, "portal/unsubscribing.html", context, reader=None)


@require_POST
def portal_language(request: HttpRequest) -> HttpResponse:
    """Read the portal, and for who is signed in our mails, in another language."""
    response, language = redirect(back_to(request, otherwise=reverse("portal"))), request.POST.get("language", "")
    if language not in dict(languages_offered()):
        messages.error(request, _("Choose one of the languages in the list."))
        return response
    reader: Contact | None = reader_of(request)
    if reader is not None:
        choose_language(contact=reader, language=language)
    translation.activate(language)
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax", httponly=True)
    return response
