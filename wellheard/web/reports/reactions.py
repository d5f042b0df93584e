"""Whoever wishes to gets a report by mail when it is published; nobody twice."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.learn.reports.commands import PUBLISHED
from wellheard.learn.reports.models import Point, Reader, Report
from wellheard.web.reports import public
from wellheard.web.reports.showing import Proposed, Shown, shown
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff


@reacts_to(PUBLISHED)
def mail_report(fact: Fact) -> None:
    """Mail the one page of it to every colleague who asked for reports."""
    report = Report.objects.filter(pk=fact.subject_id).first()
    readers = Reader.objects.filter(staff__is_active=True).select_related("staff").order_by("pk")
    if report is None:
        return
    for reader in readers:
        with translation.override(reader.staff.language or installation().language):
            queue_mail(letter(shown(report), reader.staff))


def letter(one: Shown, staff: Staff) -> Letter:
    """Return the mail: what was found, what is to be decided, and where the whole stands."""
    base = settings.BASE_URL.rstrip("/")
    page, choice = (base + reverse(name, args=args) for name, args in (("report", [one.report.pk]), ("reports", [])))
    parts = [
        _("Hello %(name)s,") % {"name": staff.first_name},
        one.title,
        *_listed(_("Found:"), one.points[Point.Kind.FINDING]),
        *_listed(_("To be decided:"), one.points[Point.Kind.DECISION]),
        _("The whole report, with a list behind every number: %(page)s") % {"page": page},
    ]
    return Letter(
        key=f"report:{one.report.pk}:{staff.pk}",
        to_address=staff.email,
        to_name=staff.name,
        subject=f"{one.report.get_kind_display()}: {public.period(one.report)}",
        body="\n\n".join(parts),
        footer=_("You asked for reports by mail. Stop them here: %(page)s") % {"page": choice},
        language=translation.get_language() or "",
        headers={"Auto-Submitted": "auto-generated"},
    )


def _listed(head: str, points: list[Proposed]) -> list[str]:
    """Return points under their head; nothing where there are none."""
    written = [f"{place}. {one.text}" for place, one in enumerate((one for one in points if one.text), start=1)]
    return ["\n".join([head, *written])] if written else []
