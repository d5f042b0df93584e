"""Do what GitHub's messages ask for: whatever order they come in, the issue itself is read again before anything follows.

A message only says that something happened. How the issue stands now is asked of GitHub, so that a message that comes twice,
late or before an older one changes nothing it should not.
"""

import json
import logging
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from wellheard.connect.github import commands
from wellheard.connect.github.client import AbsentError, MovedError
from wellheard.connect.github.credentials import github_of
from wellheard.connect.github.mapping import reading_of
from wellheard.connect.github.models import Arrival, Connection, Issue, Repository
from wellheard.connect.github.spots import KEY, repository_at, spot_of
from wellheard.connect.github.telling import duplicate_in_comments, is_ours
from wellheard.deliver.work_items.commands import (
    break_item,
    note_duplicate,
    note_reading,
    note_unchanged,
    rename_repository,
)
from wellheard.deliver.work_items.models import WorkItem

logger = logging.getLogger("wellheard.github")

Broken, State, Outcome = WorkItem.Broken, WorkItem.State, WorkItem.Outcome


def work(arrival: Arrival) -> Arrival.State:
    """Do what a message asks for and say what became of it. Raises GitHubError while GitHub cannot be asked."""
    try:
        said = json.loads(bytes(arrival.body))
    except ValueError:
        return Arrival.State.FAILED
    handle = _EVENTS.get(arrival.event)
    if not isinstance(said, dict) or handle is None:
        return Arrival.State.FAILED if handle else Arrival.State.NOT_OURS
    try:
        return Arrival.State.DONE if handle(arrival.connection, said) else Arrival.State.NOT_OURS
    except (KeyError, TypeError, ValueError, AttributeError):
        logger.warning("a message of GitHub's has another shape than described", extra={"arrival": arrival.pk})
        return Arrival.State.FAILED


def read_item(item: WorkItem) -> bool:
    """Read an issue and note how it stands; False when it is in no connected repository."""
    repository = repository_at(item.site, item.repository)
    if repository is None:
        return False
    issue = commands.track(item=item, repository=repository)
    try:
        said = github_of(repository.connection).read_issue(
            item.repository, item.number, etag="" if item.broken_at else issue.etag
        )
    except MovedError as moved:
        _note_moved(item, repository, moved.to)
    except AbsentError as absent:
        break_item(item_id=item.pk, reason=Broken.GONE if absent.status == 410 else Broken.HIDDEN)  # noqa: PLR2004
    else:
        _note(issue, said.body, said.etag, is_same=said.is_same)
    return True


def note_issue(item: WorkItem, repository: Repository, said: Any) -> None:
    """Note how an issue stands that was read with others."""
    _note(commands.track(item=item, repository=repository), said, "", is_same=False)


def _note(issue: Issue, said: Any, etag: str, *, is_same: bool) -> None:
    if is_same:
        note_unchanged(item_id=issue.item_id)
        return
    item = note_reading(item_id=issue.item_id, reading=reading_of(said, is_private=issue.repository.is_private))
    if item.outcome == Outcome.DUPLICATE and item.duplicate_of_id is None:
        _find_original(item, issue.repository)
    # Last: whoever crashed before it reads the issue whole again.
    commands.note_tag(issue_id=issue.pk, etag=etag)


def _find_original(item: WorkItem, repository: Repository) -> None:
    github = github_of(repository.connection)
    address = github.duplicate_of(item.repository, item.number) or duplicate_in_comments(github, item)
    original = spot_of(address) if address else None
    if original and repository_at(original.site, original.repository):
        note_duplicate(item_id=item.pk, of=original)


def _note_moved(item: WorkItem, repository: Repository, to: str) -> None:
    """Note where an issue went. A repository that only has another name by now answers so too; its issues are where they were."""
    github = github_of(repository.connection)
    if refresh_repository(repository).lower() != item.repository:
        read_item(WorkItem.objects.get(pk=item.pk))
        return
    try:
        address = str(github.follow(to)["html_url"])
    except (AbsentError, MovedError, KeyError, TypeError):
        address = ""
    break_item(item_id=item.pk, reason=Broken.MOVED, moved_to=address)


