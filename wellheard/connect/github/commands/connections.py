"""Connect GitHub and its repositories."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.connect.github.models import PURPOSE, Connection, Repository
from wellheard.connect.github.spots import NAME
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.sealing import seal
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.models import Staff

CONNECTED = names.declare("github.connected", "A GitHub was connected.")
EDITED = names.declare("github.edited", "How a GitHub is reached, or what conversations get of it, changed.")
DISCONNECTED = names.declare("github.disconnected", "A GitHub is asked nothing more, and nothing of it is taken.")
ROTATED = names.declare("github.secret_rotated", "The webhook of a GitHub got a new secret; the old one holds no more.")
ADDED = names.declare("github.repository_added", "Issues of a repository can be linked.")
REPOSITORY_EDITED = names.declare("github.repository_edited", "What is written below a repository’s issues changed.")
REMOVED = names.declare("github.repository_removed", "Issues of a repository can be linked no more.")

REFUSED = names.declare(
    "github.refused", "GitHub does not accept our token or key any more; nothing is asked there until it gets another."
)
RENEWED = names.declare(
    "github.renewed", "GitHub is asked again after it did not accept our token or key; what was missed is caught up."
)

MOST_CONNECTIONS, MOST_REPOSITORIES = 5, 200


class GitHubConnectionError(WorkspaceError):
    """A connection to GitHub cannot be kept so; the text says what to do next."""


@dataclass(frozen=True)
class Access:
    """How we identify ourselves: a token, or an App's number, private key and installation. An empty secret keeps the old one."""

    kind: str
    secret: str
    app_id: str = ""
    installation_id: str = ""


@dataclass(frozen=True)
class Described:
    """What GitHub says of a repository: its name as it spells it, and whether only invited people read it."""

    name: str
    is_private: bool


@transaction.atomic
def connect(*, url: str, access: Access, by: Staff | None) -> tuple[Connection, str]:
    """Connect a GitHub; return the secret for its webhook, which is never shown again. Raises GitHubConnectionError."""
    if Connection.objects.count() >= MOST_CONNECTIONS:
        raise GitHubConnectionError(_("Five GitHubs are connected already; remove one first."))
    url = _address(url)
    if Connection.objects.filter(url=url).exists():
        raise GitHubConnectionError(_("This GitHub is connected already; change that connection."), field="url")
    _require_complete(access)
    secret = secrets.token_urlsafe(32)
    connection = Connection.objects.create(
        url=url,
        path=secrets.token_urlsafe(18),
        kind=access.kind,
        secret_sealed=seal(access.secret.strip(), purpose=PURPOSE),
        app_id=clean_line(access.app_id),
        installation_id=clean_line(access.installation_id),
        webhook_secret_sealed=seal(secret, purpose=PURPOSE),
        made_by=by,
        made_at=clock.now(),
    )
    ledger.record(CONNECTED, connection, kind=access.kind)
    return connection, secret


@transaction.atomic
def edit_connection(*, connection_id: int, access: Access, notes: str) -> Connection:
    """Change how a GitHub is reached, and what conversations get of it. Raises GitHubConnectionError."""
    connection = _locked(connection_id)
    is_other = _is_other(access, connection)
    if access.kind != connection.kind or access.secret.strip():
        _require_complete(access)
        connection.secret_sealed = seal(access.secret.strip(), purpose=PURPOSE)
    connection.kind, connection.notes = access.kind, Connection.Notes(notes)
    connection.app_id, connection.installation_id = clean_line(access.app_id), clean_line(access.installation_id)
    connection.save(update_fields=["secret_sealed", "kind", "notes", "app_id", "installation_id"])
    ledger.record(EDITED, connection, kind=access.kind, notes=notes)
    if is_other:
        _begin_again(connection)
    return connection


@transaction.atomic
def make_new_secret(*, connection_id: int) -> tuple[Connection, str]:
    """Give the webhook a new secret and return it; what GitHub signs with the old one is refused from now on."""
    connection, secret = _locked(connection_id), secrets.token_urlsafe(32)
    connection.webhook_secret_sealed = seal(secret, purpose=PURPOSE)
    connection.save(update_fields=["webhook_secret_sealed"])
    ledger.record(ROTATED, connection)
    return connection, secret


@transaction.atomic
def disconnect(*, connection_id: int) -> None:
    """Ask a GitHub nothing more. What is linked stays as it was last read. Doing so again changes nothing."""
    connection = Connection.objects.select_for_update(no_key=True).filter(pk=connection_id).first()
    if connection:
        ledger.record(DISCONNECTED, connection)
        connection.delete()


@transaction.atomic
def add_repository(*, connection_id: int, described: Described) -> Repository:
    """Let issues of a repository be linked; adding it again changes nothing. Raises GitHubConnectionError."""
    connection = _locked(connection_id)
    if connection.repositories.count() >= MOST_REPOSITORIES:
        raise GitHubConnectionError(_("200 repositories are connected already; remove one first."))
    there = connection.repositories.filter(name__iexact=described.name).first()
    if there:
        return there
    name = repository_name(described.name)
    repository = Repository.objects.create(
        connection=connection, name=name, is_private=described.is_private, added_at=clock.now()
    )
    ledger.record(ADDED, repository)
    return repository


