"""Log lines: JSON for collectors, short lines for people."""

import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.serving.installation import Installation, wait_for
from wellheard.environment import SettingError
from wellheard.foundation.logs import formatter


def record(message: str, **extra: object) -> logging.LogRecord:
    line = logging.LogRecord("wellheard.requests", logging.INFO, __file__, 1, message, (), None)
    line.__dict__.update(extra)
    return line


def test_a_line_for_collectors_is_one_json_object() -> None:
    line = json.loads(formatter("json").format(record("GET /\nideas/", status=200, ms=1.5)))
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "wellheard.requests",
        "message": "GET /\nideas/",
        "status": 200,
        "ms": 1.5,
    }


def test_a_line_for_collectors_is_one_line_whatever_happened() -> None:
    try:
        raise ValueError("two\nlines")  # noqa: TRY301
    except ValueError:
        line = record("went wrong")
        line.exc_info = sys.exc_info()
    text = formatter("json").format(line)
    assert "\n" not in text
    assert "ValueError: two" in json.loads(text)["error"]


def test_a_line_for_people_is_short_and_names_what_needs_attention() -> None:
    plain = formatter("text")
    assert plain.format(record("GET /ideas/", status=200))[8:] == " GET /ideas/ status=200"
    warning = record("slow")
    warning.levelno, warning.levelname = logging.WARNING, "WARNING"
    assert plain.format(warning)[8:] == " warning: slow"


def test_another_kind_is_refused() -> None:
    with pytest.raises(SettingError, match="write json or text"):
        formatter("xml")


def test_a_log_file_that_was_moved_away_is_begun_anew(install: Callable[..., Installation], scratch: Path) -> None:
    log = scratch / "wellheard.log"
    running = install(WELLHEARD_LOG_FILE=str(log)).start("--pages", "1")
    running.get("/portal/")
    wait_for(lambda: "GET /portal/" in log.read_text(), seconds=90, what="the line")
    log.rename(scratch / "wellheard.log.1")
    running.get("/portal/roadmap/")
    wait_for(lambda: log.exists() and "GET /portal/roadmap/" in log.read_text(), seconds=90, what="a new file")
    assert "roadmap" not in (scratch / "wellheard.log.1").read_text()
