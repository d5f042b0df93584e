"""Each thing GitHub is asked for, done once; where GitHub has us wait, it is done later, in the lane of what is slow."""

from collections.abc import Callable
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from wellheard.connect.github import commands, telling, working
from wellheard.connect.github.catching_up import catch_up_with
from wellheard.connect.github.client import AbsentError, CredentialsError, GitHubError, PaceError
from wellheard.connect.github.models import Arrival, Connection, Issue, Repository
from wellheard.connect.github.spots import KEY, repository_at
from wellheard.deliver.work_items.commands import note_not_made, note_try
from wellheard.deliver.work_items.models import WantedItem, WorkItem
from wellheard.foundation.jobs import OUTSIDE_SLOW

# What GitHub refuses for good, whoever asks again.
_REFUSED = {400, 403, 404, 410, 422}


@app.task(name="connect.github.arrive_later", queue=OUTSIDE_SLOW, pass_context=False)
def arrive_later(row_id: int) -> None:
    """Work a message after GitHub had us wait."""
    arrive_once(row_id)


@app.task(name="connect.github.read_later", queue=OUTSIDE_SLOW, pass_context=False)
def read_later(row_id: int) -> None:
    """Read an issue after GitHub had us wait."""
    read_once(row_id)


@app.task(name="connect.github.make_later", queue=OUTSIDE_SLOW, pass_context=False)
def make_later(row_id: int) -> None:
    """Make an issue after GitHub had us wait."""
    make_once(row_id)


@app.task(name="connect.github.comment_later", queue=OUTSIDE_SLOW, pass_context=False)
def comment_later(row_id: int) -> None:
    """Write our comment after GitHub had us wait."""
    comment_once(row_id)


def begin_again(connection_id: int) -> None:
    """Do what waited while GitHub did not accept our token or key, the oldest first, and read what was missed meanwhile."""
    connection = Connection.objects.filter(pk=connection_id, refused_at=None).first()
    if connection is None:
        return
    for arrival_id in (
        connection.arrivals.filter(state=Arrival.State.WAITING).order_by("pk").values_list("pk", flat=True)
    ):
        arrive_later.defer(row_id=arrival_id)
    places = [str(pk) for pk in connection.repositories.values_list("pk", flat=True)]
    wanted = WantedItem.objects.filter(tracker=KEY, place__in=places, state=WantedItem.State.WAITING)
    for wanted_id in wanted.order_by("pk").values_list("pk", flat=True):
        make_later.defer(row_id=wanted_id)
    unread = WorkItem.objects.filter(tracker=KEY, site=connection.site, read_at=None)
    for item_id in unread.order_by("pk").values_list("pk", flat=True):
        read_later.defer(row_id=item_id)
    catch_up_with(connection)


def arrive_once(arrival_id: int) -> None:
    """Work a message that still waits; raises GitHubError when GitHub cannot be asked, to be tried again."""
    arrival = Arrival.objects.select_related("connection").filter(pk=arrival_id).first()
    if arrival is None or arrival.state != Arrival.State.WAITING:
        return

    def work() -> None:
        commands.note_worked(arrival_id=arrival.pk, state=working.work(arrival))

    _asking_what_may_be_forbidden(arrival.connection, work, lambda seconds: _later(arrive_later, arrival_id, seconds))


def read_once(item_id: int) -> None:
    """Read an issue as it stands now."""
    item = WorkItem.objects.filter(pk=item_id, tracker=KEY).first()
    repository = repository_at(item.site, item.repository) if item else None
    if item and repository:
        _asking_what_may_be_forbidden(
            repository.connection,
            lambda: working.read_item(item),
            lambda seconds: _later(read_later, item_id, seconds),
        )


def make_once(wanted_id: int) -> None:
    """Make an issue that is still wanted; what GitHub refuses for good waits for a person, with the reason."""
    wanted = WantedItem.objects.filter(pk=wanted_id, tracker=KEY, state=WantedItem.State.WAITING).first()
    if wanted is None:
        return
    repository = Repository.objects.select_related("connection").filter(pk=wanted.place).first()
    if repository is None:
        telling.make_wanted(wanted)
        return

    def make() -> None:
        # Noted before: whoever tries after a crash looks first whether it is there.
        note_try(wanted_id=wanted_id)
        telling.make_wanted(wanted)

    try:
        _asking(repository.connection, make, lambda seconds: _later(make_later, wanted_id, seconds))
    except GitHubError as problem:
        if problem.status in _REFUSED:
            note_not_made(wanted_id=wanted_id, problem=str(problem))
            return
        raise


def comment_once(item_id: int) -> None:
    """Bring our comment below an issue up to date; one that GitHub does not let us write is shown in the settings."""
    item = WorkItem.objects.select_related("duplicate_of").filter(pk=item_id, tracker=KEY).first()
    repository = repository_at(item.site, item.repository) if item else None
    if item is None or repository is None:
        return
    issue: Issue = commands.track(item=item, repository=repository)
    try:
        _asking_what_may_be_forbidden(
            repository.connection,
            lambda: telling.freshen_comment(issue),
            lambda seconds: _later(comment_later, item_id, seconds),
        )
    except AbsentError as problem:
        commands.note_repository_problem(repository_id=repository.pk, problem=str(problem))


def _asking(connection: Connection, ask: Callable[[], object], wait: Callable[[int], None]) -> None:
    """Ask GitHub, and keep on the connection's page why that was not possible. Where GitHub has us wait, come back later.

    While GitHub does not accept our token or key, nothing is asked: it begins again with another one (`begin_again`).
    """
    if connection.refused_at:
        return
    try:
        ask()
    except PaceError as pace:
        wait(pace.seconds)
    except CredentialsError as problem:
        commands.note_refused(connection_id=connection.pk, problem=str(problem))
    except GitHubError as problem:
        if not isinstance(problem, AbsentError):
            commands.note_check(connection_id=connection.pk, problem=str(problem))
        raise
    else:
        if connection.problem:
            commands.note_check(connection_id=connection.pk)


def _asking_what_may_be_forbidden(
    connection: Connection, ask: Callable[[], object], wait: Callable[[int], None]
) -> None:
    """Do so, and leave it where our token may not do this one thing: asking again would not change it."""
    try:
        _asking(connection, ask, wait)
    except GitHubError as problem:
        if problem.status != 403:  # noqa: PLR2004 - RFC 9110 15.5.4
            raise


def _later(task: Task[Any, Any, Any], row_id: int, seconds: int) -> None:
    task.configure(schedule_in={"seconds": seconds}).defer(row_id=row_id)
