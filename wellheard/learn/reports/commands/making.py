"""Make a report as a draft, and bring a draft up to date."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.learn.reports.commands.errors import PublishedError, ReportError
from wellheard.learn.reports.freezing import build, hash_of
from wellheard.learn.reports.models import Point, Report, Section, Verbatim
from wellheard.learn.reports.models.points import MOST_POINTS
from wellheard.learn.reports.proposals import proposals
from wellheard.learn.reports.sections.quoting import QUOTABLE
from wellheard.listen.models import Feedback
from wellheard.workspace.commands.errors import StaleError
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff

MADE = names.declare(
    "report.made",
    "A report of some days was made as a draft; `by_itself` where nobody asked for it, `corrects` is the one it corrects.",
)
REBUILT = names.declare("report.rebuilt", "The numbers of a draft report were taken again.")

LONGEST = timedelta(days=366)


@transaction.atomic
def make_report(
    *, begins_on: date, last_on: date, by: Staff | None, kind: str = Report.Kind.VOICE, corrects: Report | None = None
) -> Report:
    """Return the draft report of these days, made now where there is none. Raises ReportError for days that cannot be.

    What is published is not touched: a report of the same days is a correction of the last one.
    """
    _require_days(begins_on, last_on)
    report, is_new = Report.objects.get_or_create(
        kind=kind,
        begins_on=begins_on,
        last_on=last_on,
        published_at=None,
        defaults={
            "currency": installation().currency,
            "made_at": clock.now(),
            "made_by": by,
            "corrects": corrects or _standing(kind, begins_on, last_on),
        },
    )
    if is_new:
        _freeze(report)
        ledger.record(MADE, report, corrects=report.corrects_id, kind=report.kind, by_itself=by is None)
    return report


@transaction.atomic
def rebuild_report(*, report_id: int, version: int) -> Report:
    """Take the numbers of a draft again; what people wrote stays. Raises PublishedError, and StaleError after another's edit."""
    report = Report.objects.select_for_update(no_key=True).get(pk=report_id)
    if report.is_published:
        raise PublishedError
    if report.version != version:
        raise StaleError
    report.made_at, report.currency, report.version = clock.now(), installation().currency, report.version + 1
    report.save(update_fields=["made_at", "currency", "version"])
    _freeze(report)
    ledger.record(REBUILT, report)
    return report


def _freeze(report: Report) -> None:
    built = build(report)
    for key, one in built.items():
        Section.objects.update_or_create(
            report=report, key=key, defaults={"data": one.data, "made_from": hash_of(one.data)}
        )
    _quote(report, {said for one in built.values() for said in one.quoted})
    if report.kind == Report.Kind.VOICE:
        _propose(report, {key: one.data for key, one in built.items()})


def _quote(report: Report, wanted: Iterable[int]) -> None:
    """Keep the words that are quoted, with the names that may be told."""
    Verbatim.objects.filter(report=report).delete()
    said = Feedback.objects.filter(pk__in=wanted, quotable__in=QUOTABLE).select_related("contact", "company")
    Verbatim.objects.bulk_create(_verbatim(report, one) for one in said.order_by("pk"))


def _verbatim(report: Report, said: Feedback) -> Verbatim:
    is_named = said.quotable == Feedback.Quotable.NAMED
    return Verbatim(
        report=report,
        feedback=said,
        words=said.words,
        language=said.language,
        name=said.contact.name[:200] if is_named and said.contact else "",
        company=said.company.name[:200] if is_named and said.company else "",
        trade=said.company.industry[:200] if said.company else "",
    )


def _propose(report: Report, sections: dict[str, dict[str, object]]) -> None:
    """Propose findings and decisions; what people wrote in their place stays above them."""
    for kind in Point.Kind.values:
        for position, proposal in zip(range(1, MOST_POINTS + 1), proposals(kind, sections), strict=True):
            Point.objects.update_or_create(report=report, kind=kind, position=position, defaults={"proposal": proposal})


def _standing(kind: str, begins_on: date, last_on: date) -> Report | None:
    """Return the report of these days that was published last."""
    same = Report.objects.published().filter(kind=kind, begins_on=begins_on, last_on=last_on)
    return same.order_by("-published_at", "-pk").first()


def _require_days(begins_on: date, last_on: date) -> None:
    if begins_on > last_on:
        raise ReportError(_("A report ends after it begins: choose a later last day."))
    if last_on - begins_on > LONGEST:
        raise ReportError(_("A report covers a year at most: choose days that are nearer."))
    if begins_on > clock.today():
        raise ReportError(_("These days are still to come: choose a day that has passed."))
