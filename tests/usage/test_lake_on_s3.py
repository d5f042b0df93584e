"""A lake on S3 keeps, moves, reads, erases and forgets as one on disk does: against a server of others that speaks S3."""

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.cli.commands import wellheard
from tests.fetched import python_packages
from tests.makers import make_arrived
from tests.ports import free_port
from tests.prepared import put_installation
from tests.serving.installation import wait_for
from tests.usage.test_forgetting import known
from tests.usage.test_lake import NOON, catalog_of, event
from wellheard.cli import findings
from wellheard.customers.commands import erase_contact
from wellheard.customers.erasing import everything_of, person_of
from wellheard.listen.usage import lake_rows, reactions, stores
from wellheard.listen.usage.commands import forget_old, keep_for
from wellheard.listen.usage.event_store import StoreError, Subject
from wellheard.listen.usage.lake.places import Bucket, Place
from wellheard.listen.usage.lake.store import LakeStore
from wellheard.listen.usage.models import Deletion, OwedErasure
from wellheard.listen.usage.moving import move_all

pytestmark = pytest.mark.all

KEY, SECRET = "the-key-of-the-lake", "hush-hush"
# The server looks whether something is signed, not by whom.
SIGNED = f"AWS4-HMAC-SHA256 Credential={KEY}/20261123/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
Arrive = Callable[..., None]


class S3:
    """A server that speaks S3, with one bucket, on a port of its own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.endpoint = f"http://127.0.0.1:{port}"

    def ask(self, method: str, path: str) -> tuple[int, bytes]:
        """Ask it without DuckDB between."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        line.request(method, path, headers={"Authorization": SIGNED})
        answer = line.getresponse()
        return answer.status, answer.read()

    def is_there(self) -> bool:
        try:
            return self.ask("GET", "/")[0] < http.client.INTERNAL_SERVER_ERROR
        except OSError:
            return False

    def names(self) -> list[str]:
        """Return what the bucket holds."""
        return re.findall("<Key>(.*?)</Key>", self.ask("GET", "/lake?list-type=2")[1].decode())

    def bytes(self) -> bytes:
        return b"".join(self.ask("GET", f"/lake/{quote(name)}")[1] for name in self.names())

    def lose(self, name: str) -> None:
        self.ask("DELETE", f"/lake/{quote(name)}")


@pytest.fixture(scope="module")
def s3() -> Iterator[S3]:
    folder = python_packages("s3", Path(__file__).parent / "s3" / "requirements.txt")
    server = S3(free_port())
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(server.port)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(server.is_there, seconds=60, what="the server that speaks S3")
        assert server.ask("PUT", "/lake")[0] == http.client.OK
        yield server
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def there(place: Place, s3: S3) -> Place:
    """A lake of this test's own in the bucket."""
    bucket = Bucket(key_id=KEY, secret=SECRET, region="us-east-1", endpoint=s3.endpoint)
    return replace(place, files=f"s3://lake/{place.schema}", bucket=bucket)


@pytest.fixture
def store(there: Place) -> Iterator[LakeStore]:
    store = LakeStore(there)
    yield store
    store.close()


@pytest.mark.django_db
def test_a_batch_is_kept_once_and_read_again(store: LakeStore, s3: S3, there: Place) -> None:
    for _again in range(2):
        store.append(1, [event(name=f"{n % 3}", company_id=7) for n in range(1500)])
    store.append(2, [event(name="few", company_id=7, said_at=NOON + timedelta(minutes=1))])

    assert store.size() == 1501
    assert store.timeline([7], most=1)[0].name == "few"
    assert sum(day.count for day in store.counts(NOON.date(), NOON.date() + timedelta(1))) == 1501
    assert [name for name in s3.names() if name.startswith(f"{there.schema}/main/events/year=2026/month=11/")]
    assert not Path(there.files).exists()


@pytest.mark.django_db
def test_a_person_is_erased_from_every_file_and_from_the_catalog(store: LakeStore, s3: S3, there: Place) -> None:
    store.append(1, [event(contact_id=5, user_id="zzz-secret", name="zzz-words") for _n in range(1500)])
    store.append(2, [event(user_id="u-6") for _n in range(1500)])
    assert b"zzz-secret" in s3.bytes()

    assert store.delete_subject(Subject(user_ids=("zzz-secret",))) == 1500

    assert store.size() == 1500
    assert b"zzz-" not in s3.bytes()
    assert "zzz-" not in catalog_of(there)
    assert store.missing() == []


@pytest.mark.django_db
def test_small_files_become_large_ones(store: LakeStore, s3: S3, there: Place) -> None:
    for number in range(4):
        store.append(number, [event(name=f"{number}") for _n in range(1200)])

    store.tidy()

    assert len([name for name in s3.names() if name.startswith(f"{there.schema}/main/events/")]) == 1
    assert store.size() == 4800