def refresh_repository(repository: Repository) -> str:
    """Read what a repository is called and who can read it; what is known of its issues follows its name. Return the name."""
    try:
        said = github_of(repository.connection).read_repository(repository.name)
        described = commands.Described(str(said["full_name"]), bool(said["private"]))
    except AbsentError as absent:
        commands.note_repository_problem(repository_id=repository.pk, problem=str(absent))
        return repository.name
    old, site = repository.name.lower(), repository.connection.site
    commands.note_repository(repository_id=repository.pk, described=described)
    if described.name.lower() != old:
        rename_repository(tracker=KEY, site=site, old=old, new=described.name.lower())
    return described.name


def _issue(connection: Connection, said: dict[str, Any]) -> bool:
    """Read the issue again that a message is about, when something waits for it."""
    item = _item(connection, str(said["repository"]["full_name"]), int(said["issue"]["number"]))
    return item is not None and read_item(item)


def _pull_request(connection: Connection, said: dict[str, Any]) -> bool:
    """Read a pull request again, which GitHub counts among the issues."""
    item = _item(connection, str(said["repository"]["full_name"]), int(said["pull_request"]["number"]))
    return item is not None and read_item(item)


def _comment(connection: Connection, said: dict[str, Any]) -> bool:
    """Keep what people write below an issue for the conversations that wait for it, where the owner wants that."""
    item = _item(connection, str(said["repository"]["full_name"]), int(said["issue"]["number"]))
    if item is None or said.get("action") != "created" or connection.notes != Connection.Notes.ALL:
        return False
    comment, sender = said["comment"], said["comment"]["user"]
    if is_ours(connection, said, str(comment["body"] or "")):
        return False
    commands.keep_news(
        item_id=item.pk,
        key=f"comment:{int(comment['id'])}",
        author=str(sender["login"]),
        words=str(comment["body"] or ""),
    )
    return True


def _repository(connection: Connection, said: dict[str, Any]) -> bool:
    """Read again what a repository is called and who can read it: what becomes public gets no money from that moment on."""
    names = {str(said["repository"]["full_name"]).lower(), _former_name(said).lower()}
    rows = [row for row in connection.repositories.select_related("connection") if row.name.lower() in names]
    for row in rows:
        refresh_repository(row)
    return bool(rows)


def _former_name(said: dict[str, Any]) -> str:
    changes = said.get("changes") or {}
    owner, _slash, name = str(said["repository"]["full_name"]).partition("/")
    former = changes.get("repository", {}).get("name", {}).get("from", name)
    before = changes.get("owner", {}).get("from", {})
    owner = (before.get("user") or before.get("organization") or {}).get("login", owner)
    return f"{owner}/{former}"


def _installation(connection: Connection, said: dict[str, Any]) -> bool:
    """Note that the App was taken away or put to rest: from then on nothing can be asked."""
    if str(said["installation"]["id"]) != connection.installation_id:
        return False
    gone = {"deleted": _("The App was uninstalled there."), "suspend": _("The App is suspended there.")}
    if problem := gone.get(str(said.get("action"))):
        commands.note_refused(connection_id=connection.pk, problem=problem)
    else:
        commands.note_check(connection_id=connection.pk)
    return True


def _ping(_connection: Connection, _said: dict[str, Any]) -> bool:
    return True


def _item(connection: Connection, repository: str, number: int) -> WorkItem | None:
    """Return the work something waits for; an issue nobody linked is not ours to read."""
    return WorkItem.objects.filter(
        tracker=KEY, site=connection.site, repository=repository.lower(), number=number
    ).first()


_EVENTS: dict[str, Callable[[Connection, dict[str, Any]], bool]] = {
    "issues": _issue,
    "pull_request": _pull_request,
    "issue_comment": _comment,
    "repository": _repository,
    "public": _repository,
    "installation": _installation,
    "ping": _ping,
}
