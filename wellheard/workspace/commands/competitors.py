"""Whom we lose to: kept by staff, and grown by what deals and departures name."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.commands.errors import InUseError, NameTakenError
from wellheard.workspace.commands.locking import lock_workspace, name_of, require_version
from wellheard.workspace.models import Competitor
from wellheard.workspace.queries import uses_of

ADDED = names.declare("competitor.added", "A competitor was added.")
EDITED = names.declare("competitor.edited", "What we know of a competitor was changed.")
REMOVED = names.declare("competitor.removed", "A competitor nothing names was removed.")


@transaction.atomic
def add_competitor(*, name: str, website: str = "", note: str = "") -> Competitor:
    """Add a competitor. Raises NameTakenError when there is one of that name, in whatever case."""
    lock_workspace()
    competitor = Competitor(name=name_of(name)[:120], website=website.strip(), note=note.strip(), added_at=clock.now())
    _require_free(competitor)
    competitor.save(force_insert=True)
    ledger.record(ADDED, competitor)
    return competitor


@transaction.atomic
def competitor_called(name: str) -> Competitor | None:
    """Return the competitor of this name, added where it is new; none where nothing readable is left of the name."""
    said = clean_line(name)[:120]
    if not said:
        return None
    lock_workspace()
    return Competitor.objects.filter(name__iexact=said).first() or add_competitor(name=said)


def competitors_called(names_said: Iterable[str]) -> dict[str, Competitor]:
    """Return the competitors of these names, by what was said, those added that are new; our side is locked only to add one."""
    wanted = {said: clean_line(said)[:120] for said in names_said if said}
    lower = [Lower(Value(name)) for name in wanted.values() if name]
    rows = Competitor.objects.annotate(lower=Lower("name")).filter(lower__in=lower) if lower else []
    there = {row.name.casefold(): row for row in rows}
    found: dict[str, Competitor] = {}
    for said, name in sorted(wanted.items()):
        if competitor := there.get(name.casefold()) or competitor_called(name):
            found[said] = there[name.casefold()] = competitor
    return found


@transaction.atomic
def edit_competitor(*, competitor_id: int, version: int, name: str, website: str, note: str) -> Competitor:
    """Change what we know of a competitor. Raises NameTakenError, or StaleError after another's edit."""
    lock_workspace()
    competitor = Competitor.objects.select_for_update(no_key=True).get(pk=competitor_id)
    require_version(competitor, version)
    competitor.name, competitor.website, competitor.note = name_of(name)[:120], website.strip(), note.strip()
    _require_free(competitor)
    competitor.save(update_fields=["name", "website", "note", "version"])
    ledger.record(EDITED, competitor)
    return competitor


@transaction.atomic
def remove_competitor(*, competitor_id: int) -> None:
    """Remove a competitor that no deal and no departure names. Raises InUseError."""
    lock_workspace()
    competitor = Competitor.objects.select_for_update(no_key=True).get(pk=competitor_id)
    if uses_of(competitor):
        raise InUseError(_("Deals or departures name “%(name)s”, so it stays.") % {"name": competitor.name})
    ledger.record(REMOVED, competitor)
    competitor.delete()


def _require_free(competitor: Competitor) -> None:
    if Competitor.objects.filter(name__iexact=competitor.name).exclude(pk=competitor.pk).exists():
        raise NameTakenError(competitor.name)