@transaction.atomic
def edit_repository(*, repository_id: int, tells: str) -> Repository:
    """Choose what is written below a repository's issues. Raises GitHubConnectionError for money where everybody reads it."""
    repository = Repository.objects.select_for_update(no_key=True).get(pk=repository_id)
    if tells == Repository.Tells.MONEY and not repository.is_private:
        raise GitHubConnectionError(
            _("Everybody can read this repository. What customers pay and say is written to private ones only.")
        )
    if repository.tells != tells:
        repository.tells = Repository.Tells(tells)
        repository.save(update_fields=["tells"])
        ledger.record(REPOSITORY_EDITED, repository, tells=tells)
    return repository


@transaction.atomic
def remove_repository(*, repository_id: int) -> None:
    """Let issues of a repository be linked no more; those that are stay as last read. Doing so again changes nothing."""
    repository = Repository.objects.select_for_update(no_key=True).filter(pk=repository_id).first()
    if repository:
        ledger.record(REMOVED, repository)
        repository.delete()


@transaction.atomic
def note_repository(*, repository_id: int, described: Described) -> Repository:
    """Note what a repository is called and who can read it now; what is public gets no money and no quotes from here on."""
    repository = Repository.objects.select_for_update(no_key=True).get(pk=repository_id)
    repository.name, repository.is_private, repository.problem = described.name, described.is_private, ""
    if repository.tells == Repository.Tells.MONEY and not described.is_private:
        repository.tells = Repository.Tells.COUNT
        ledger.record(REPOSITORY_EDITED, repository, tells=repository.tells)
    repository.save(update_fields=["name", "is_private", "problem", "tells"])
    return repository


@transaction.atomic
def note_repository_problem(*, repository_id: int, problem: str) -> None:
    """Note why a repository could not be read, or not be written to."""
    Repository.objects.filter(pk=repository_id).update(problem=problem[:1000])


@transaction.atomic
def note_check(*, connection_id: int, login: str = "", problem: str = "") -> Connection:
    """Note that GitHub could be asked and as whom, or why not."""
    connection = _locked(connection_id)
    connection.login, connection.problem = login or connection.login, problem[:1000]
    connection.save(update_fields=["login", "problem"])
    if not problem:
        _begin_again(connection)
    return connection


@transaction.atomic
def note_refused(*, connection_id: int, problem: str) -> Connection:
    """Note that GitHub does not accept our token or key: nothing is asked until it gets another. It is told once."""
    connection = _locked(connection_id)
    is_new = connection.refused_at is None
    connection.problem, connection.refused_at = problem[:1000], connection.refused_at or clock.now()
    connection.save(update_fields=["problem", "refused_at"])
    if is_new:
        ledger.record(REFUSED, connection)
    return connection


def _begin_again(connection: Connection) -> None:
    if connection.refused_at:
        connection.refused_at, connection.problem = None, ""
        connection.save(update_fields=["refused_at", "problem"])
        ledger.record(RENEWED, connection)


def _is_other(access: Access, connection: Connection) -> bool:
    """Tell whether we identify ourselves in another way than before."""
    numbers = clean_line(access.app_id), clean_line(access.installation_id)
    is_same = access.kind == connection.kind and numbers == (connection.app_id, connection.installation_id)
    return bool(access.secret.strip()) or not is_same


def repository_name(name: str) -> str:
    """Return owner/name as somebody typed or pasted it. Raises GitHubConnectionError for anything else."""
    name = clean_line(name)
    name = urlsplit(name).path.strip("/") if "://" in name else name.strip("/")
    name = "/".join(name.split("/")[:2]).removesuffix(".git")
    if not NAME.fullmatch(name):
        raise GitHubConnectionError(_("Write owner and name of the repository, such as northwind/app."), field="name")
    return name


def _address(url: str) -> str:
    parts = urlsplit(clean_line(url))
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.username:
        raise GitHubConnectionError(_("Write the address of your GitHub, such as https://github.com."), field="url")
    return f"{parts.scheme}://{parts.netloc.lower().removeprefix('www.')}"


def _require_complete(access: Access) -> None:
    if not access.secret.strip():
        raise GitHubConnectionError(_("Paste the token, or the App’s private key."), field="secret")
    is_numbered = access.app_id.strip().isalnum() and access.installation_id.strip().isdecimal()
    if access.kind == Connection.Kind.APP and not is_numbered:
        raise GitHubConnectionError(
            _("An App needs its number and the number of its installation; GitHub shows both in its settings."),
            field="app_id",
        )


def _locked(connection_id: int) -> Connection:
    connection = Connection.objects.select_for_update(no_key=True).filter(pk=connection_id).first()
    if connection is None:
        raise GitHubConnectionError(_("This connection does not exist any more; go back to the list."))
    return connection
