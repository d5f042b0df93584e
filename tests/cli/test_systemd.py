"""The unit that starts Wellheard with the machine is one that systemd understands."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.commands import wellheard
from tests.serving.installation import CHECKOUT


def test_the_unit_names_this_installation(scratch: Path) -> None:
    done = wellheard(scratch / "data", "systemd", "--user", "ada", "--port", "8123")
    assert done.returncode == 0, done.stderr
    assert f"ExecStart={CHECKOUT}/bin/wellheard serve --host 127.0.0.1 --port 8123" in done.stdout
    assert f"Environment=WELLHEARD_DATA={scratch / 'data'}" in done.stdout
    assert "User=ada" in done.stdout
    assert f"ReadWritePaths={scratch / 'data'}\n" in done.stdout


def test_printing_the_unit_leaves_nothing_of_ours_in_the_data_folder(scratch: Path) -> None:
    """It is printed by root for another user, who could not read a key that root made."""
    assert wellheard(scratch / "data", "systemd", "--user", "ada").returncode == 0
    assert not (scratch / "data").exists()


def test_backups_on_another_disk_may_be_written(scratch: Path) -> None:
    done = wellheard(scratch / "data", "systemd", WELLHEARD_BACKUPS=str(scratch / "elsewhere"))
    assert f"ReadWritePaths={scratch / 'data'} {scratch / 'elsewhere'}\n" in done.stdout


def test_a_path_that_systemd_would_misread_is_refused(scratch: Path) -> None:
    done = wellheard(scratch / "my data", "systemd")
    assert done.returncode == 2
    assert "use a path without spaces" in done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="this machine has no systemd-analyze to ask")
def test_systemd_finds_no_fault_with_it(scratch: Path) -> None:
    unit = scratch / "wellheard.service"
    unit.write_text(wellheard(scratch / "data", "systemd", "--user", "root").stdout)
    done = subprocess.run(
        ["systemd-analyze", "verify", unit],  # noqa: S607 - wherever it is
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
