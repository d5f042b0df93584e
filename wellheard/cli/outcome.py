"""How a command ends: its exit code, and what goes wrong in one sentence."""

import os
import sys
from collections.abc import Callable

from wellheard.cli.terminal import RefusedError, note

STOPPED_BY_HAND = 130


def exit_code_of(work: Callable[[], int]) -> int:
    """Do it and return its exit code; what goes wrong is said in one sentence (WELLHEARD_DEBUG shows the trace)."""
    try:
        return work()
    except KeyboardInterrupt:
        return STOPPED_BY_HAND
    except Exception as problem:
        sentence = _sentence(problem)
        if sentence is None or _wants_trace():
            raise
        note(sentence)
        return problem.exit_code if isinstance(problem, RefusedError) else RefusedError.exit_code


def _sentence(problem: Exception) -> str | None:
    """Return what to tell the operator; None for a defect of ours, whose trace is worth more than a sentence."""
    from wellheard.environment import SettingError
    from wellheard.foundation.database import DatabaseError

    for found in (problem, problem.__cause__):
        if isinstance(found, RefusedError | SettingError | DatabaseError):
            return str(found)
    if "django" in sys.modules:
        from django.db import InterfaceError, OperationalError

        if isinstance(problem, OperationalError | InterfaceError):
            said = (str(problem).strip() or type(problem).__name__).splitlines()[0].rstrip(".")
            return f"The database cannot be used: {said}. Check that it runs and that DATABASE_URL is right."
    return None


def _wants_trace() -> bool:
    return os.environ.get("WELLHEARD_DEBUG", "").lower() in {"1", "true", "yes", "on"}
