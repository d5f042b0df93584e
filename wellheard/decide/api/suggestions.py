"""The public API of suggestions: what helps with something a customer writes, and what came of it."""

from typing import Annotated, Literal

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from wellheard.customers.models import Contact
from wellheard.decide.suggestions import Suggestions, suggestions_for_reader
from wellheard.listen.articles import commands
from wellheard.listen.articles.models import Showing, ShownSuggestion
from wellheard.workspace.api import Id, ProblemError, Said, ScopedRouter, TokenRequest, named, told
from wellheard.workspace.installation import portal_address

router = ScopedRouter("articles", "suggestions")

_Words = Annotated[str, Field(max_length=1_000, description="What somebody has written so far")]
_Language = Annotated[str, Field(max_length=10, description="What they read, such as de; left out, yours")]
_Key = Annotated[str, Field(max_length=32, pattern="^[0-9a-f]{32}$")]


class SuggestionsAsked(Said):
    """What is being written, and by whom where you know it."""

    words: _Words
    language: _Language = ""
    contact_id: Annotated[Id | None, Field(description="They may read what is for their company alone")] = None


class Writing(SuggestionsAsked):
    """What is being written, to be counted."""

    showing: Annotated[
        _Key | None, Field(description="What the first answer named it; left out, it is another writing")
    ] = None
    place: Literal["widget", "api"] = "api"


class SuggestionOutcome(Said):
    """What came of suggestions."""

    outcome: Literal["opened", "solved", "voted", "sent", "came_back"]
    article_id: Id | None = None
    idea_id: Id | None = None


class ArticleSuggested(Schema):
    """An article that may answer it."""

    id: int
    title: str
    summary: str
    language: str
    url: str


class IdeaSuggested(Schema):
    """A public idea that says the same."""

    id: int
    title: str
    status: str
    url: str


class Suggested(Schema):
    """What may help, best first; nothing before the fourth word."""

    articles: list[ArticleSuggested]
    ideas: list[IdeaSuggested]


class Shown(Suggested):
    """What may help, and the name of this writing: send it along with what comes next."""

    showing: str


class Counted(Schema):
    """What came of it is counted."""

    showing: str
    outcome: str


@router.reads("/suggestions", Suggested, "Look for suggestions")
def list_suggestions(request: TokenRequest, asked: Query[SuggestionsAsked]) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return articles and public ideas about some words. Nothing is counted."""
    return told(_told(_found(asked)))


@router.writes("POST", "/suggestions", {200: Shown}, "Suggest while somebody writes")
def create_suggestions(request: TokenRequest, body: Writing) -> HttpResponse:  # noqa: ARG001
    """Return articles and public ideas about what is being written, and count that they were shown, not to whom."""
    found, key = _found(body), body.showing or commands.new_key()
    commands.note_shown(
        key=key,
        place=Showing.Place(body.place),
        language=body.language,
        article_ids=[article.article_id for article in found.articles],
        idea_ids=[idea.pk for idea in found.ideas],
    )
    return told(_told(found) | {"showing": key})


@router.writes("POST", "/suggestions/{showing}/outcomes", {200: Counted}, "Say what came of suggestions")
def create_outcome(request: TokenRequest, showing: str, body: SuggestionOutcome) -> HttpResponse:  # noqa: ARG001
    """Count that a suggestion was opened, solved it or was voted for, or that the words were sent all the same."""
    if not Showing.objects.filter(key=showing).exists():
        raise ProblemError(404, _("Nothing was suggested under this name; POST to suggestions first."))
    _note(showing, body)
    return told({"showing": showing, "outcome": body.outcome})


def _note(key: str, said: SuggestionOutcome) -> None:
    if said.outcome == "sent":
        commands.note_sent(key=key)
    elif said.outcome == "came_back":
        commands.note_came_back(key=key)
    elif said.outcome == "solved" and said.article_id:
        commands.note_solved(key=key, article_id=said.article_id)
    elif said.outcome == "voted" and said.idea_id:
        commands.note_voted(key=key, idea_id=said.idea_id)
    elif said.outcome == "opened" and (said.article_id or said.idea_id):
        kind = ShownSuggestion.Kind.ARTICLE if said.article_id else ShownSuggestion.Kind.IDEA
        commands.note_opened(key=key, kind=kind, subject_id=said.article_id or said.idea_id or 0)
    else:
        raise ProblemError(422, _("Name the article or the idea it is about: article_id or idea_id."))


def _found(asked: SuggestionsAsked) -> Suggestions:
    reader = named(Contact.objects.filter(erased_at=None), asked.contact_id, "contact_id")
    return suggestions_for_reader(asked.words, language=asked.language, reader=reader)


def _told(found: Suggestions) -> dict[str, object]:
    return {
        "articles": [
            {
                "id": each.article_id,
                "title": each.title,
                "summary": each.summary,
                "language": each.language,
                "url": each.address,
            }
            for each in found.articles
        ],
        "ideas": [
            {
                "id": idea.pk,
                "title": idea.title,
                "status": idea.status,
                "url": portal_address(reverse("portal_idea", args=[idea.pk])),
            }
            for idea in found.ideas
        ],
    }
