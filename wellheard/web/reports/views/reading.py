"""A report as it is read, and whether the same comes out again."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wellheard.learn.reports.links import edition_link
from wellheard.learn.reports.queries import built_again
from wellheard.web.reports import public, words
from wellheard.web.reports.pdf import is_there
from wellheard.web.reports.showing import shown
from wellheard.web.reports.views.finding import found
from wellheard.web.reports.views.listing import PLACE
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.VIEW)
def report(request: StaffRequest, report_id: int) -> HttpResponse:
    """Show a report with its frozen numbers, and beside them what people wrote."""
    one = found(request, report_id)
    may_write = request.user.may(Permission.PUBLISH_REPORTS)
    context = {
        "place": PLACE,
        "report": one,
        "shown": shown(one),
        "may_write": may_write and not one.is_published,
        "may_publish": may_write,
        "has_pdf": is_there(),
        "link": edition_link(one) if one.opened_at else "",
        "corrections": one.corrections.published(),
    }
    return render(request, "reports/report.html", context)


@require_safe
@needs(Permission.PUBLISH_REPORTS)
def again(request: StaffRequest, report_id: int) -> HttpResponse:
    """Count everything again and show where it comes out otherwise. Nothing is changed."""
    one = found(request, report_id)
    changed = [(words.SECTION_NAMES[part.key], part) for part in built_again(one)]
    context = {"place": PLACE, "report": one, "changed": changed, "period": public.period(one)}
    return render(request, "reports/again.html", context)
