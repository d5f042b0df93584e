"""Starting is quick: it costs little beside the libraries, and nothing heavy is loaded on the way."""

import re
import subprocess
import sys
from pathlib import Path

from tests.serving.installation import CHECKOUT, environment

HEAVY = ("openpyxl", "numpy", "py3langid", "granian", "qrcode", "email_validator", "duckdb", "PIL")
# What a command needs whatever it does; our own code, our models and Django's may cost five times as much again.
LIBRARIES = "import time, psycopg, procrastinate, requests, django.forms, django.db.models, django.http"
WAKING = "import time, django; django.setup()"


def test_waking_costs_little_beside_the_libraries(scratch: Path) -> None:
    """About a second on a small machine. Machines differ, so it is compared with what was measured a moment before."""
    # The processor's time, not the clock's, and the best of three: other tests run on this machine at the same moment.
    theirs, ours = (min(seconds(scratch, program) for _ in range(3)) for program in (LIBRARIES, WAKING))
    assert ours < 6 * theirs


def test_nothing_heavy_is_loaded_before_it_is_needed(scratch: Path) -> None:
    said = awake(scratch, WAKING, "-X", "importtime").stderr
    loaded = set(re.findall(r"^import time:\s*\d+ \|\s*\d+ \|\s+(\S+)$", said, re.MULTILINE))
    assert loaded & set(HEAVY) == set()
    assert "django" in loaded


def seconds(data: Path, program: str) -> float:
    return float(awake(data, f"{program}; print(time.process_time())").stdout)


def awake(data: Path, program: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *options, "-c", program],
        cwd=CHECKOUT,
        env=environment(data, DJANGO_SETTINGS_MODULE="wellheard.settings"),
        capture_output=True,
        text=True,
        check=True,
    )
