"""An upgrade that goes wrong leaves the database as it was; one that went through can be taken back, and nothing is lost."""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.cli.commands import wellheard
from tests.foundation.database.rooms import POSTGRES
from tests.prepared import copy, put_installation
from wellheard.foundation import database


@pytest.fixture(scope="module")
def made_earlier() -> Iterator[Path]:
    """Return an installation whose tables an earlier version made, with one thing a customer said; it is only copied."""
    with tempfile.TemporaryDirectory(prefix="wh-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        put_installation(data)
        hear(data, "before the upgrade")
        done = wellheard(data, "manage", "migrate", "sessions", "zero", "--skip-checks")
        assert done.returncode == 0, done.stderr
        yield data


@pytest.fixture
def earlier(made_earlier: Path, scratch: Path) -> Path:
    """Return a copy of an earlier version's installation."""
    scratch.chmod(0o755)
    copy(made_earlier, scratch / "data")
    return scratch / "data"


def hear(data: Path, words: str) -> None:
    """Keep what a customer said."""
    file = data.parent / "heard.csv"
    file.write_text(f"words\n{words}\n")
    done = wellheard(data, "import", "feedback", file)
    assert done.returncode == 0, done.stderr


def run(data: Path, query: str, values: list[str] | None = None) -> list[tuple[object, ...]]:
    with database.join(data, preferred=POSTGRES.bin):
        connection = psycopg.connect(database.address(data).dsn, autocommit=True)
        with closing(connection):
            cursor = connection.execute(query, values)
            return list(cursor.fetchall()) if cursor.description else []


def words_of(data: Path) -> list[object]:
    return [words for (words,) in run(data, "SELECT words FROM listen_feedback ORDER BY id")]


def has_table(data: Path, name: str) -> bool:
    return bool(run(data, "SELECT 1 FROM pg_tables WHERE tablename = %s", [name]))


def backups(data: Path, kind: str) -> list[Path]:
    return sorted((data / "backups").glob(f"{kind}-*.tar"))


def test_an_upgrade_whose_step_fails_leaves_the_tables_as_they_were(earlier: Path) -> None:
    # The next step wants to make this table.
    run(earlier, "CREATE TABLE django_session (mine int)")
    run(earlier, "INSERT INTO django_session VALUES (7)")
    done = wellheard(earlier, "upgrade")
    assert done.returncode == 2
    assert "A step failed" in done.stderr
    assert "The database is as it was before" in done.stderr
    assert "Traceback" not in done.stderr
    assert words_of(earlier) == ["before the upgrade"]
    assert run(earlier, "SELECT mine FROM django_session") == [(7,)]
    assert len(backups(earlier, "before")) == 1
    assert not list(earlier.glob("rolling-back-*"))


def test_an_upgrade_can_be_taken_back_and_what_came_since_is_kept_in_a_backup(earlier: Path, scratch: Path) -> None:
    assert wellheard(earlier, "upgrade").returncode == 0
    hear(earlier, "after the upgrade")
    file = earlier / "files" / "sent later.bin"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"kept")
    done = wellheard(earlier, "rollback", "--yes")
    assert done.returncode == 0, done.stderr
    assert words_of(earlier) == ["before the upgrade"]
    assert file.read_bytes() == b"kept"
    [kept] = backups(earlier, "rolled-back")
    assert str(kept) in done.stdout
    done = wellheard(scratch / "other", "restore", kept)
    assert done.returncode == 0, done.stderr
    assert words_of(scratch / "other") == ["before the upgrade", "after the upgrade"]


def test_tables_that_only_the_later_version_has_are_gone_after_going_back(earlier: Path) -> None:
    assert wellheard(earlier, "upgrade").returncode == 0
    run(earlier, "CREATE TABLE of_the_later_version (id int)")
    assert wellheard(earlier, "rollback", "--yes").returncode == 0
    assert not has_table(earlier, "of_the_later_version")


def test_going_back_to_a_file_that_is_damaged_changes_nothing(earlier: Path) -> None:
    assert wellheard(earlier, "upgrade").returncode == 0
    [backup] = backups(earlier, "before")
    content = bytearray(backup.read_bytes())
    content[len(content) // 3] ^= 1
    backup.write_bytes(content)
    hear(earlier, "after the upgrade")
    done = wellheard(earlier, "rollback", "--yes")
    assert done.returncode == 2
    assert "damaged" in done.stderr
    assert words_of(earlier) == ["before the upgrade", "after the upgrade"]


def test_going_back_asks_first(earlier: Path) -> None:
    assert wellheard(earlier, "upgrade").returncode == 0
    done = wellheard(earlier, "rollback")
    assert done.returncode == 2
    assert "Nothing was changed" in done.stderr
    assert not backups(earlier, "rolled-back")


def test_without_an_upgrade_there_is_nothing_to_go_back_to(scratch: Path) -> None:
    scratch.chmod(0o755)
    put_installation(scratch / "data")
    done = wellheard(scratch / "data", "rollback", "--yes")
    assert done.returncode == 2
    assert "name the backup to go back to" in done.stderr


def test_a_running_installation_is_not_rolled_back_under_its_feet(earlier: Path) -> None:
    assert wellheard(earlier, "upgrade").returncode == 0
    (earlier / "serving.lock").write_text("")
    with (earlier / "serving.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = wellheard(earlier, "rollback", "--yes")
    assert done.returncode == 1
    assert "already runs on the data folder" in done.stderr
