"""Whom we lose to: kept by staff, and grown by what deals and departures name."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.commands.errors import InUseError, JoinError, NameTakenError
from wellheard.workspace.commands.locking import lock_workspace, name_of, require_version
from wellheard.workspace.models import Competitor, CompetitorSpelling
from wellheard.workspace.queries import move_uses, uses_of

ADDED = names.declare("competitor.added", "A competitor was added.")
EDITED = names.declare("competitor.edited", "What we know of a competitor was changed.")
JOINED = names.declare(
    "competitor.joined", "Two spellings of one competitor were joined; `into` is the one that stays."
)
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
    return _known(said) or add_competitor(name=said)


def _known(name: str) -> Competitor | None:
    """Return the competitor of this name, or of this spelling of it."""
    named = Competitor.objects.filter(name__iexact=name).first()
    return named or Competitor.objects.filter(spellings__name__iexact=name).first()


def competitors_called(names_said: Iterable[str]) -> dict[str, Competitor]:
    """Return the competitors of these names, by what was said, those added that are new; our side is locked only to add one."""
    wanted = {said: clean_line(said)[:120] for said in names_said if said}
    lower = [Lower(Value(name)) for name in wanted.values() if name]
    if not lower:
        return {}
    rows = Competitor.objects.annotate(lower=Lower("name")).filter(lower__in=lower)
    spelt = CompetitorSpelling.objects.annotate(lower=Lower("name")).filter(lower__in=lower)
    there = {row.name.casefold(): row.competitor for row in spelt.select_related("competitor")}
    there |= {row.name.casefold(): row for row in rows}
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
def join_competitors(*, competitor_id: int, into_id: int) -> Competitor:
    """Let everything that names one competitor name another: deals, departures and what words mean. Its name stays a spelling.

    Joining what is joined already returns the one that stays. Raises JoinError for a competitor and itself.
    """
    lock_workspace()
    into = Competitor.objects.select_for_update(no_key=True).get(pk=into_id)
    gone = Competitor.objects.select_for_update(no_key=True).filter(pk=competitor_id).first()
    if gone is None:
        return into
    if gone == into:
        raise JoinError(_("Choose another competitor than “%(name)s” itself.") % {"name": gone.name})
    ledger.record(JOINED, gone, into=into.pk)
    move_uses(gone, into)
    CompetitorSpelling.objects.create(competitor=into, name=gone.name)
    changed = [name for name in ("website", "note") if getattr(gone, name) and not getattr(into, name)]
    for name in changed:
        setattr(into, name, getattr(gone, name))
    into.version += 1
    into.save(update_fields=[*changed, "version"])
    gone.delete()
    return into


@transaction.atomic
def remove_competitor(*, competitor_id: int) -> None:
    """Remove a competitor that no deal and no departure names. Raises InUseError."""
    lock_workspace()
    competitor = Competitor.objects.select_for_update(no_key=True).get(pk=competitor_id)
    if uses_of(competitor) > competitor.spellings.count():
        raise InUseError(_("Deals or departures name “%(name)s”, so it stays.") % {"name": competitor.name})
    ledger.record(REMOVED, competitor)
    competitor.delete()


def _require_free(competitor: Competitor) -> None:
    theirs = CompetitorSpelling.objects.filter(name__iexact=competitor.name).exclude(competitor=competitor.pk)
    if Competitor.objects.filter(name__iexact=competitor.name).exclude(pk=competitor.pk).exists() or theirs.exists():
        raise NameTakenError(competitor.name)
