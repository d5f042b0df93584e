"""Settings of GitHub: how it is reached, its repositories, and what arrived from there."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.connect.github import commands
from wellheard.connect.github.client import AbsentError, CredentialsError, GitHubError
from wellheard.connect.github.commands import GitHubConnectionError
from wellheard.connect.github.commands.connections import repository_name
from wellheard.connect.github.credentials import github_of, login_of
from wellheard.connect.github.forms import ConnectForm, ConnectionForm, RepositoryForm, TellsForm
from wellheard.connect.github.models import Arrival, Connection, Repository
from wellheard.foundation.paging import page_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.github"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_TOKENS)
def github(request: StaffRequest) -> HttpResponse:
    """Show which GitHubs are connected, and connect one; the secret of its webhook is shown this once."""
    form = ConnectForm(request.POST or None)
    made: list[tuple[Connection, str]] = []
    if request.method == "POST" and saved(form, lambda: made.append(_connect(request, form))):
        return _secret(request, *made[0])
    rows = list(Connection.objects.prefetch_related("repositories").order_by("pk"))
    return show(request, "github/connections.html", form, place=PLACE, connections=rows)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_TOKENS)
def connection(request: StaffRequest, connection_id: int) -> HttpResponse:
    """Show a connection with its repositories and what arrived last, and change it."""
    shown = get_object_or_404(Connection, pk=connection_id)
    before = {name: getattr(shown, name) for name in ("kind", "app_id", "installation_id", "notes")}
    form = ConnectionForm(request.POST or None, initial=before)
    if request.method == "POST" and saved(form, lambda: _edit(shown, form)):
        messages.success(request, _("Saved."))
        return redirect("settings_github_one", shown.pk)
    arrivals = Arrival.objects.filter(connection=shown).defer("body")
    context = {
        "connection": shown,
        "repositories": list(shown.repositories.order_by("name")),
        "page": page_of(arrivals, order=("-pk",), cursor=request.GET.get("after", ""), size=25),
        "adding": RepositoryForm(),
        "tells": Repository.Tells.choices,
        "hook": _hook_of(shown),
    }
    return show(request, "github/connection.html", form, place=PLACE, **context)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def test(request: StaffRequest, connection_id: int) -> HttpResponse:
    """Ask GitHub who we are and whether each repository can be read, and say so in a sentence."""
    asked = get_object_or_404(Connection, pk=connection_id)
    try:
        login = login_of(asked)
        for row in asked.repositories.all():
            github_of(asked).read_repository(row.name)
    except CredentialsError as problem:
        commands.note_refused(connection_id=asked.pk, problem=str(problem))
        messages.error(request, str(problem))
    except GitHubError as problem:
        commands.note_check(connection_id=asked.pk, problem=str(problem))
        messages.error(request, str(problem))
    else:
        commands.note_check(connection_id=asked.pk, login=login)
        messages.success(
            request, _("GitHub answers, and knows us as %(login)s. Every repository can be read.") % {"login": login}
        )
    return redirect("settings_github_one", asked.pk)


@never_cache
@require_POST
@needs(Permission.MANAGE_TOKENS)
def new_secret(request: StaffRequest, connection_id: int) -> HttpResponse:
    """Make a new secret for the webhook, shown this once."""
    asked = get_object_or_404(Connection, pk=connection_id)
    return _secret(request, *commands.make_new_secret(connection_id=asked.pk))


@require_POST
@needs(Permission.MANAGE_TOKENS)
def removal(request: StaffRequest, connection_id: int) -> HttpResponse:
    """Disconnect a GitHub."""
    commands.disconnect(connection_id=get_object_or_404(Connection, pk=connection_id).pk)
    messages.success(request, _("Disconnected. What is linked stays as it was last read."))
    return redirect("settings_github")


@require_POST
@needs(Permission.MANAGE_TOKENS)
def repositories(request: StaffRequest, connection_id: int) -> HttpResponse:
    """Add a repository, once GitHub has shown it to us."""
    asked = get_object_or_404(Connection, pk=connection_id)
    try:
        said = github_of(asked).read_repository(repository_name(request.POST.get("name", "")))
        described = commands.Described(str(said["full_name"]), bool(said["private"]))
        added = commands.add_repository(connection_id=asked.pk, described=described)
    except AbsentError:
        messages.error(
            request, _("GitHub does not show us this repository. Check its name, and what the token may read.")
        )
    except (GitHubError, GitHubConnectionError) as problem:
        messages.error(request, str(problem))
    except (KeyError, TypeError):
        messages.error(request, _("GitHub’s answer cannot be read; is this the address of a GitHub?"))
    else:
        messages.success(request, _("Issues of %(name)s can be linked now.") % {"name": added.name})
    return redirect("settings_github_one", asked.pk)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def repository(request: StaffRequest, repository_id: int) -> HttpResponse:
    """Choose what is written below the issues of a repository."""
    row, form = get_object_or_404(Repository, pk=repository_id), TellsForm(request.POST)
    try:
        if form.is_valid():
            commands.edit_repository(repository_id=row.pk, tells=form.cleaned_data["tells"])
            messages.success(request, _("Saved. Comments follow within the hour."))
        else:
            messages.error(request, _("Choose from the list what is written below its issues."))
    except GitHubConnectionError as problem:
        messages.error(request, str(problem))
    return redirect("settings_github_one", row.connection_id)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def repository_removal(request: StaffRequest, repository_id: int) -> HttpResponse:
    """Let issues of a repository be linked no more."""
    row = get_object_or_404(Repository, pk=repository_id)
    commands.remove_repository(repository_id=row.pk)
    messages.success(request, _("Removed. What is linked stays as it was last read."))
    return redirect("settings_github_one", row.connection_id)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def again(request: StaffRequest, arrival_id: int) -> HttpResponse:
    """Work a message once more."""
    arrival = commands.work_again(arrival_id=get_object_or_404(Arrival, pk=arrival_id).pk)
    messages.success(request, _("It is worked again. Load this page in a moment to see how it went."))
    return redirect("settings_github_one", arrival.connection_id)


def _connect(request: StaffRequest, form: ConnectForm) -> tuple[Connection, str]:
    return commands.connect(url=form.cleaned_data["url"], access=form.access, by=request.user)


def _edit(shown: Connection, form: ConnectionForm) -> Connection:
    return commands.edit_connection(connection_id=shown.pk, access=form.access, notes=form.cleaned_data["notes"])


def _hook_of(shown: Connection) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("github_hook", args=[shown.path])


def _secret(request: StaffRequest, shown: Connection, secret: str) -> HttpResponse:
    context = {"place": PLACE, "connection": shown, "secret": secret, "hook": _hook_of(shown)}
    return render(request, "github/secret.html", context)
