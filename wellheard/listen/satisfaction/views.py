"""How did it go? A page behind a signed link; the team's kudos; and whether we ask."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wellheard.foundation.paging import page_of
from wellheard.listen.satisfaction import commands
from wellheard.listen.satisfaction.forms import AskingForm, RatingForm
from wellheard.listen.satisfaction.models import Rating
from wellheard.listen.satisfaction.queries import RatingLinkError, asking, counts, rating_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.satisfaction"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, keep what they say, and thank them. Opening the page changes nothing: scanners open links too."""
    try:
        rating = rating_of(token)
    except RatingLinkError:
        return render(request, "satisfaction/rate_link.html", status=410)
    form = RatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.give_rating(rating_id=rating.pk, score=form.cleaned_data["score"])
        if form.cleaned_data["comment"]:
            commands.comment_on_rating(rating_id=rating.pk, words=form.cleaned_data["comment"])
        return redirect("rate", token)
    context = {"rating": rating, "form": form, "scores": list(reversed(Rating.Score))}
    return render(request, "satisfaction/rate.html", context, status=422 if form.errors else 200)


@require_safe
@needs(Permission.VIEW)
def kudos(request: StaffRequest) -> HttpResponse:
    """Show what customers said of those who answered them, in their own words, newest first."""
    good = Rating.objects.rated().filter(score=Rating.Score.GOOD).exclude(comment="")
    rows = good.select_related("contact", "staff", "conversation__company")
    page = page_of(rows, order=("-rated_at", "-pk"), cursor=request.GET.get("after", ""), size=30)
    return render(request, "satisfaction/kudos.html", {"place": "learn.kudos", "page": page, "counts": counts()})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def satisfaction(request: StaffRequest) -> HttpResponse:
    """Say whether customers are asked how it went, how many and how often."""
    row = asking()
    names = ("version", "percent", "every_days", "after_hours")
    form = AskingForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    if request.method == "POST" and saved(form, lambda: _save(request, form), row=row if row.asks_since else None):
        messages.success(request, _("Saved. It holds for conversations that are closed from now on."))
        return redirect("settings_satisfaction")
    return show(request, "satisfaction/settings.html", form, place=PLACE, asking=row, counts=counts())


def _save(request: StaffRequest, form: AskingForm) -> None:
    if request.POST.get("asks") == "no":
        commands.stop_asking(version=form.cleaned_data["version"])
    else:
        commands.ask_customers(**form.cleaned_data)
