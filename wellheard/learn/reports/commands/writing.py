"""Write beside the numbers of a draft: commentary, what customers read, findings and decisions wanted."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.learn.reports.commands.errors import PublishedError, ReportError
from wellheard.learn.reports.models import Point, Report, Section
from wellheard.workspace.commands.locking import require_version
from wellheard.workspace.models import Staff

COMMENTED = names.declare("report.commented", "Somebody wrote beside the numbers of a section; `section` is its key.")
POINTED = names.declare(
    "report.point_written", "A finding or a decision wanted was put in words, or given to somebody."
)

LONGEST = 5_000


@transaction.atomic
def write_section(*, report_id: int, key: str, version: int, commentary: str, public_text: str, by: Staff) -> Section:
    """Write beside a section, for us and for customers. Raises PublishedError, ReportError; StaleError after another's edit."""
    report = _draft(report_id)
    section = Section.objects.select_for_update(no_key=True).get(report=report, key=key)
    ours, theirs = _text(commentary), _text(public_text)
    if (section.commentary, section.public_text) == (ours, theirs):
        return section
    require_version(section, version)
    section.commentary, section.public_text, section.edited_by, section.edited_at = ours, theirs, by, clock.now()
    section.save(update_fields=["commentary", "public_text", "edited_by", "edited_at", "version"])
    ledger.record(COMMENTED, report, section=key)
    return section


@transaction.atomic
def write_point(*, point_id: int, version: int, words: str, owner: Staff | None, due_on: date | None) -> Point:
    """Put a finding or a decision wanted in words of our own; empty words bring the proposal back.

    Raises PublishedError, ReportError, and StaleError after another's edit.
    """
    report = _draft(Point.objects.values_list("report_id", flat=True).get(pk=point_id))
    point = Point.objects.select_for_update(of=("self",), no_key=True).get(pk=point_id)
    wanted = (_text(words), owner.pk if owner else None, due_on)
    if (point.words, point.owner_id, point.due_on) == wanted:
        return point
    require_version(point, version)
    point.words, point.owner_id, point.due_on = wanted
    point.save(update_fields=["words", "owner", "due_on", "version"])
    ledger.record(POINTED, report, kind=point.kind, position=point.position)
    return point


def _draft(report_id: int) -> Report:
    """Return a draft, held so that it is not published meanwhile."""
    report = Report.objects.select_for_update(no_key=True).get(pk=report_id)
    if report.is_published:
        raise PublishedError
    return report


def _text(words: str) -> str:
    cleaned = clean_words(words)
    if len(cleaned) > LONGEST:
        raise ReportError(_("That is longer than %(n)d characters; keep to what matters most.") % {"n": LONGEST})
    return cleaned
