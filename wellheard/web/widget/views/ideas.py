"""Ideas in the tab, and wanting one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wellheard.decide import commands as decide
from wellheard.decide.models import Idea
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.articles import commands as articles
from wellheard.web.widget import limits
from wellheard.web.widget.asking import Asked
from wellheard.web.widget.queries import finding
from wellheard.web.widget.queries import ideas as queries
from wellheard.web.widget.refusals import RefusedError
from wellheard.web.widget.views.answering import body, told
from wellheard.web.widget.views.beginning import may_vote

MOST_COMPARED, MOST_CURSOR, MOST_KEY = 200, 300, 80


def listed(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Give the ideas this person may see."""
    words = clean_words(request.GET.get("q", "")[:MOST_COMPARED])
    return told(queries.listed(words, cursor=request.GET.get("after", "")[:MOST_CURSOR], reader=asked.reader))


def shown(_request: HttpRequest, asked: Asked, *, idea_id: int) -> HttpResponse:
    """Give one idea."""
    return told(queries.one(_visible(idea_id, asked), asked.reader))


def wanted(request: HttpRequest, asked: Asked, *, idea_id: int) -> HttpResponse:
    """Note that somebody wants an idea; twice is once."""
    idea = _visible(idea_id, asked)
    limits.keep_within(limits.CHOICES, asked)
    voter = asked.writer() if may_vote(asked.contact) else None
    if voter is None:
        raise RefusedError(403, _("Sign in first: only people we know may vote here."))
    decide.vote(idea_id=idea.pk, contact=voter)
    if one := finding.suggested(body(request).line("find", most=MOST_KEY)):
        articles.note_voted(key=one.writing, idea_id=idea.pk)
    return _standing(idea, voted=True)


def unwanted(_request: HttpRequest, asked: Asked, *, idea_id: int) -> HttpResponse:
    """Take a vote back."""
    idea = _visible(idea_id, asked)
    limits.keep_within(limits.CHOICES, asked)
    if asked.reader:
        decide.withdraw_vote(idea_id=idea.pk, contact=asked.reader)
    return _standing(idea, voted=False)


def _visible(idea_id: int, asked: Asked) -> Idea:
    idea = queries.visible(idea_id, asked.reader)
    if idea is None:
        raise Http404
    return idea


def _standing(idea: Idea, *, voted: bool) -> HttpResponse:
    idea.refresh_from_db(fields=["vote_count"])
    votes = idea.vote_count if queries.shows_counts(has_voted=voted) else None
    return told({"votes": votes, "voted": voted})
