"""Teams, which own areas."""

from django.db import transaction

from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands.errors import NameTakenError
from wellheard.workspace.commands.locking import lock_workspace, name_of, require_version
from wellheard.workspace.models import Team

ADDED = names.declare("team.added", "A team was added.")
RENAMED = names.declare("team.renamed", "A team was renamed.")
REMOVED = names.declare("team.removed", "A team was removed; its areas have no owner until they are given one.")


@transaction.atomic
def add_team(*, name: str) -> Team:
    """Add a team. Raises NameTakenError when there is one of that name."""
    lock_workspace()
    team = Team(name=name_of(name))
    _require_free(team)
    team.save(force_insert=True)
    ledger.record(ADDED, team)
    return team


@transaction.atomic
def rename_team(*, team_id: int, version: int, name: str) -> Team:
    """Rename a team. Raises NameTakenError, or StaleError after another's edit."""
    lock_workspace()
    team = Team.objects.select_for_update(no_key=True).get(pk=team_id)
    require_version(team, version)
    team.name = name_of(name)
    _require_free(team)
    team.save(update_fields=["name", "version"])
    ledger.record(RENAMED, team)
    return team


@transaction.atomic
def remove_team(*, team_id: int) -> None:
    """Remove a team; its people stay, its areas wait for another owner."""
    team = Team.objects.select_for_update(no_key=True).get(pk=team_id)
    ledger.record(REMOVED, team)
    team.delete()


def _require_free(team: Team) -> None:
    if Team.objects.filter(name__iexact=team.name).exclude(pk=team.pk).exists():
        raise NameTakenError(team.name)
