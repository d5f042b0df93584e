"""What goes live: drafted, read as customers will read it, published, and who was told."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellheard.answer.audience import ahead, audience, first_release_answer
from wellheard.answer.models import Answer
from wellheard.decide.models import Idea
from wellheard.deliver import commands, queries
from wellheard.deliver.commands import ReleaseError
from wellheard.deliver.models import Release
from wellheard.foundation.paging import page_of
from wellheard.foundation.text.clean import clean_line
from wellheard.web.ideas.keys import key_of
from wellheard.web.ideas.views.conflicts import refuse, standing
from wellheard.web.ideas.views.deciding import hold_in_words
from wellheard.web.portal.queries.reading import entry_of
from wellheard.web.releases.forms import BetweenForm, NewReleaseForm, ReleaseForm
from wellheard.web.releases.views.translations import PLACE, translations_of
from wellheard.web.trends.asked import changes_of_release
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@dataclass(frozen=True)
class Told:
    """Of how many who asked, how many have heard."""

    owed: int = 0
    told: int = 0

    @property
    def share(self) -> float:
        return self.told / self.owed if self.owed else 0


LONGEST = 100


@require_safe
@needs(Permission.VIEW)
def releases(request: StaffRequest) -> HttpResponse:
    """Show what is being prepared and what went live, with how many have heard about it."""
    form = BetweenForm(request.GET)
    page = page_of(form.narrow(queries.published()), order=queries.NEWEST, cursor=request.GET.get("after", ""))
    told = _told_by_release(release.pk for release in page.items)
    context = {
        "place": PLACE,
        "drafts": list(queries.drafts()) if page.is_first and not form.days else [],
        "page": page,
        "days": form.days,
        "rows": [(release, told[release.pk]) for release in page.items],
    }
    return render(request, "releases/releases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RELEASE)
def release_new(request: StaffRequest) -> HttpResponse:
    """Draft a release; an idea may come along in the address."""
    form = NewReleaseForm(request.POST or None, initial={"ideas": _along(request)})
    if request.method == "POST" and not _is_searching(request) and form.is_valid():
        try:
            drafted = commands.draft_release(by=request.user, **_values(form))
        except ReleaseError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, _("“%(title)s” is drafted. Nobody is told before you publish it.") % form.cleaned_data
            )
            return redirect("release", drafted.pk)
    return _show(request, "releases/release_new.html", form)


@require_safe
@needs(Permission.VIEW)
def release(request: StaffRequest, release_id: int) -> HttpResponse:
    """Show a release as customers read it, with who will hear of it; after publication, who did."""
    shown = _found(release_id)
    ideas = list(Idea.objects.filter(pk__in=shown.ideas.all()).select_related("area").worth_most_first())
    context = {
        "place": PLACE,
        "release": shown,
        "entry": entry_of(shown),
        "languages": translations_of(shown),
        "ideas": ideas,
    }
    if shown.published_at:
        context["told"] = _told_by_release([shown.pk])[shown.pk]
        areas = {idea.area for idea in ideas if idea.area}
        context["changes"] = changes_of_release(shown.pk, shown.published_at, sorted(areas, key=str))
    else:
        context |= _before_publishing(shown)
    return render(request, "releases/release.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RELEASE)
def release_edit(request: StaffRequest, release_id: int) -> HttpResponse:
    """Change a release. When somebody else did so meanwhile, theirs stands beside ours and nothing typed is lost."""
    shown = _found(release_id)
    ideas = list(shown.shipments.values_list("idea_id", flat=True))
    form = ReleaseForm(request.POST or None, shipped=ideas, initial=_fields(shown, ideas))
    if request.method == "POST" and not _is_searching(request) and form.is_valid():
        try:
            commands.edit_release(release_id=shown.pk, **_values(form))
        except ReleaseError as problem:
            refuse(form, problem, version=shown.version)
        else:
            messages.success(request, _("“%(title)s” is saved.") % form.cleaned_data)
            return redirect("release", shown.pk)
    return _show(request, "releases/release_edit.html", form, release=shown, standing=standing(form))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RELEASE)
def publishing(request: StaffRequest, release_id: int) -> HttpResponse:
    """Ask once more, showing the first answer as it will be read; then publish and owe everyone who asked."""
    shown = _found(release_id)
    if request.method == "POST":
        return _publish(request, shown)
    if shown.is_published:
        return redirect("release", shown.pk)
    context = {"place": PLACE, "release": shown, **_before_publishing(shown)}
    return render(request, "releases/publishing.html", context)


def _publish(request: StaffRequest, shown: Release) -> HttpResponse:
    try:
        # What is published is what this person read; without the version it was not read at all.
        commands.publish_release(release_id=shown.pk, version=key_of(request.POST.get("version", "")))
    except ReleaseError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("“%(title)s” is live. Whoever asked for it hears back.") % {"title": shown.title})
    return redirect("release", shown.pk)


def _before_publishing(shown: Release) -> dict[str, object]:
    ideas = list(shown.ideas.all())
    return {
        "ahead": ahead([idea.pk for idea in ideas], occasion=Answer.Occasion.SHIPPED),
        "hearers": audience([idea.pk for idea in ideas], occasion=Answer.Occasion.SHIPPED),
        "first": first_release_answer(shown, ideas),
        "when": hold_in_words(),
    }


def _found(release_id: int) -> Release:
    return get_object_or_404(Release.objects.select_related("product", "made_by"), pk=release_id)


def _is_searching(request: StaffRequest) -> bool:
    """Tell whether somebody only looks for more ideas: by the button, or by Enter in its field. Nothing is saved then."""
    new_words = request.POST.get("q", "") != request.POST.get("searched", "")
    return "find" in request.POST or (new_words and "save" not in request.POST)


def _along(request: StaffRequest) -> list[int]:
    return list(Idea.objects.filter(pk=key_of(request.GET.get("idea", ""))).values_list("pk", flat=True))


def _fields(shown: Release, ideas: list[int]) -> dict[str, Any]:
    names = ("title", "version_name", "event", "notes", "version")
    thanks = list(shown.thanks.values_list("survey_id", flat=True))
    plain = {name: getattr(shown, name) for name in names}
    return plain | {"product": shown.product_id, "ideas": ideas, "thanks": thanks}


def _values(form: NewReleaseForm) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    ideas, thanks = values.pop("ideas"), values.pop("thanks")
    return values | {"idea_ids": [idea.pk for idea in ideas], "thanked_ids": [survey.pk for survey in thanks]}


def _told_by_release(release_ids: Iterable[int]) -> dict[int, Told]:
    """Return how many of those who asked have heard of each release."""
    counts: dict[int, Told] = defaultdict(Told)
    rows = Answer.objects.filter(release__in=list(release_ids), occasion=Answer.Occasion.SHIPPED)
    counted = rows.exclude(state=Answer.State.DROPPED).order_by().values_list("release", "state")
    for release_id, state, count in counted.annotate(Count("pk")):
        told = counts[release_id]
        reached = count if state in Answer.REACHED else 0
        counts[release_id] = Told(told.owed + count, told.told + reached)
    return counts


def _show(request: StaffRequest, template: str, form: NewReleaseForm, **context: object) -> HttpResponse:
    words = clean_line(request.POST.get("q", ""))[:LONGEST]
    context |= {
        "place": PLACE,
        "form": form,
        "offered": queries.offered_ideas(words=words, chosen=form.chosen),
        "chosen": form.chosen,
        "words": words,
        "is_searching": _is_searching(request),
    }
    is_wrong = form.is_bound and not context["is_searching"] and bool(form.errors)
    return render(request, template, context, status=422 if is_wrong else 200)
