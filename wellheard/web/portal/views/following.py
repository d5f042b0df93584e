"""Hear about an idea, or not any more: on its page, on one's own page, and by a link in every mail about it."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.answer.leaving import follower_of
from wellheard.decide import commands
from wellheard.web.portal import limits, visits
from wellheard.web.portal.views.idea_page import address_of, public
from wellheard.web.portal.views.identity import ask_who
from wellheard.web.portal.views.pages import back_to, go, is_a_flood, reader_of, show, signed_in


@require_POST
def portal_following(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Follow an idea, or stop. The form says which, so that a double click is no change of mind."""
    idea, reader = public(request, idea_id), reader_of(request)
    address = back_to(request, otherwise=address_of(idea))
    if is_a_flood(request, limits.FOLLOWS, reader):
        messages.error(request, _("That is a lot at once. Wait %(minutes)d minutes.") % {"minutes": limits.MINUTES})
        return go(request, address)
    if signed_in(request) is None or reader is None:
        visit = visits.read(request.session)
        visit.follows = [*[one for one in visit.follows if one != idea.pk], idea.pk]
        visit.back_to = address
        visits.keep(request.session, visit)
        return ask_who(request)
    if request.POST.get("wish") == "no":
        commands.unfollow(idea_id=idea.pk, contact=reader)
        messages.success(request, _("We do not write to you about it any more. What you said and voted stays."))
    else:
        commands.follow(idea_id=idea.pk, contact=reader)
        messages.success(request, _("We write to you when there is news about it."))
    return go(request, address)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def portal_leaving(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mails about one idea by the link in the mail. Opening it changes nothing; mail programs post to it (RFC 8058)."""
    try:
        contact, idea = follower_of(token)
    except signing.BadSignature:
        return show(request, "portal/leaving.html", {"idea": None}, reader=None, status=410)
    if request.method == "POST":
        commands.unfollow(idea_id=idea.pk, contact=contact)
        if request.POST.get("List-Unsubscribe"):
            return HttpResponse(status=204)
        return redirect("portal_left", token)
    return show(request, "portal/leaving.html", {"idea": idea}, reader=None)


@never_cache
@require_http_methods(["GET", "HEAD"])
def portal_left(request: HttpRequest, token: str) -> HttpResponse:
    """Say that no mail about the idea follows, and how to change one's mind."""
    try:
        _contact, idea = follower_of(token)
    except signing.BadSignature:
        return show(request, "portal/leaving.html", {"idea": None}, reader=None, status=410)
    return show(request, "portal/leaving.html", {"idea": idea, "has_left": True}, reader=None)
