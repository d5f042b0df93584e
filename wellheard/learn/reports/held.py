"""What of reports stays with whoever leaves: what they made and published, and what they wanted decided."""

from django.db.models import Q
from django.utils.translation import ngettext

from wellheard.learn.reports.models import Point, Reader, Report, Section
from wellheard.workspace.handing_on import passes, stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    passes(
        "report_points",
        lambda n: ngettext("%(n)d point of a draft report", "%(n)d points of draft reports", n) % {"n": n},
        Point,
        "owner",
        only=Q(report__published_at=None),
    )
    stays(Report, "made_by", "published_by")
    stays(Section, "edited_by")
    stays(Reader, "staff")
