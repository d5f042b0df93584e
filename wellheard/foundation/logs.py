"""Logs: one JSON object a line for collectors, or one short line for a person watching. Words of customers are never logged."""

import json
import logging
from datetime import UTC, datetime

from wellheard.environment import SettingError

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName", "request"}


class JsonLines(logging.Formatter):
    """Format a record as one line of JSON: time, level, logger, message and whatever was passed as extra."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {key: value for key, value in record.__dict__.items() if key not in _STANDARD}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)


class PlainLines(logging.Formatter):
    """Format a record as one short line for somebody watching a terminal: time, message and what was passed as extra."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        level = f"{record.levelname.lower()}: " if record.levelno >= logging.WARNING else ""
        extra = [f"{key}={value}" for key, value in record.__dict__.items() if key not in _STANDARD]
        line = " ".join([when, f"{level}{record.getMessage()}", *extra])
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def logging_of(*, kind: str, level: str, file: str) -> dict[str, object]:
    """Return Django's LOGGING: lines of a kind and level, to a file or, without its name, to standard error."""
    to_file = {"class": "logging.handlers.WatchedFileHandler", "filename": file, "formatter": "lines"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "wellheard.foundation.logs.formatter", "kind": kind}},
        "handlers": {"lines": to_file if file else {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": {
            "django.request": {"level": "ERROR"},
            "procrastinate": {"level": "WARNING"},
            # It writes down who wrote to whom.
            "mail": {"level": "ERROR"},
            "py3langid": {"level": "ERROR"},
            # Each PDF is a hundred lines of how a font was cut.
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
            "weasyprint.progress": {"level": "ERROR"},
        },
    }


def formatter(kind: str) -> logging.Formatter:
    """Return the formatter of a kind of log: json or text. Raises SettingError for any other."""
    if kind not in _KINDS:
        raise SettingError(f"WELLHEARD_LOG_FORMAT is {kind!r}; write json or text.")
    return _KINDS[kind]()


_KINDS: dict[str, type[logging.Formatter]] = {"json": JsonLines, "text": PlainLines}
