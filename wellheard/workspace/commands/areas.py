"""The modules of a product, as a tree, each owned by a team."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands.errors import InUseError, NameTakenError, WorkspaceError
from wellheard.workspace.commands.locking import lock_workspace, name_of, require_version
from wellheard.workspace.models import Area, Product, Team
from wellheard.workspace.queries import move_uses, uses_of, within

ADDED = names.declare("area.added", "An area of a product was added.")
EDITED = names.declare("area.edited", "An area got another name, place in the tree or team.")
REMOVED = names.declare("area.removed", "An area was removed; `into` is the area that took over what belonged to it.")


class AreaPlaceError(WorkspaceError):
    """An area cannot be placed there in the tree."""


@transaction.atomic
def add_area(*, product: Product, name: str, parent: Area | None = None, team: Team | None = None) -> Area:
    """Add a module of a product. Raises NameTakenError, or AreaPlaceError for a parent in another product."""
    lock_workspace()
    area = Area(product=product, name=name_of(name), parent=parent, team=team)
    _require_free(area)
    _require_place(area)
    area.save(force_insert=True)
    ledger.record(ADDED, area, product=product.pk)
    return area


@transaction.atomic
def edit_area(*, area_id: int, version: int, name: str, parent: Area | None, team: Team | None) -> Area:
    """Rename, move or hand over an area. Raises NameTakenError, AreaPlaceError for a cycle, StaleError after another's edit."""
    lock_workspace()
    area = Area.objects.select_for_update(no_key=True).get(pk=area_id)
    require_version(area, version)
    area.name, area.parent, area.team = name_of(name), parent, team
    _require_free(area)
    _require_place(area)
    area.save(update_fields=["name", "parent", "team", "version"])
    ledger.record(EDITED, area, team=area.team_id, parent=area.parent_id)
    return area


@transaction.atomic
def remove_area(*, area_id: int, into: Area | None = None) -> None:
    """Remove an area; its parts, feedback and ideas move to `into`. Raises InUseError when it has some and `into` is missing."""
    lock_workspace()
    area = Area.objects.select_for_update(no_key=True).get(pk=area_id)
    if into is not None:
        if into.product_id != area.product_id or into.pk in within(area):
            raise AreaPlaceError(_("Choose an area of the same product, and not one of its own parts."), field="into")
        move_uses(area, into)
    elif uses_of(area):
        raise InUseError(
            _("Feedback, ideas or smaller areas belong to “%(name)s”. Choose the area that takes them over.")
            % {"name": area.name},
            field="into",
        )
    ledger.record(REMOVED, area, into=into.pk if into else None)
    area.delete()


def _require_free(area: Area) -> None:
    if Area.objects.filter(product=area.product_id, name__iexact=area.name).exclude(pk=area.pk).exists():
        raise NameTakenError(area.name)


def _require_place(area: Area) -> None:
    if area.parent is None:
        return
    if area.parent.product_id != area.product_id:
        raise AreaPlaceError(_("Choose an area of the same product."), field="parent")
    if area.pk and area.parent.pk in within(area):
        raise AreaPlaceError(_("An area cannot be part of itself. Choose another one, or none."), field="parent")
