"""Make boards of the portal, say who sees them, and put ideas on them."""

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wellheard.customers.models import Segment
from wellheard.decide.commands.ideas import IdeaError
from wellheard.decide.models import Board, Idea
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.commands import NameMissingError, NameTakenError, StaleError, WorkspaceError

ADDED = names.declare("board.added", "A board was added to the portal.")
EDITED = names.declare("board.edited", "A board's name, place or audience changed.")
REMOVED = names.declare("board.removed", "An empty board was removed.")
PLACED = names.declare("idea.placed_on_board", "An idea was put on a board of the portal, or taken off it.")


@transaction.atomic
def add_board(*, name: str, segment: Segment | None = None) -> Board:
    """Add a board, for everybody or for the companies of a segment. Raises WorkspaceError for a missing or taken name."""
    name = _name(name, None)
    board = Board(
        name=name,
        slug=_slug(name),
        segment=segment,
        audience=Board.Audience.SEGMENT if segment else Board.Audience.EVERYBODY,
        position=(Board.objects.aggregate(last=Max("position"))["last"] or 0) + 1,
    )
    board.save(force_insert=True)
    ledger.record(ADDED, board, segment=board.segment_id)
    return board


@transaction.atomic
def edit_board(*, board_id: int, version: int, name: str, position: int, segment: Segment | None) -> Board:
    """Change a board. Its address stays. Raises StaleError when somebody else changed it, WorkspaceError for its name."""
    board = Board.objects.select_for_update(no_key=True).get(pk=board_id)
    if board.version != version:
        raise StaleError
    audience = Board.Audience.SEGMENT if segment else Board.Audience.EVERYBODY
    new = {"name": _name(name, board_id), "position": position, "segment": segment, "audience": audience}
    if all(getattr(board, column) == value for column, value in new.items()):
        return board
    for column, value in new.items():
        setattr(board, column, value)
    board.version += 1
    board.save(update_fields=["version", *new])
    ledger.record(EDITED, board, segment=board.segment_id)
    return board


@transaction.atomic
def remove_board(*, board_id: int) -> None:
    """Remove an empty board; while ideas are on it they would suddenly be seen by everybody. Raises WorkspaceError."""
    board = Board.objects.select_for_update(no_key=True).filter(pk=board_id).first()
    if board is None:
        return
    if Idea.objects.filter(board=board).exists():
        raise WorkspaceError(_("There are ideas on this board. Put them on another one first."))
    ledger.record(REMOVED, board)
    board.delete()


@transaction.atomic
def place_on_board(*, idea_id: int, board: Board | None) -> Idea:
    """Put an idea on a board of the portal, or take it off; it stays public or private as it is. Raises IdeaError."""
    idea = Idea.objects.select_for_update(of=("self",), no_key=True).filter(pk=idea_id).first()
    if idea is None:
        raise IdeaError(_("This idea does not exist any more."))
    if idea.board_id != (board.pk if board else None):
        idea.board = board
        idea.save(update_fields=["board"])
        ledger.record(PLACED, idea, board=idea.board_id)
    return idea


def _name(text: str, board_id: int | None) -> str:
    name = clean_line(text)[:80]
    if not name:
        raise NameMissingError
    if Board.objects.filter(name__iexact=name).exclude(pk=board_id or 0).exists():
        raise NameTakenError(name)
    return name


def _slug(name: str) -> str:
    slug = slugify(name, allow_unicode=True)[:70] or "board"
    taken = set(Board.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(each for each in (slug, *(f"{slug}-{number}" for number in range(2, 1000))) if each not in taken)
