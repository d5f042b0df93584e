"""The page of one public idea, shown again by whatever is done on it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from wellheard.customers.models import Contact
from wellheard.decide.models import Idea
from wellheard.web.portal.forms import StoryForm
from wellheard.web.portal.queries import idea as queries
from wellheard.web.portal.queries import quotes, related
from wellheard.web.portal.queries.history import history
from wellheard.web.portal.views.pages import reader_of, show, wants_fragment
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission


def public(request: HttpRequest, idea_id: int) -> Idea:
    """Return a public idea. What is private does not exist for visitors."""
    idea = queries.public_idea(idea_id, reader=reader_of(request))
    if idea is None:
        raise Http404
    return idea


def address_of(idea: Idea) -> str:
    """Return the address of an idea's page."""
    return reverse("portal_idea", args=[idea.pk])


def show_idea(
    request: HttpRequest, idea: Idea, form: StoryForm, *, reader: Contact | None, status: int = 200
) -> HttpResponse:
    """Show an idea with a form below it; only the form where a script sent it."""
    context: dict[str, object] = {"portal_place": "ideas", "idea": idea, "form": form, "here": address_of(idea)}
    if wants_fragment(request):
        return show(request, "portal/comment_form.html", context, reader=reader, status=status)
    context |= {
        "story": queries.story(idea, reader=reader),
        "page": quotes.quotes_page(idea, reader=reader, cursor=request.GET.get("after", "")),
        "notes": quotes.team_notes(idea),
        "history": history(idea),
        "related": related.related_ideas(idea, reader=reader),
        "may_reply": isinstance(request.user, Staff) and request.user.may(Permission.ANSWER),
    }
    return show(request, "portal/idea.html", context, reader=reader, status=status)
