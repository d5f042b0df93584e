"""The ledger of who was asked what, how often people may be asked, and who is left alone."""

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.foundation.paging import page_of
from wellheard.listen.surveys.commands.quiet import change_rules, end_quiet, keep_quiet
from wellheard.listen.surveys.models import Display, FatigueRules, Quiet, Survey
from wellheard.web.ideas.keys import key_of
from wellheard.web.surveys.forms.fatigue import QuietForm, RulesForm, initial_of
from wellheard.web.surveys.views.surveys import PLACE
from wellheard.web.surveys.words import DISPLAY_LOOKS
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show


@require_safe
@needs(Permission.VIEW)
def ledger(request: StaffRequest) -> HttpResponse:
    """List who was shown what, when and where, and how that went, newest first."""
    state = request.GET.get("state", "")
    if state and state not in Display.State.values:
        raise Http404(_("There is no such list."))
    survey = Survey.objects.filter(pk=key_of(request.GET.get("survey", ""))).first()
    shown: QuerySet[Display] = Display.objects.select_related("survey", "contact", "company")
    shown = shown.filter(survey=survey) if survey else shown
    found = dict(shown.order_by().values_list("state").annotate(Count("pk")))
    rows = shown.filter(state=state) if state else shown
    page = page_of(rows, order=("-shown_at", "-pk"), cursor=request.GET.get("after", ""))
    context = {
        "place": PLACE,
        "tab": "ledger",
        "page": page,
        "rows": [(one, *DISPLAY_LOOKS[Display.State(one.state)]) for one in page.items],
        "state": state,
        "states": [(value, label, found.get(value, 0)) for value, label in Display.State.choices],
        "survey": survey,
        "all": sum(found.values()),
    }
    return render(request, "surveys/ledger.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_SURVEYS)
def rules(request: StaffRequest) -> HttpResponse:
    """Say how often people may be asked. It holds for all surveys, from the next question on."""
    row = FatigueRules.objects.get_or_create(pk=1)[0] if request.method == "POST" else _rules()
    form = RulesForm(request.POST or None, initial=initial_of(row))
    if request.method == "POST" and saved(
        form, lambda: change_rules(version=form.cleaned_data["version"], **form.values), row=row
    ):
        messages.success(request, _("Saved. It holds from the next question on."))
        return redirect("survey_rules")
    return show(request, "surveys/rules.html", form, place=PLACE, tab="rules")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_SURVEYS)
def quiet(request: StaffRequest) -> HttpResponse:
    """List who is left alone, and add a person or a company."""
    form = QuietForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keep_quiet(**form.whom, until=form.until, by=request.user)
        except WorkspaceError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, _("They are asked nothing. Whatever they say of their own accord is heard as before.")
            )
            return redirect("survey_quiet")
    rows = Quiet.objects.select_related("contact", "company", "by")
    page = page_of(rows, order=("-since", "-pk"), cursor=request.GET.get("after", ""))
    context = {"place": PLACE, "tab": "quiet", "form": form, "page": page, "all": Quiet.objects.count()}
    return render(request, "surveys/quiet.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Permission.RUN_SURVEYS)
def quiet_ending(request: StaffRequest, quiet_id: int) -> HttpResponse:
    """Let somebody be asked again."""
    end_quiet(quiet_id=quiet_id)
    messages.success(request, _("They may be asked again."))
    return redirect("survey_quiet")


def _rules() -> FatigueRules:
    """Return the rules; those that hold before anybody changed them where there is no row yet."""
    return FatigueRules.objects.first() or FatigueRules(pk=1)
