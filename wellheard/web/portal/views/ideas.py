"""One public idea: how far it is, what was decided, what others said; a vote, how much it blocks and until when."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellheard.customers.models import Contact
from wellheard.decide import commands
from wellheard.decide.commands import LinkError
from wellheard.decide.models import Evidence, Idea
from wellheard.web.help_centre import showing
from wellheard.web.portal import limits, visits
from wellheard.web.portal.forms import ImportanceForm, NeededByForm, StoryForm
from wellheard.web.portal.queries import board
from wellheard.web.portal.queries import idea as queries
from wellheard.web.portal.views.idea_page import address_of, public, show_idea
from wellheard.web.portal.views.identity import ask_who_first, asking
from wellheard.web.portal.views.pages import (
    at_row,
    back_to,
    go,
    is_a_flood,
    keep_draft,
    reader_of,
    show,
    voter_of,
    wants_fragment,
)


@require_safe
def portal_idea(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Show a public idea. The address of one that was merged leads on to the one it is part of."""
    idea, typed = public(request, idea_id), visits.read(request.session).draft_of(idea_id)
    if idea.pk != idea_id:
        return redirect("portal_idea", idea.pk)
    return show_idea(request, idea, StoryForm(initial={"words": typed}), reader=reader_of(request))


@require_POST
def portal_votes(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Vote for an idea, or take the vote back. The form says which, so that a double click is no change of mind."""
    idea, reader = public(request, idea_id), reader_of(request)
    keep_draft(request)
    address = back_to(request, otherwise=address_of(idea))
    if is_a_flood(request, limits.VOTES, reader):
        messages.error(
            request, _("That is a lot of votes at once. Wait %(minutes)d minutes.") % {"minutes": limits.MINUTES}
        )
        return go(request, address)
    if _place(request) == "similar" and request.POST.get("wish") != "no":
        showing.note_voted(request.session, idea_id=idea.pk)
    reader = voter_of(request)
    if reader is None:
        return _vote_waits(request, idea, address)
    if request.POST.get("wish") == "no":
        commands.withdraw_vote(idea_id=idea.pk, contact=reader)
    else:
        commands.vote(idea_id=idea.pk, contact=reader)
    return _after_wish(request, idea, reader, address)


@require_POST
def portal_importance(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Say how much an idea blocks the visitor; a day typed beside it is kept too."""
    idea, reader, form = public(request, idea_id), reader_of(request), ImportanceForm(request.POST)
    address = back_to(request, otherwise=address_of(idea))
    if reader is None:
        return ask_who_first(request, then=address)
    evidence = _evidence(request, idea, reader)
    if evidence and _is_right(request, form):
        commands.set_importance(
            evidence_id=evidence.pk, importance=form.cleaned_data["importance"], set_by=Evidence.SetBy.CUSTOMER
        )
        if "needed_by" in request.POST:
            _note_day(request, evidence)
    return _after_wish(request, idea, reader, address)


@require_POST
def portal_needed_by(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Say until when the visitor needs an idea."""
    idea, reader = public(request, idea_id), reader_of(request)
    address = back_to(request, otherwise=address_of(idea))
    if reader is None:
        return ask_who_first(request, then=address)
    if evidence := _evidence(request, idea, reader):
        _note_day(request, evidence)
    return _after_wish(request, idea, reader, address)


def _evidence(request: HttpRequest, idea: Idea, reader: Contact) -> Evidence | None:
    evidence = queries.evidence_of(idea, reader)
    if evidence is None:
        messages.error(request, _("Vote for it first, then say how much it blocks you."))
    return evidence


def _note_day(request: HttpRequest, evidence: Evidence) -> None:
    form = NeededByForm(request.POST)
    if not _is_right(request, form):
        return
    try:
        commands.set_needed_by(evidence_id=evidence.pk, needed_by=form.cleaned_data["needed_by"])
    except LinkError as problem:
        messages.error(request, str(problem))


def _is_right(request: HttpRequest, form: forms.Form) -> bool:
    """Tell whether a form of one line is right, and say what is wrong with it."""
    for sentences in form.errors.values():
        messages.error(request, str(sentences[0]))
    return form.is_valid()


def _vote_waits(request: HttpRequest, idea: Idea, address: str) -> HttpResponse:
    """Remember the vote until the visitor proved an address: asked for in place, and back to where they were."""
    visit = visits.read(request.session)
    visit.votes = [*[one for one in visit.votes if one != idea.pk], idea.pk]
    visit.back_to = _place_of(idea, address)
    visits.keep(request.session, visit)
    if not wants_fragment(request):
        return redirect("portal_sign_in")
    return _show_wish(
        request,
        idea,
        None,
        address,
        asking(request, spot=f"{_place(request) or 'row'}-ask-{idea.pk}"),
    )


def _after_wish(request: HttpRequest, idea: Idea, reader: Contact, address: str) -> HttpResponse:
    if not wants_fragment(request):
        return redirect(_place_of(idea, address))
    return _show_wish(request, idea, reader, address, {})


def _show_wish(
    request: HttpRequest, idea: Idea, reader: Contact | None, address: str, asked: dict[str, object]
) -> HttpResponse:
    """Show again the part of the page that the vote changed: the idea's row of a list, or the head of its own page."""
    # Read again: the vote has just changed its count.
    idea = public(request, idea.pk)
    if _place(request) == "page":
        context: dict[str, object] = {"idea": idea, "story": queries.story(idea, reader=reader), "here": address}
        return show(request, "portal/idea_head.html", context | asked, reader=reader)
    (row,) = board.rows([idea], reader=reader)
    context = {"row": row, "listed": row.listed, "here": address, "place": _place(request)}
    return show(request, "portal/row.html", context | asked, reader=reader)


def _place(request: HttpRequest) -> str:
    """Return where on a page the idea stands: in which of two lists, or at the head of its own page."""
    place = request.POST.get("place", "")
    return place if place in {"similar", "page"} else ""


def _place_of(idea: Idea, address: str) -> str:
    """Return where the visitor was: at the idea's row of a list, or on its own page."""
    return address if address.startswith(reverse("portal_idea", args=[idea.pk])) else at_row(address, idea_id=idea.pk)
