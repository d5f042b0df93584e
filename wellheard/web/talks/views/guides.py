"""The questions we ask in talks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.listen.interviews import commands
from wellheard.listen.interviews.models import Guide
from wellheard.web.talks import queries
from wellheard.web.talks.forms.noting import GuideForm, KnownGuideForm
from wellheard.web.talks.views.talks import PLACE
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TALK)
def guides(request: StaffRequest) -> HttpResponse:
    """List the questions we ask, and add some."""
    form = GuideForm(request.POST or None)
    if request.method == "POST" and saved(form, lambda: commands.add_guide(by=request.user, **form.cleaned_data)):
        messages.success(request, _("“%(name)s” can be chosen when a talk is planned.") % form.cleaned_data)
        return redirect("talk_guides")
    rows = list(Guide.objects.offered())
    return show(request, "talks/guides.html", form, place=PLACE, tab="guides", guides=rows, counts=queries.counts())


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TALK)
def guide(request: StaffRequest, guide_id: int) -> HttpResponse:
    """Change questions."""
    row = get_object_or_404(Guide, pk=guide_id)
    form = KnownGuideForm(
        request.POST or None, initial={"name": row.name, "questions": row.questions, "version": row.version}
    )
    if request.method == "POST" and saved(
        form, lambda: commands.edit_guide(guide_id=row.pk, **form.cleaned_data), row=row
    ):
        messages.success(request, _("Saved."))
        return redirect("talk_guides")
    return show(request, "talks/guide.html", form, place=PLACE, guide=row)


@require_POST
@needs(Permission.TALK)
def retiring(request: StaffRequest, guide_id: int) -> HttpResponse:
    """Offer questions no longer."""
    row = get_object_or_404(Guide, pk=guide_id)
    commands.retire_guide(guide_id=row.pk)
    messages.success(request, _("“%(name)s” is not offered any more. Talks keep it.") % {"name": row.name})
    return redirect("talk_guides")