@pytest.mark.django_db
def test_what_arrives_is_moved_exported_forgotten_and_erased(
    store: LakeStore,
    s3: S3,
    there: Place,
    *,
    arrive: Arrive,
    monkeypatch: pytest.MonkeyPatch,
    run_jobs: Callable[[], None],
) -> None:
    monkeypatch.setattr(lake_rows, "place", lambda: there)
    monkeypatch.setattr(reactions, "event_store", lambda: store)
    ada = known("zzz-ada", "zzz-device")
    old = make_arrived(user_id="zzz-ada", is_trusted=True, said_at=NOON - timedelta(days=400))
    arrive(old, *(make_arrived(user_id="zzz-ada", is_trusted=True, name="Exported") for _n in range(1200)))
    arrive(*(make_arrived(name="Others", anonymous_id="d-other") for _n in range(1200)))

    assert move_all(store) == 2401
    keep_for(days={"events": 300}, versions={})
    forget_old(store=store)

    assert Deletion.objects.get(kind="events").count == 1
    assert len(everything_of(person_of(ada.pk))["events"]) == 1200

    erase_contact(contact_id=ada.pk)
    run_jobs()

    assert store.size() == 1200
    assert b"zzz-" not in s3.bytes()
    assert not OwedErasure.objects.exists()
    assert Deletion.objects.get(kind="person").count == 1200


@pytest.mark.django_db
def test_the_doctor_says_which_files_are_gone_and_that_backups_do_not_hold_them(
    store: LakeStore, s3: S3, there: Place, *, arrive: Arrive, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    monkeypatch.setattr(stores, "event_store", lambda: store)
    settings.LAKE = there.files  # type: ignore[attr-defined]
    arrive(*(make_arrived(name=f"{n}") for n in range(1200)))
    move_all(store)

    fine = findings.lake()
    assert "holds 1200 events" in fine.sentence
    assert "No backup holds them" in fine.sentence

    [name] = [name for name in s3.names() if name.startswith(f"{there.schema}/main/events/")]
    s3.lose(name)

    found = findings.lake()
    assert found.level == findings.Level.PROBLEM
    assert f"s3://lake/{name}" in found.sentence


@pytest.mark.django_db
def test_a_bucket_that_is_not_there_or_does_not_answer_is_named_without_its_keys(there: Place, s3: S3) -> None:
    for wrong in (
        replace(there, files="s3://elsewhere/usage", schema=f"{there.schema}_b"),
        replace(there, bucket=replace(there.bucket, endpoint=f"http://127.0.0.1:{free_port()}")),
    ):
        store = LakeStore(wrong)
        with pytest.raises(StoreError, match=r"The bucket of the lake did not answer: .*WELLHEARD_LAKE_S3") as problem:
            store.append(1, [event() for _n in range(1500)])
        store.close()
        assert SECRET not in str(problem.value)
        assert KEY not in str(problem.value)


FILL = """
from datetime import datetime, UTC
from wellheard.listen.usage.arriving import Arrived, keep_now
from wellheard.listen.usage.moving import move_all
from wellheard.listen.usage.stores import event_store
now = datetime.now(UTC)
keep_now([Arrived(1, "segment", f"m{n}", "track", now, now, name="Done") for n in range(1500)])
move_all(event_store())
print("events:", event_store().size(), "missing:", len(event_store().missing()))
"""
LOOK = """
from wellheard.listen.usage.stores import event_store
print("events:", event_store().size(), "missing:", len(event_store().missing()))
"""


def test_a_backup_holds_the_catalog_says_so_and_finds_the_files_again(scratch: Path, s3: S3) -> None:
    scratch.chmod(0o755)
    data, backup, restored = scratch / "data", scratch / "backup.tar", scratch / "restored"
    said = {
        "WELLHEARD_LAKE": "s3://lake/backed-up",
        "WELLHEARD_LAKE_S3_KEY_ID": KEY,
        "WELLHEARD_LAKE_S3_SECRET": SECRET,
        "WELLHEARD_LAKE_S3_ENDPOINT": s3.endpoint,
    }
    put_installation(data)
    filled = wellheard(data, "manage", "shell", "-c", FILL, **said)
    assert "events: 1500 missing: 0" in filled.stdout, filled.stderr
    assert not (data / "lake").exists()

    made = wellheard(data, "backup", backup, **said)
    assert made.returncode == 0, made.stderr
    assert "s3://lake/backed-up are not in it" in made.stderr
    refused = wellheard(restored, "restore", backup, **said)
    assert refused.returncode == 2
    assert "delete each other's files" in refused.stderr
    assert not list(restored.glob("*"))
    back = wellheard(restored, "restore", "--take-bucket", backup, **said)
    assert back.returncode == 0, back.stderr
    assert "read from s3://lake/backed-up" in back.stderr

    assert "events: 1500 missing: 0" in wellheard(restored, "manage", "shell", "-c", LOOK, **said).stdout
