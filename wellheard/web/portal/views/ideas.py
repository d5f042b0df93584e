"""One public idea: how far it is, what was decided, what others said; a vote, how much it blocks, and a story."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellheard.customers.models import Contact
from wellheard.decide import commands
from wellheard.decide.models import Evidence, Idea
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.commands import MOST_CHARACTERS
from wellheard.web.portal import limits, visits
from wellheard.web.portal.forms import ImportanceForm, StoryForm
from wellheard.web.portal.queries import board, quotes
from wellheard.web.portal.queries import idea as queries
from wellheard.web.portal.views.identity import ask_who_first
from wellheard.web.portal.views.pages import at_row, back_to, go, is_a_flood, reader_of, show, wants_fragment
from wellheard.web.portal.views.posts import after_keeping, keep, refusal


@require_safe
def portal_idea(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Show a public idea. The address of one that was merged leads on to the one it is part of."""
    idea = _public(idea_id)
    if idea.pk != idea_id:
        return redirect("portal_idea", idea.pk)
    return _show_idea(request, idea, StoryForm(), reader=reader_of(request))


@require_POST
def portal_votes(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Vote for an idea, or take the vote back. The form says which, so that a double click is no change of mind."""
    idea, reader = _public(idea_id), reader_of(request)
    _keep_draft(request)
    address = back_to(request, otherwise=_address(idea))
    if is_a_flood(request, limits.VOTES, reader):
        messages.error(
            request, _("That is a lot of votes at once. Wait %(minutes)d minutes.") % {"minutes": limits.MINUTES}
        )
        return go(request, address)
    if reader is None:
        return _vote_waits(request, idea, address)
    if request.POST.get("wish") == "no":
        commands.withdraw_vote(idea_id=idea.pk, contact=reader)
    else:
        commands.vote(idea_id=idea.pk, contact=reader)
    return _after_wish(request, idea, reader, address)


@require_POST
def portal_importance(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Say how much an idea blocks the visitor."""
    idea, reader, form = _public(idea_id), reader_of(request), ImportanceForm(request.POST)
    address = back_to(request, otherwise=_address(idea))
    if reader is None:
        return ask_who_first(request, then=address)
    evidence = queries.evidence_of(idea, reader)
    if evidence is None:
        messages.error(request, _("Vote for it first, then say how much it blocks you."))
    elif not form.is_valid():
        messages.error(request, _("Choose one of the three: nice to have, important, or cannot work without."))
    else:
        commands.set_importance(
            evidence_id=evidence.pk, importance=form.cleaned_data["importance"], set_by=Evidence.SetBy.CUSTOMER
        )
    return _after_wish(request, idea, reader, address)


@require_POST
def portal_stories(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Keep what a visitor went through with an idea, as evidence for it."""
    idea, reader = _public(idea_id), reader_of(request)
    form = StoryForm(request.POST)
    if status := refusal(request, form, reader):
        return _show_idea(request, idea, form, reader=reader, status=status)
    # The words are safe before the link is tried; sending the form once more links what is there.
    feedback = keep(form, reader)
    commands.link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=None)
    return after_keeping(request, feedback, reader)


def _public(idea_id: int) -> Idea:
    """Return a public idea. What is private does not exist for visitors."""
    idea = queries.public_idea(idea_id)
    if idea is None:
        raise Http404
    return idea


def _address(idea: Idea) -> str:
    return reverse("portal_idea", args=[idea.pk])


def _show_idea(
    request: HttpRequest, idea: Idea, form: StoryForm, *, reader: Contact | None, status: int = 200
) -> HttpResponse:
    context: dict[str, object] = {
        "portal_place": "ideas",
        "idea": idea,
        "story": queries.story(idea, reader=reader),
        "page": quotes.quotes_page(idea, reader=reader, cursor=request.GET.get("after", "")),
        "form": form,
        "here": _address(idea),
    }
    return show(request, "portal/idea.html", context, reader=reader, status=status)


def _keep_draft(request: HttpRequest) -> None:
    """Keep what was typed into the composer when the visitor found the idea and voted instead."""
    if "words" in request.POST:
        visit = visits.read(request.session)
        visit.draft = clean_words(request.POST["words"][:MOST_CHARACTERS])
        visits.keep(request.session, visit)


def _vote_waits(request: HttpRequest, idea: Idea, address: str) -> HttpResponse:
    """Remember the vote until the visitor proved an address, then come back to where they were."""
    visit = visits.read(request.session)
    visit.votes = [*[one for one in visit.votes if one != idea.pk], idea.pk]
    visits.keep(request.session, visit)
    return ask_who_first(request, then=_place_of(idea, address))


def _after_wish(request: HttpRequest, idea: Idea, reader: Contact, address: str) -> HttpResponse:
    if not wants_fragment(request):
        return redirect(_place_of(idea, address))
    # Read again: the vote has just changed its count.
    (row,) = board.rows([_public(idea.pk)], reader=reader)
    context: dict[str, object] = {"row": row, "here": address, "voted": str(idea.pk), "place": _place(request)}
    return show(request, "portal/row.html", context, reader=reader)


def _place(request: HttpRequest) -> str:
    """Return which list of a page a row stands in: the same idea may stand in two."""
    return "similar" if request.POST.get("place") == "similar" else ""


def _place_of(idea: Idea, address: str) -> str:
    """Return where the visitor was: at the idea's row of a list, or on its own page."""
    return address if address.startswith(_address(idea)) else at_row(address, idea_id=idea.pk)
