"""When the disk is full nothing that was acknowledged is lost, people are told, and room is all it takes to go on."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving.installation import CHECKOUT, Answer, Installation, wait_for

MEGABYTES = 400
LONG = "so much to say " * 1000 + "indeed"
MAKE_TOKEN = "from wellheard.workspace.commands import make_token; print('TOKEN', make_token(name='s', by=None)[1])"

pytestmark = [
    pytest.mark.all,
    pytest.mark.skipif(os.getuid() != 0 or not shutil.which("mount"), reason="only root can mount a small filesystem"),
]


@pytest.fixture
def small_disk(scratch: Path) -> Iterator[Path]:
    scratch.chmod(0o755)
    folder = scratch / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0755", "tmpfs", folder],  # noqa: S607 - wherever it is
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("this machine does not let root mount a filesystem")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S607


class Speaker:
    """A program that tells an installation what customers said, and remembers what was acknowledged."""

    def __init__(self, running: Installation, token: str) -> None:
        self.running, self.token = running, token
        self.acknowledged: list[str] = []

    def say(self, words: str) -> Answer:
        answer = self.running.ask(
            "POST",
            "/api/v1/feedback",
            body=json.dumps({"words": words}).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        if answer.status in {200, 201}:
            self.acknowledged.append(words)
        return answer


def token_for(running: Installation) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "wellheard", "manage", "shell", "-c", MAKE_TOKEN],
        cwd=CHECKOUT,
        env=running.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "TOKEN" in done.stdout, done.stderr
    return done.stdout.split("TOKEN")[1].split()[0]


def fill(folder: Path) -> Path:
    """Leave no room at all."""
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        try:
            while True:
                file.write(b"\0" * 1_000_000)
                file.flush()
        except OSError:
            pass
    return ballast


def test_a_full_disk_costs_nothing_that_was_acknowledged(small_disk: Path) -> None:
    running = Installation(small_disk / "data", WELLHEARD_BACKUPS="off")
    # The log lies on another disk, or it would be as full.
    running.log = small_disk.parent / "log"
    try:
        running.start("--pages", "1")
        speaker = Speaker(running, token_for(running))
        for number in range(20):
            assert speaker.say(f"{number} while there was room").status == 201
        ballast = fill(small_disk)
        refused = [speaker.say(f"{number} with no room left: {LONG}") for number in range(200)]
        assert refused[-1].status == 503
        assert "Send it again" in json.loads(refused[-1].body)["detail"]
        assert not [answer.status for answer in refused if answer.status not in {201, 503}]
        ballast.unlink()
        wait_for(lambda: speaker.say("there is room again").status in {200, 201}, seconds=60, what="room to be noticed")
        assert kept(running) >= set(speaker.acknowledged)
    finally:
        running.end()


def kept(running: Installation) -> set[str]:
    """Return what the installation holds, read as an operator would."""
    file = running.data.parent / "kept.csv"
    done = subprocess.run(
        [sys.executable, "-m", "wellheard", "export", "feedback", file],
        cwd=CHECKOUT,
        env=running.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with file.open(newline="") as rows:
        return {row["words"] for row in csv.DictReader(rows)}
