"""The settings with one more job, which takes its time."""

from wellheard.settings import *  # noqa: F403
from wellheard.settings import PROCRASTINATE_IMPORT_PATHS as OWN_PATHS

PROCRASTINATE_IMPORT_PATHS = [*OWN_PATHS, "tests.serving.slow_jobs"]
