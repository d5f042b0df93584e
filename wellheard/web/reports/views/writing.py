"""Writing beside the numbers of a draft. When somebody else did so meanwhile, both texts are seen and nothing is lost."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.learn.reports.commands import PublishedError, ReportError, write_point, write_section
from wellheard.learn.reports.models import Point, Section
from wellheard.web.reports import words
from wellheard.web.reports.forms import PointForm, SectionForm
from wellheard.web.reports.views.finding import found
from wellheard.web.reports.views.listing import PLACE
from wellheard.workspace.commands import StaleError
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PUBLISH_REPORTS)
def section(request: StaffRequest, report_id: int, key: str) -> HttpResponse:
    """Write beside one section."""
    report = found(request, report_id)
    one = get_object_or_404(Section, report=report, key=key)
    initial = {"version": one.version, "commentary": one.commentary, "public_text": one.public_text}
    form = SectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            write_section(report_id=report.pk, key=key, by=request.user, **values)
        except (ReportError, StaleError) as problem:
            _refuse(form, problem, one.version)
        else:
            messages.success(request, _("Your text is saved."))
            return redirect(f"{reverse('report', args=[report.pk])}#{key}")
    standing = [(_("For us"), one.commentary), (_("For customers"), one.public_text)]
    context = {"report": report, "form": form, "title": words.SECTION_NAMES[key], "anchor": key, "theirs": standing}
    return _page(request, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PUBLISH_REPORTS)
def point(request: StaffRequest, report_id: int, point_id: int) -> HttpResponse:
    """Put a finding or a decision wanted in words."""
    report = found(request, report_id)
    one = get_object_or_404(Point.objects.select_related("owner"), report=report, pk=point_id)
    initial = {"version": one.version, "words": one.words, "owner": one.owner_id, "due_on": one.due_on}
    form = PointForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            write_point(point_id=one.pk, **form.cleaned_data)
        except (ReportError, StaleError) as problem:
            _refuse(form, problem, one.version)
        else:
            messages.success(request, _("Your text is saved."))
            return redirect(f"{reverse('report', args=[report.pk])}#summary")
    context = {
        "report": report,
        "form": form,
        "title": one.get_kind_display(),
        "proposal": words.proposed(one.proposal, report),
        "anchor": "summary",
        "theirs": [(_("In your words"), one.words), (_("Who"), str(one.owner or ""))],
    }
    return _page(request, context)


def _refuse(form: forms.Form, problem: Exception, version: int) -> None:
    """Say why; after another's edit, saving again replaces theirs knowingly."""
    form.add_error(None, str(problem))
    if isinstance(problem, StaleError) and not isinstance(problem, PublishedError):
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(version)  # type: ignore[index]


def _page(request: StaffRequest, context: dict[str, object]) -> HttpResponse:
    form = context["form"]
    assert isinstance(form, forms.Form)  # noqa: S101 - put there above
    is_wrong = form.is_bound and bool(form.errors)
    if not form.non_field_errors():
        context["theirs"] = []
    return render(request, "reports/writing.html", {"place": PLACE, **context}, status=422 if is_wrong else 200)
