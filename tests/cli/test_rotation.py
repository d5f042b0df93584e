"""Backups make room for each other, and never a backup that still stands for something."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from tests.cli.commands import wellheard
from tests.prepared import put_installation
from wellheard.cli import rotation
from wellheard.cli.nightly import last_night

NEW_YEAR = datetime(2027, 1, 1, 2, 0, 5, tzinfo=UTC)


def fill(folder: Path, *, days: int, a_day: int = 1) -> list[Path]:
    paths = []
    for day in range(days):
        for number in range(a_day):
            path = folder / rotation.new_name(NEW_YEAR - timedelta(days=day, hours=-number))
            path.touch()
            paths.append(path)
    return paths


def test_a_year_of_nights_leaves_a_week_of_days_a_month_of_weeks_and_a_year_of_months(tmp_path: Path) -> None:
    fill(tmp_path, days=800)
    for path in rotation.superfluous(tmp_path):
        path.unlink()
    days = sorted(day for path in tmp_path.iterdir() if (day := rotation.made_on(path)))
    assert days[-7:] == [NEW_YEAR.date() - timedelta(days=number) for number in range(6, -1, -1)]
    assert len({day.isocalendar()[:2] for day in days}) >= 4
    assert len({(day.year, day.month) for day in days}) == 12
    assert len(days) <= 7 + 4 + 12


def test_of_several_backups_of_a_day_the_last_one_stays(tmp_path: Path) -> None:
    paths = fill(tmp_path, days=1, a_day=3)
    assert rotation.superfluous(tmp_path) == paths[:2]


def test_the_newest_backup_always_stays_however_old_it_is(tmp_path: Path) -> None:
    (tmp_path / "wellheard-2011-02-03-040506.tar").touch()
    assert rotation.superfluous(tmp_path) == []


def test_rotation_touches_no_file_it_did_not_name(tmp_path: Path) -> None:
    fill(tmp_path, days=100)
    strangers = [tmp_path / name for name in ("before-0.1.0-20260101-000000.tar", "wellheard-2026.tar", "holiday.jpg")]
    for stranger in strangers:
        stranger.touch()
    assert not set(strangers) & set(rotation.superfluous(tmp_path))


def test_rotating_twice_removes_nothing_more(tmp_path: Path) -> None:
    fill(tmp_path, days=500)
    for path in rotation.superfluous(tmp_path):
        path.unlink()
    assert rotation.superfluous(tmp_path) == []


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ("2026-11-22T01:59:00+00:00", "2026-11-21T02:00:00+00:00"),
        ("2026-11-22T02:00:00+00:00", "2026-11-22T02:00:00+00:00"),
        ("2026-11-22T23:59:00+00:00", "2026-11-22T02:00:00+00:00"),
    ],
)
def test_a_night_begins_at_two(now: str, night: str) -> None:
    with time_machine.travel(datetime.fromisoformat(now)):
        assert last_night(datetime.now(UTC)) == datetime.fromisoformat(night)


def test_a_backup_into_a_folder_is_named_by_its_moment_and_can_be_restored(scratch: Path) -> None:
    scratch.chmod(0o755)
    put_installation(scratch / "data")
    done = wellheard(scratch / "data", "backup", "--rotate", scratch / "nights")
    assert done.returncode == 0, done.stderr
    [made] = (scratch / "nights").iterdir()
    assert rotation.made_on(made) == datetime.now(UTC).date()
    assert str(made) in done.stdout
    done = wellheard(scratch / "again", "restore", made)
    assert done.returncode == 0, done.stderr


def test_no_backup_is_made_where_it_would_fill_the_disk(scratch: Path) -> None:
    folder = scratch / "nights"
    folder.mkdir()
    with (folder / rotation.new_name(NEW_YEAR)).open("wb") as huge:
        huge.truncate(1 << 43)
    done = wellheard(scratch / "data", "backup", "--rotate", folder)
    assert done.returncode == 2
    assert "No backup was made; make room" in done.stderr
    assert not (scratch / "data").exists() or not (scratch / "data" / "database").exists()
