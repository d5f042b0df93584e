"""Find out what no message told us: once a night the issues that changed, and those that were not read for long."""

import logging
from datetime import timedelta

from wellheard.connect.github import commands, working
from wellheard.connect.github.client import CredentialsError, GitHubError, PaceError
from wellheard.connect.github.credentials import github_of, login_of
from wellheard.connect.github.mapping import moment_of
from wellheard.connect.github.models import Connection, Repository
from wellheard.connect.github.spots import KEY
from wellheard.deliver.work_items.models import WorkItem
from wellheard.deliver.work_items.queries import unread_since
from wellheard.foundation import clock

logger = logging.getLogger("wellheard.github")

# Clocks differ, and an issue may change while its page is read.
OVERLAP = timedelta(minutes=10)
FIRST_READ = timedelta(days=30)
STALE = timedelta(days=7)
MOST_AT_ONCE = 300


def catch_up() -> int:
    """Read everything that changed since the last time; return how many repositories could be read."""
    return sum(
        catch_up_with(connection) for connection in Connection.objects.order_by("pk") if _is_accepted(connection)
    )


def catch_up_with(connection: Connection) -> int:
    """Do so at one GitHub; it ends where our token or key is not accepted."""
    done = 0
    for repository in connection.repositories.select_related("connection").order_by("pk"):
        try:
            working.refresh_repository(repository)
            _read_changed(repository)
            done += 1
        except CredentialsError as problem:
            commands.note_refused(connection_id=connection.pk, problem=str(problem))
            return done
        except GitHubError as problem:
            commands.note_repository_problem(repository_id=repository.pk, problem=str(problem))
            logger.warning("a repository could not be read", extra={"repository": repository.pk})
    _read_stale(connection)
    return done


def _is_accepted(connection: Connection) -> bool:
    """Tell whether our token or key is accepted; one that was not is tried once a night, as an App may be let in again."""
    if connection.refused_at is None:
        return True
    try:
        login = login_of(connection)
        for repository in connection.repositories.order_by("pk")[:1]:
            github_of(connection).read_repository(repository.name)
    except GitHubError:
        return False
    # What waited is done by the reaction to it, which catches up as well.
    commands.note_check(connection_id=connection.pk, login=login)
    return False


def _read_changed(repository: Repository) -> None:
    """Read what changed since the last reading; only what something waits for is kept.

    The tag of the first page belongs to the question from when on; it is kept only while that stays the same.
    """
    items = {item.number: item for item in _items(repository)}
    since = (repository.read_until or clock.now() - FIRST_READ) - OVERLAP
    asked = since.isoformat(timespec="seconds").replace("+00:00", "Z")
    newest, etag = repository.read_until, ""
    for page in github_of(repository.connection).issues_since(repository.name, asked, etag=repository.etag):
        if page.is_same:
            return
        etag = etag or page.etag
        for said in page.body or []:
            changed_at = moment_of(said["updated_at"])
            newest = max(changed_at, newest or changed_at)
            if item := items.get(int(said["number"])):
                working.note_issue(item, repository, said)
    if newest:
        is_asked_again = newest == repository.read_until
        commands.note_read_until(repository_id=repository.pk, until=newest, etag=etag if is_asked_again else "")


def _read_stale(connection: Connection) -> None:
    """Read one by one what changed long ago, for the few that are gone: a list never names what was deleted."""
    for item in unread_since(clock.now() - STALE).filter(tracker=KEY, site=connection.site)[:MOST_AT_ONCE]:
        try:
            working.read_item(item)
        except (PaceError, CredentialsError):
            return
        except GitHubError:
            logger.warning("an issue could not be read", extra={"item": item.pk})


def _items(repository: Repository) -> list[WorkItem]:
    known = WorkItem.objects.filter(tracker=KEY, site=repository.connection.site)
    return list(known.filter(repository=repository.name.lower()))
