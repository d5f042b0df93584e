"""What a browser saw suggested while somebody wrote, remembered by it under a number drawn by chance.

Who begins again after half an hour came back; who sends within seven days was not helped.
"""

import time
from collections.abc import Iterable

from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from wellheard.listen.articles import commands
from wellheard.listen.articles.models import Showing, ShownSuggestion
from wellheard.listen.articles.models.showings import COMES_BACK_WITHIN

KEPT = "suggested"
# One writing, with its pauses.
PAUSE_SECONDS, NOTED_AGAIN_SECONDS = 1_800, 60


def note_shown(session: SessionBase, *, once: str, article_ids: Iterable[int], idea_ids: Iterable[int]) -> None:
    """Note what stands beside what somebody writes; `once` names the form they write in.

    Two keystrokes may arrive at once, before the browser remembers anything: both name the same form.
    """
    articles, ideas = list(article_ids), list(idea_ids)
    if articles or ideas:
        commands.note_shown(
            key=_present(session, once),
            place=Showing.Place.PORTAL,
            language=get_language() or "",
            article_ids=articles,
            idea_ids=ideas,
        )


def note_opened(session: SessionBase, *, article_id: int) -> None:
    """Note that an article that was suggested is read."""
    if key := _last(session):
        commands.note_opened(key=key, kind=ShownSuggestion.Kind.ARTICLE, subject_id=article_id)


def note_solved(session: SessionBase, *, article_id: int) -> None:
    """Note that it solved what somebody was writing about."""
    if key := _last(session):
        commands.note_solved(key=key, article_id=article_id)


def note_voted(session: SessionBase, *, idea_id: int) -> None:
    """Note that somebody voted for what was suggested."""
    if key := _last(session):
        commands.note_voted(key=key, idea_id=idea_id)


def note_sent(session: SessionBase) -> None:
    """Note that somebody sent what they wrote; the next they write is another matter."""
    if key := _last(session):
        commands.note_sent(key=key)
        del session[KEPT]


def _present(session: SessionBase, once: str) -> str:
    """Return the number of this writing; another one than that of an earlier, to which somebody comes back."""
    kept, now = session.get(KEPT), int(time.time())
    if kept and now - kept["at"] < PAUSE_SECONDS:
        if now - kept["at"] > NOTED_AGAIN_SECONDS:
            session[KEPT] = kept | {"at": now}
        return str(kept["key"])
    if key := _last(session):
        commands.note_came_back(key=key)
    session[KEPT] = {"key": _key_of(once) if once else commands.new_key(), "at": now}
    return str(session[KEPT]["key"])


def _key_of(once: str) -> str:
    """Return the number that goes with a form: nobody can read from it what was sent by that form."""
    return salted_hmac("wellheard.help_centre.showing", once).hexdigest()[:32]


def _last(session: SessionBase) -> str:
    """Return the number of what was suggested here within the last seven days."""
    kept = session.get(KEPT)
    if not kept or time.time() - kept["at"] >= COMES_BACK_WITHIN.total_seconds():
        return ""
    return str(kept["key"])
