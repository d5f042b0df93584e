"""The portal's first page: the question, the ideas there are already, and what fits while somebody types."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from wellheard.customers.models import Contact
from wellheard.decide.models import Board, Idea
from wellheard.decide.suggestions import articles_for_reader, says_enough
from wellheard.foundation.text.clean import clean_words
from wellheard.web.help_centre import showing
from wellheard.web.portal import limits, visits
from wellheard.web.portal.forms import PostForm
from wellheard.web.portal.queries import board as queries
from wellheard.web.portal.queries.promise import promised_hours
from wellheard.web.portal.views.pages import area_of, is_a_flood, reader_of, show, wants_fragment, who_looks
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Vendor

# Enough to tell what somebody is about; the rest of a long text changes nothing.
MOST_COMPARED = 1_000


@require_safe
def portal(request: HttpRequest) -> HttpResponse:
    """Ask what the visitor needs, and show what others need."""
    return show_board(
        request, PostForm(initial={"words": visits.read(request.session).draft_of()}), reader=reader_of(request)
    )


@require_POST
def portal_similar(request: HttpRequest) -> HttpResponse:
    """Show articles and public ideas about what is being typed, from the fourth word on.

    Sent as a form: words do not belong into addresses. What was shown is counted, without who saw it.
    """
    reader = reader_of(request)
    words = clean_words(request.POST.get("words", "")[:MOST_COMPARED])
    context: dict[str, object] = {"here": reverse("portal"), "place": "similar"}
    if says_enough(words) and not is_a_flood(request, limits.SUGGESTIONS, reader):
        rows = queries.similar_rows(words, reader=reader)
        articles = articles_for_reader(words, language=get_language() or "", reader=reader)
        ids = [article.article_id for article in articles]
        once = request.POST.get("once", "")[:64]
        showing.note_shown(request.session, once=once, article_ids=ids, idea_ids=[row.idea.pk for row in rows])
        context |= {"rows": rows, "articles": articles}
    return show(request, "portal/similar.html", context, reader=reader)


def show_board(request: HttpRequest, form: PostForm, *, reader: Contact | None, status: int = 200) -> HttpResponse:
    """Show the board with a form; only the form where a script sent it."""
    if wants_fragment(request):
        return show(request, "portal/compose.html", {"form": form} | _promise(), reader=reader, status=status)
    return show(
        request,
        "portal/board.html",
        {"form": form} | _promise() | _board(request, reader),
        reader=reader,
        status=status,
    )


def _promise() -> dict[str, object]:
    # Who may write under no name cannot be answered, so it is not promised.
    return {"hours": promised_hours(), "needs_address": installation().voices != Vendor.Voices.KNOWN}


def _board(request: HttpRequest, reader: Contact | None) -> dict[str, object]:
    order = queries.order_of(request.GET.get("order", ""))
    area = area_of(request)
    status = request.GET.get("status", "")
    status = status if status in Idea.Status.values else ""
    areas, open_count = queries.area_counts(reader=reader)
    boards = queries.boards_of(reader)
    board = _chosen(boards, request.GET.get("board", ""))
    return {
        "portal_place": "ideas",
        "orders": queries.ORDERS,
        "order": order,
        "area": area,
        "boards": boards,
        "board": board,
        "status": Idea.Status(status) if status else "",
        "areas": areas,
        "open_count": open_count,
        "said_and_done": queries.said_and_done(among=open_count),
        "voted": request.GET.get("voted", ""),
        "page": queries.ideas_page(
            order=order,
            area=area,
            board=board,
            status=status,
            cursor=request.GET.get("after", ""),
            reader=reader,
            shuffled_by=who_looks(request, reader),
        ),
    }


def _chosen(boards: list[Board], slug: str) -> Board | None:
    """Return the board of this address; one that this visitor may not see does not exist."""
    if not slug:
        return None
    board = next((each for each in boards if each.slug == slug), None)
    if board is None:
        raise Http404
    return board
