"""What the supervisor started ends when it is told to, also where the first word was not heard."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.cli import deaf_once
from tests.serving.installation import wait_for
from wellheard.cli import supervisor
from wellheard.cli.supervisor import Part, Supervisor


def test_a_process_that_lost_the_signal_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(supervisor, "ASK_AGAIN_SECONDS", 0.2)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}

    def started() -> None:
        wait_for(lambda: Path("listening").exists(), seconds=90, what="the process")
        threading.Timer(0.1, os.kill, [os.getpid(), signal.SIGTERM]).start()

    part = Part("deaf", deaf_once.listen, stop_seconds=30)
    began = time.monotonic()
    try:
        assert Supervisor([part], look=lambda: None).run(started=started) == 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

    # Without a second word it would have been waited for to the end of its thirty seconds, and killed.
    assert time.monotonic() - began < part.stop_seconds
