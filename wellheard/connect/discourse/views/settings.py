"""Settings of forums: how they are reached, and what arrived from them."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.connect.discourse import commands
from wellheard.connect.discourse.client import DiscourseError
from wellheard.connect.discourse.forms import AccessForm, ForumForm
from wellheard.connect.discourse.models import Forum, ForumArrival
from wellheard.connect.discourse.queries import discourse_of
from wellheard.foundation.paging import page_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.discourse"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_TOKENS)
def forums(request: StaffRequest) -> HttpResponse:
    """Show which forums are connected, and connect one; the secret of its webhook is shown this once."""
    form = ForumForm(request.POST or None)
    made: list[tuple[Forum, str]] = []
    if request.method == "POST" and saved(form, lambda: made.append(_connect(request, form))):
        return _secret(request, *made[0])
    return show(request, "discourse/forums.html", form, place=PLACE, forums=list(Forum.objects.order_by("pk")))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_TOKENS)
def forum(request: StaffRequest, forum_id: int) -> HttpResponse:
    """Show a forum with what arrived last, and change how it is reached."""
    shown = get_object_or_404(Forum, pk=forum_id)
    form = AccessForm(request.POST or None, initial={"username": shown.username})
    if request.method == "POST" and saved(form, lambda: _edit(shown, form)):
        messages.success(request, _("Saved."))
        return redirect("settings_forum", shown.pk)
    arrivals = ForumArrival.objects.filter(forum=shown).defer("body")
    context = {
        "forum": shown,
        "page": page_of(arrivals, order=("-pk",), cursor=request.GET.get("after", ""), size=25),
        "hook": _hook_of(shown),
    }
    return show(request, "discourse/forum.html", form, place=PLACE, **context)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def test(request: StaffRequest, forum_id: int) -> HttpResponse:
    """Ask the forum for its newest posts, and say in a sentence whether it answers."""
    asked = get_object_or_404(Forum, pk=forum_id)
    try:
        discourse_of(asked).newest_posts()
    except DiscourseError as problem:
        commands.note_check(forum_id=asked.pk, problem=str(problem))
        messages.error(request, str(problem))
    else:
        commands.note_check(forum_id=asked.pk)
        messages.success(request, _("The forum answers, and lets us read its newest posts."))
    return redirect("settings_forum", asked.pk)


@never_cache
@require_POST
@needs(Permission.MANAGE_TOKENS)
def new_secret(request: StaffRequest, forum_id: int) -> HttpResponse:
    """Make a new secret for the webhook, shown this once."""
    return _secret(request, *commands.make_new_secret(forum_id=get_object_or_404(Forum, pk=forum_id).pk))


@require_POST
@needs(Permission.MANAGE_TOKENS)
def removal(request: StaffRequest, forum_id: int) -> HttpResponse:
    """Disconnect a forum."""
    commands.disconnect_forum(forum_id=get_object_or_404(Forum, pk=forum_id).pk)
    messages.success(request, _("Disconnected. The feedback it brought stays."))
    return redirect("settings_discourse")


def _connect(request: StaffRequest, form: ForumForm) -> tuple[Forum, str]:
    said = form.cleaned_data
    return commands.connect_forum(url=said["url"], key=said["key"], username=said["username"], by=request.user)


def _edit(shown: Forum, form: AccessForm) -> Forum:
    said = form.cleaned_data
    return commands.edit_forum(forum_id=shown.pk, key=said["key"], username=said["username"])


def _hook_of(shown: Forum) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("discourse_hook", args=[shown.path])


def _secret(request: StaffRequest, shown: Forum, secret: str) -> HttpResponse:
    context = {"place": PLACE, "forum": shown, "secret": secret, "hook": _hook_of(shown)}
    return render(request, "discourse/secret.html", context)
