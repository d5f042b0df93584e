"""The lake is in the backup and comes back with it, and the doctor says when it cannot be opened."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import IO

import pytest
from django.db import connections
from pytest_django import Settings

from tests.cli.commands import wellheard
from tests.makers import keep_now, make_arrived
from tests.prepared import put_installation
from wellheard.cli import findings
from wellheard.cli.backup import write_backup
from wellheard.cli.findings import Level
from wellheard.foundation import clock
from wellheard.listen.usage import stores
from wellheard.listen.usage.lake.places import Place
from wellheard.listen.usage.lake.store import LakeStore
from wellheard.listen.usage.models import ArrivedEvent
from wellheard.listen.usage.moving import move_all

FILL = """
from datetime import datetime, UTC
from wellheard.listen.usage.arriving import Arrived, keep_now
from wellheard.listen.usage.moving import move_all
from wellheard.listen.usage.stores import event_store
now = datetime.now(UTC)
keep_now([Arrived(1, "segment", f"m{n}", "track", now, now, name="Done") for n in range(1500)])
move_all(event_store())
keep_now([Arrived(1, "segment", "later", "track", now, now, name="Done")])
"""
LOOK = """
from wellheard.listen.usage.moving import move_all
from wellheard.listen.usage.stores import event_store
move_all(event_store())
print("events:", event_store().size())
"""


@pytest.mark.all
def test_a_restored_lake_holds_every_event_and_takes_more(scratch: Path) -> None:
    scratch.chmod(0o755)
    data, backup, place = scratch / "data", scratch / "backup.tar", scratch / "restored"
    put_installation(data)
    for arguments in (("manage", "shell", "-c", FILL), ("backup", backup)):
        done = wellheard(data, *arguments)
        assert done.returncode == 0, done.stderr

    done = wellheard(place, "restore", backup)
    assert done.returncode == 0, done.stderr

    assert list((place / "lake").rglob("events/**/*.parquet"))
    done = wellheard(place, "manage", "shell", "-c", LOOK)
    assert "events: 1501" in done.stdout, done.stderr


class SlowDump:
    """pg_dump, while which clients go on sending and the mover tries its luck."""

    def __init__(self, lake: LakeStore) -> None:
        self.lake = lake
        self.moved: list[int] = []

    def run_tool(self, *_arguments: str, stdout: IO[bytes]) -> None:
        stdout.write(b"the tables")
        with ThreadPoolExecutor(1) as another:
            self.moved.append(another.submit(self._go_on).result())

    def _go_on(self) -> int:
        try:
            keep_now(make_arrived(name="Meanwhile"))
            return move_all(self.lake)
        finally:
            connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_what_arrives_while_a_backup_is_made_is_kept_and_moved_afterwards(
    own_lake: LakeStore, place: Place, scratch: Path, settings: Settings
) -> None:
    settings.DATA, settings.LAKE = scratch / "data", place.files
    settings.DATA.mkdir()
    keep_now(make_arrived(name="Before"))
    move_all(own_lake)
    tools = SlowDump(own_lake)

    write_backup(scratch / "backup.tar", tools)  # type: ignore[arg-type]

    assert tools.moved == [0]
    assert ArrivedEvent.objects.get().name == "Meanwhile"
    assert move_all(own_lake) == 1
    assert own_lake.size() == 2


@pytest.mark.django_db
def test_the_doctor_opens_the_lake_once_there_is_one(
    lake: LakeStore, arrive: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "event_store", lambda: lake)
    assert findings.lake().sentence == "No usage event has come yet."

    arrive(make_arrived())
    move_all(lake)

    assert findings.lake().sentence == "It can be opened and holds 1 events."


@pytest.mark.django_db
def test_the_doctor_says_when_it_cannot_be_opened_and_when_events_wait(
    lake: LakeStore, place: Place, arrive: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(make_arrived())
    move_all(lake)
    broken = LakeStore(Place(dsn="host=127.0.0.1 port=1", files=place.files, links=place.links))
    monkeypatch.setattr(stores, "event_store", lambda: broken)

    found = findings.lake()
    assert (found.level, "cannot be opened" in found.sentence) == (Level.PROBLEM, True)

    arrive(make_arrived(received_at=clock.now() - timedelta(hours=1)))
    assert "Events have waited" in findings.lake().sentence
