"""Let two ideas become one, and two again. Nothing is copied or deleted: rows move, and the merge remembers which."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide import merging
from wellheard.decide.commands.combining import combine, give_back, part
from wellheard.decide.commands.ideas import IdeaError, locked
from wellheard.decide.counters import recount
from wellheard.decide.models import Idea, IdeaMerge
from wellheard.decide.queries import came_since, standing_for
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.models import Staff

MERGED = names.declare("idea.merged", "An idea became part of another; everyone who asked asks for that one now.")
JOINED = names.declare("idea.joined", "An idea took another in.")
UNMERGED = names.declare("idea.unmerged", "A merge was undone: the idea stands for itself again.")
PARTED = names.declare("idea.parted", "An idea gave another back that had been merged into it.")


class MergeError(IdeaError):
    """Two ideas cannot be merged or parted so."""


@transaction.atomic
def merge_ideas(*, source_id: int, target_id: int, by: Staff | None) -> IdeaMerge:
    """Make one idea part of another, with everybody who asked. Merging again returns the merge that is there.

    Raises MergeError for an idea and itself, for one that went elsewhere already, and for what is live into what is not.
    """
    source, target = _locked_pair(source_id, standing_for(target_id))
    if source.merged_into_id and standing_for(source.pk) == target.pk:
        return source.merges_away.standing().get()
    _require_mergeable(source, target)
    moved = {"items": []} | combine(source, target)
    moved |= {name: mover.move(source, target) for name, mover in merging.registry.items()}
    merge = IdeaMerge.objects.create(source=source, target=target, moved=moved, merged_by=by, merged_at=clock.now())
    source.merged_into = target
    source.save(update_fields=["merged_into"])
    recount([source.pk, target.pk])
    ledger.record(MERGED, source, into=target.pk, merge=merge.pk)
    ledger.record(JOINED, target, source=source.pk, merge=merge.pk)
    return merge


@transaction.atomic
def unmerge_ideas(*, merge_id: int, by: Staff | None, item_ids: Iterable[int] = ()) -> IdeaMerge:
    """Undo a merge: everything that moved goes back; of what came since, the chosen items too. Undoing again changes nothing.

    Raises MergeError when the merge is unknown, or the idea it went into has itself been merged since.
    """
    known = IdeaMerge.objects.filter(pk=merge_id).first()
    if known is None:
        raise MergeError(_("This merge does not exist any more. Go back to the list of ideas."))
    source, target = _locked_pair(known.source_id, known.target_id)
    merge = IdeaMerge.objects.select_for_update(no_key=True).get(pk=merge_id)
    if merge.undone_at:
        return merge
    _require_partable(target)
    chosen = came_since(merge).filter(pk__in=list(item_ids)).values_list("pk", flat=True)
    made = part(source, target, merge.moved, chosen=list(chosen))
    for other in target.merges_in.standing().exclude(pk=merge.pk):
        give_back(other.moved, rows_of=source)
        other.moved["made"] += made
        other.save(update_fields=["moved"])
    for name, mover in merging.registry.items():
        if name in merge.moved:
            mover.restore(source, target, merge.moved[name])
    _close(merge, source, by)
    recount([source.pk, target.pk])
    return merge


def _close(merge: IdeaMerge, source: Idea, by: Staff | None) -> None:
    source.merged_into = None
    source.save(update_fields=["merged_into"])
    merge.undone_at, merge.undone_by = clock.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    ledger.record(UNMERGED, source, into=merge.target_id, merge=merge.pk)
    ledger.record(PARTED, merge.target, source=source.pk, merge=merge.pk)


def _locked_pair(one_id: int, other_id: int) -> tuple[Idea, Idea]:
    """Return two ideas, locked in one order, so that two merges at once never wait for each other for ever."""
    by_id = {idea_id: locked(idea_id) for idea_id in sorted({one_id, other_id})}
    return by_id[one_id], by_id[other_id]


def _require_mergeable(source: Idea, target: Idea) -> None:
    if source == target:
        raise MergeError(_("An idea cannot become part of itself, nor of one that is part of it. Choose another."))
    if source.merged_into:
        raise MergeError(
            _("“%(title)s” is part of “%(other)s” already. Undo that merge first.")
            % {"title": source.title, "other": source.merged_into.title}
        )
    if target.merged_into_id:
        raise MergeError(_("The idea you chose was merged into another meanwhile. Choose again."))
    if source.status == Idea.Status.SHIPPED != target.status:
        raise MergeError(
            _(
                "“%(title)s” is live and “%(other)s” is not. Merge the other way, so that nobody who was told waits again."
            )
            % {"title": source.title, "other": target.title}
        )


def _require_partable(target: Idea) -> None:
    if target.merged_into:
        raise MergeError(
            _("“%(title)s” was merged into “%(other)s” since. Undo that merge first.")
            % {"title": target.title, "other": target.merged_into.title}
        )
