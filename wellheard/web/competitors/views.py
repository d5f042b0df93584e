"""Whom we compete with: how we stand, why, what is missing, and what customers say."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.foundation.text.fields import WordsField
from wellheard.web.competitors import queries
from wellheard.web.deals.queries import missed_in
from wellheard.workspace import commands
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Competitor
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "listen.competitors"


class NewCompetitorForm(forms.Form):
    """What we know of a competitor."""

    name = LineField(label=_("Name"), missing=_("Write a name."), max_length=120)
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": _("Write a whole web address, such as https://www.example.com.")},
    )
    note = WordsField(
        label=_("What we know of them"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CompetitorForm(NewCompetitorForm):
    """A competitor as it stands."""

    version = VersionField()


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW)
def competitors(request: StaffRequest) -> HttpResponse:
    """List whom we compete with, those we lose most to first; add one."""
    may_add = request.user.may(Permission.RECORD_DEALS)
    form = NewCompetitorForm(request.POST if request.method == "POST" and may_add else None)
    if form.is_bound and saved(form, lambda: commands.add_competitor(**form.cleaned_data)):
        messages.success(request, _now("“%(name)s” is added.") % form.cleaned_data)
        return redirect("competitors")
    return show(
        request, "competitors/competitors.html", form, place=PLACE, standings=queries.standings(), may_add=may_add
    )


@require_safe
@needs(Permission.VIEW)
def competitor(request: StaffRequest, competitor_id: int) -> HttpResponse:
    """Show how we stand against one: deals, money, reasons, what was missing, what is said, who left for it."""
    row = get_object_or_404(Competitor, pk=competitor_id)
    left = queries.left_for(row)
    context = {
        "place": PLACE,
        "competitor": row,
        "standing": queries.standing_of(row),
        "currency": installation().currency,
        "money": queries.money_of(row),
        "reasons": queries.reasons_against(row),
        "missed": missed_in(queries.missing_against(row)[: queries.MOST_SHOWN]),
        "missed_count": queries.missing_against(row).count(),
        "said": queries.said_of(row),
        "spellings": list(row.spellings.order_by("name").values_list("name", flat=True)),
        "left": list(left[: queries.MOST_SHOWN]),
    }
    return render(request, "competitors/competitor.html", context)


class JoinForm(forms.Form):
    """Which competitor another one is."""

    into = forms.ModelChoiceField(
        label=_("It is the same as"), queryset=Competitor.objects.none(), empty_label=_("Choose a competitor")
    )

    def __init__(self, *arguments: Any, competitor: Competitor, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["into"].queryset = Competitor.objects.exclude(pk=competitor.pk).by_name()  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RECORD_DEALS)
def competitor_joining(request: StaffRequest, competitor_id: int) -> HttpResponse:
    """Say that a competitor is another one, spelt otherwise, after reading what then names the other."""
    row = get_object_or_404(Competitor, pk=competitor_id)
    form = JoinForm(request.POST or None, competitor=row)
    if request.method == "POST" and saved(form, lambda: _join(row, form)):
        into = form.cleaned_data["into"]
        messages.success(request, _now("“%(name)s” is a spelling of %(into)s now.") % {"name": row.name, "into": into})
        return redirect("competitor", into.pk)
    standing = queries.standing_of(row)
    deals = standing.won + standing.lost + standing.open
    return show(
        request,
        "competitors/competitor_joining.html",
        form,
        place=PLACE,
        competitor=row,
        deals=deals,
        left=standing.left,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RECORD_DEALS)
def competitor_edit(request: StaffRequest, competitor_id: int) -> HttpResponse:
    """Change what we know of a competitor."""
    row = get_object_or_404(Competitor, pk=competitor_id)
    names = ("name", "website", "note", "version")
    form = CompetitorForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    if request.method == "POST" and saved(form, lambda: _edit(row, form), row=row):
        messages.success(request, _now("“%(name)s” is saved.") % form.cleaned_data)
        return redirect("competitor", row.pk)
    return show(request, "competitors/competitor_edit.html", form, place=PLACE, competitor=row)


@require_POST
@needs(Permission.RECORD_DEALS)
def competitor_removing(request: StaffRequest, competitor_id: int) -> HttpResponse:
    """Remove a competitor that nothing names."""
    row = get_object_or_404(Competitor, pk=competitor_id)
    try:
        commands.remove_competitor(competitor_id=row.pk)
    except WorkspaceError as problem:
        messages.error(request, str(problem))
        return redirect("competitor", competitor_id)
    messages.success(request, _now("“%(name)s” is removed.") % {"name": row.name})
    return redirect("competitors")


def _join(row: Competitor, form: JoinForm) -> None:
    commands.join_competitors(competitor_id=row.pk, into_id=form.cleaned_data["into"].pk)


def _edit(row: Competitor, form: CompetitorForm) -> None:
    commands.edit_competitor(competitor_id=row.pk, **form.cleaned_data)
