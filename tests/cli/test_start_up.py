"""Starting is quick: a second at most until Django is awake, and nothing heavy is loaded on the way."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.serving.installation import CHECKOUT, environment

HEAVY = ("openpyxl", "numpy", "py3langid", "granian", "qrcode", "email_validator", "duckdb", "PIL")
MOST_SECONDS = 1.0


def test_django_is_awake_within_a_second(scratch: Path) -> None:
    found = wake(scratch)
    # The processor's time, not the clock's: other tests run on this machine at the same moment.
    assert found.seconds < MOST_SECONDS, f"the slowest imports (microseconds): {sorted(found.imports)[-12:]}"


def test_nothing_heavy_is_loaded_before_it_is_needed(scratch: Path) -> None:
    loaded = {name for _, name in wake(scratch).imports}
    assert loaded & set(HEAVY) == set()
    assert "django" in loaded


@dataclass(frozen=True)
class Waking:
    """How long waking took, and each import with its own time in microseconds."""

    seconds: float
    imports: list[tuple[int, str]]


def wake(data: Path) -> Waking:
    program = "import time, django; django.setup(); print(time.process_time())"
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", program],
        cwd=CHECKOUT,
        env=environment(data, DJANGO_SETTINGS_MODULE="wellheard.settings"),
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.findall(r"^import time:\s*(\d+) \|\s*\d+ \|\s+(\S+)$", done.stderr, re.MULTILINE)
    return Waking(float(done.stdout), [(int(own), name) for own, name in found])
