"""What a start needs once is loaded in a process that ends, so that the one that stays is small."""

import os
import subprocess
import sys
import textwrap

import pytest

from wellheard.cli.apart import in_a_process_of_its_own
from wellheard.cli.terminal import BusyError


def test_what_the_work_came_to_arrives() -> None:
    assert in_a_process_of_its_own(lambda: ["one", "two"]) == ["one", "two"]


def test_what_it_loaded_is_not_here_afterwards() -> None:
    program = """
        import sys
        from wellheard.cli.apart import in_a_process_of_its_own

        def work():
            import wave
            return [str("wave" in sys.modules)]

        print(in_a_process_of_its_own(work), "wave" in sys.modules)
    """
    told = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True, capture_output=True, text=True)

    assert told.stdout == "['True'] False\n"


def test_a_refusal_is_said_once_and_leaves_with_its_exit_code(capfd: pytest.CaptureFixture[str]) -> None:
    def refuse() -> list[str]:
        raise BusyError("The port is taken; choose another.")

    with pytest.raises(SystemExit) as left:
        in_a_process_of_its_own(refuse)

    assert left.value.code == BusyError.exit_code
    assert capfd.readouterr().err == "The port is taken; choose another.\n"


def test_a_defect_shows_its_trace_and_stops_the_start(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        in_a_process_of_its_own(lambda: [str(1 / 0)])

    assert left.value.code == 1
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_who_stops_the_start_by_hand_stops_both() -> None:
    program = """
        import os, signal, threading, time
        from wellheard.cli import main
        from wellheard.cli.apart import in_a_process_of_its_own

        signal.signal(signal.SIGTERM, main._leave)
        threading.Timer(1, os.kill, [os.getpid(), signal.SIGTERM]).start()

        def work():
            print(os.getpid(), flush=True)
            time.sleep(60)

        in_a_process_of_its_own(work)
    """
    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=30, check=False
    )

    assert "KeyboardInterrupt" in told.stderr
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.stdout), 0)
