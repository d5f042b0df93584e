"""The folder in which the processes for pages count together, for `/metrics`."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

_PREFIX = "wellheard-metrics-"
# In memory where there is such a place: the counts are mapped files, and a write to one on a full disk would kill the process.
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own in it


@contextmanager
def metrics_folder() -> Iterator[Path]:
    """Make the folder and name it to the processes that are started later; counts begin anew with each start.

    Its name must be known before the settings and the code that counts are read.
    """
    place = MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir())
    _sweep(place)
    # Named after the process it belongs to, so that one left behind by a kill is known for what it is.
    name = f"{_PREFIX}{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=name, dir=place, ignore_cleanup_errors=True) as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield Path(folder)


def _sweep(place: Path) -> None:
    """Remove the folders of processes that are gone."""
    for left in place.glob(f"{_PREFIX}*-*"):
        process = left.name.removeprefix(_PREFIX).partition("-")[0]
        if process.isdecimal() and not psutil.pid_exists(int(process)):
            # Another user's stays: we may not, and need not.
            shutil.rmtree(left, ignore_errors=True)
