"""Count what is suggested while somebody writes, and what comes of it: numbers only, nobody is named."""

import secrets
from collections.abc import Iterable

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.articles.models import Showing, ShownSuggestion

SHOWN = names.declare("suggestions.shown", "Articles or ideas were suggested to somebody who was writing.")
OPENED = names.declare("suggestions.opened", "Somebody who was writing opened a suggestion.")
SOLVED = names.declare("suggestions.solved", "Somebody who was writing said that an article solved it.")
VOTED = names.declare("suggestions.voted", "Somebody who was writing voted for a suggested idea instead.")
SENT = names.declare("suggestions.sent", "Somebody who saw suggestions sent what they had written all the same.")
CAME_BACK = names.declare(
    "suggestions.came_back", "Somebody who saw suggestions began to write again within seven days."
)

ARTICLE, IDEA = ShownSuggestion.Kind.ARTICLE, ShownSuggestion.Kind.IDEA


def new_key() -> str:
    """Draw what names one showing, and nobody."""
    return secrets.token_hex(16)


@transaction.atomic
def note_shown(
    *, key: str, place: str, language: str, article_ids: Iterable[int], idea_ids: Iterable[int]
) -> Showing | None:
    """Note what was suggested; nothing where nothing was. What stood there already is counted once."""
    shown = [(ARTICLE, pk) for pk in article_ids] + [(IDEA, pk) for pk in idea_ids]
    if not shown:
        return None
    now = clock.now()
    showing, is_new = Showing.objects.get_or_create(
        key=key, defaults={"place": place, "language": language[:10], "began_at": now}
    )
    rows = [ShownSuggestion(showing=showing, subject_type=kind, subject_id=pk, shown_at=now) for kind, pk in shown]
    ShownSuggestion.objects.bulk_create(rows, ignore_conflicts=True)
    if is_new:
        ledger.record(SHOWN, showing, place=place)
    return showing


@transaction.atomic
def note_opened(*, key: str, kind: str, subject_id: int) -> None:
    """Note that somebody opened what was suggested."""
    found = _suggested(key, kind, subject_id)
    if found and found.opened_at is None:
        found.opened_at = clock.now()
        found.save(update_fields=["opened_at"])
        ledger.record(OPENED, found.showing, kind=str(kind), id=subject_id)


@transaction.atomic
def note_solved(*, key: str, article_id: int) -> None:
    """Note that an article solved what somebody was writing about."""
    _choose(key, ARTICLE, article_id, column="solved_at", fact=SOLVED)


@transaction.atomic
def note_voted(*, key: str, idea_id: int) -> None:
    """Note that somebody voted for a suggested idea."""
    _choose(key, IDEA, idea_id, column="voted_at", fact=VOTED)


@transaction.atomic
def note_sent(*, key: str) -> None:
    """Note that somebody sent what they had written, suggestions or not."""
    _happened(key, column="sent_at", fact=SENT)


@transaction.atomic
def note_came_back(*, key: str) -> None:
    """Note that somebody began to write again soon after suggestions."""
    _happened(key, column="came_back_at", fact=CAME_BACK)


def _choose(key: str, kind: str, subject_id: int, *, column: str, fact: str) -> None:
    found = _suggested(key, kind, subject_id)
    if found and found.chosen_at is None:
        found.chosen_at = clock.now()
        found.save(update_fields=["chosen_at"])
        _happened(key, column=column, fact=fact)


def _suggested(key: str, kind: str, subject_id: int) -> ShownSuggestion | None:
    rows = ShownSuggestion.objects.select_for_update(of=("self",), no_key=True).select_related("showing")
    return rows.filter(showing__key=key, subject_type=kind, subject_id=subject_id).first()


def _happened(key: str, *, column: str, fact: str) -> None:
    showing = Showing.objects.select_for_update(no_key=True).filter(key=key).first()
    if showing and getattr(showing, column) is None:
        setattr(showing, column, clock.now())
        showing.save(update_fields=[column])
        ledger.record(fact, showing)
