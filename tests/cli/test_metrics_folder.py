"""The folder in which processes count together goes with them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wellheard.cli import metrics_folder


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(metrics_folder, "MEMORY", tmp_path)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    return tmp_path


def test_processes_are_told_where_to_count_and_the_folder_goes_at_the_end(place: Path) -> None:
    with metrics_folder.metrics_folder() as folder:
        assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(folder)
        (folder / "counter_1.db").touch()
    assert list(place.iterdir()) == []


def test_what_a_killed_process_left_behind_is_removed(place: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (place / f"wellheard-metrics-{gone.pid}-left").mkdir()
    with metrics_folder.metrics_folder() as folder:
        assert list(place.iterdir()) == [folder]


def test_what_others_count_in_stays(place: Path) -> None:
    (place / f"wellheard-metrics-{os.getppid()}-theirs").mkdir()
    (place / "wellheard-metrics-of-nobody").mkdir()
    with metrics_folder.metrics_folder():
        pass
    assert len(list(place.iterdir())) == 2
