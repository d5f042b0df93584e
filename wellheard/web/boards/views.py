"""Settings of the portal's boards, and putting an idea on one."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.decide import commands
from wellheard.decide.commands import IdeaError
from wellheard.decide.models import Board
from wellheard.web.boards.forms import BoardForm, NewBoardForm, PlacingForm
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.boards"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def boards(request: StaffRequest) -> HttpResponse:
    """Show the boards in their order, and add one."""
    form = NewBoardForm(request.POST or None)
    if request.method == "POST" and saved(form, lambda: commands.add_board(**form.cleaned_data)):
        messages.success(request, _("“%(name)s” is added.") % form.cleaned_data)
        return redirect("settings_boards")
    rows = Board.objects.in_order().select_related("segment").annotate(idea_count=Count("ideas"))
    return show(request, "boards/boards.html", form, place=PLACE, boards=list(rows))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def board(request: StaffRequest, board_id: int) -> HttpResponse:
    """Rename a board, move it, say who sees it."""
    row = get_object_or_404(Board, pk=board_id)
    initial = {"name": row.name, "segment": row.segment_id, "position": row.position, "version": row.version}
    form = BoardForm(request.POST or None, initial=initial)
    if request.method == "POST" and saved(
        form, lambda: commands.edit_board(board_id=row.pk, **form.cleaned_data), row=row
    ):
        messages.success(request, _("“%(name)s” is saved.") % form.cleaned_data)
        return redirect("settings_boards")
    is_lost = row.is_private and row.segment_id is None
    return show(request, "boards/board.html", form, place=PLACE, board=row, is_lost=is_lost)


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def board_removal(request: StaffRequest, board_id: int) -> HttpResponse:
    """Remove an empty board."""
    row = get_object_or_404(Board, pk=board_id)
    try:
        commands.remove_board(board_id=row.pk)
    except WorkspaceError as problem:
        messages.error(request, str(problem))
        return redirect("settings_board", row.pk)
    messages.success(request, _("“%(name)s” is removed.") % {"name": row.name})
    return redirect("settings_boards")


@require_POST
@needs(Permission.EDIT_IDEAS)
def placing(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Put an idea on a board."""
    form = PlacingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This board does not exist any more. Choose another one."))
        return redirect("idea", idea_id)
    try:
        commands.place_on_board(idea_id=idea_id, board=form.cleaned_data["board"])
    except IdeaError as problem:
        messages.error(request, str(problem))
        return redirect("ideas")
    return redirect("idea", idea_id)
