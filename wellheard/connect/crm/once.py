"""Each thing a system of sales is asked for, done once; where it has us wait, it is done later, in the lane of what is slow."""

from collections.abc import Callable

from procrastinate.contrib.django import app

from wellheard.connect.crm import commands, working
from wellheard.connect.crm.models import CrmArrival, CrmConnection
from wellheard.connect.crm.reaching import crm_of
from wellheard.connect.crm.speaking import CrmError, KeyRefusedError, PaceError
from wellheard.connect.crm.there import MISSHAPEN
from wellheard.foundation.jobs import OUTSIDE, OUTSIDE_SLOW


@app.task(name="connect.crm.read_next", queue=OUTSIDE, pass_context=False)
def read_next(connection_id: int) -> None:
    """Read the deals that are due."""
    read_once(connection_id)


@app.task(name="connect.crm.read_later", queue=OUTSIDE_SLOW, pass_context=False)
def read_later(connection_id: int) -> None:
    """Read the deals that are due after a system had us wait."""
    read_once(connection_id)


def read_once(connection_id: int) -> None:
    """Read the deals of a connection that are due, a part at a time. Safe to repeat."""
    connection = CrmConnection.objects.filter(pk=connection_id).first()
    if connection is None:
        return
    if (asking(connection, lambda: working.read_due(connection)) or 0) >= working.MOST_AT_ONCE:
        read_next.defer(connection_id=connection_id)


def arrive_once(arrival_id: int) -> None:
    """Work a message that still waits, unless its connection is paused."""
    arrival = CrmArrival.objects.select_related("connection").filter(pk=arrival_id).first()
    if arrival and arrival.state == CrmArrival.State.WAITING and arrival.connection.paused_at is None:
        commands.note_worked(arrival_id=arrival.pk, state=working.work(arrival))


def catch_up_once(connection_id: int) -> None:
    """Read what changed at one account and no message told us."""
    connection = CrmConnection.objects.filter(pk=connection_id).first()
    if connection and connection.is_asked and not connection.is_waiting:
        asking(connection, lambda: working.catch_up(connection))


def begin_again(connection_id: int) -> None:
    """Do what waited while an account was paused or did not accept our key, and read what was missed meanwhile."""
    connection = CrmConnection.objects.filter(pk=connection_id).first()
    if connection is None or not connection.is_asked:
        return
    for arrival_id in list(
        connection.arrivals.filter(state=CrmArrival.State.WAITING).order_by("pk").values_list("pk", flat=True)
    ):
        arrive_once(arrival_id)
    read_next.defer(connection_id=connection_id)
    catch_up_once(connection_id)


def look_whether_accepted(connection_id: int) -> None:
    """Ask an account who we are, once a night where our key was not accepted: somebody may have let us in again."""
    connection = CrmConnection.objects.filter(pk=connection_id, paused_at=None).exclude(refused_at=None).first()
    if connection is None:
        return
    try:
        account = crm_of(connection).account()
    except (CrmError, *MISSHAPEN):
        # Whatever it answers, it is not who we are; the accounts after it have their turn.
        return
    commands.note_check(connection_id=connection_id, account=account)


def asking(connection: CrmConnection, ask: Callable[[], int | None]) -> int | None:
    """Ask a system, and keep on the connection's page why that was not possible. Where it has us wait, come back later.

    `ask` returns None when there was nothing to ask: that says nothing of whether the system can be asked.
    """
    done = None
    try:
        done = ask()
    except PaceError as pace:
        commands.note_wait(connection_id=connection.pk, seconds=pace.seconds)
        read_later.configure(schedule_in={"seconds": pace.seconds}).defer(connection_id=connection.pk)
    except KeyRefusedError as problem:
        commands.note_refused(connection_id=connection.pk, problem=str(problem))
    except CrmError as problem:
        commands.note_check(connection_id=connection.pk, problem=str(problem))
    except MISSHAPEN:
        working.logger.exception("a system of sales answers in another shape than described")
        commands.note_check(connection_id=connection.pk, problem=str(working.UNREADABLE))
    else:
        if done is not None and connection.problem:
            commands.note_check(connection_id=connection.pk)
    return done
