"""Every change to reports."""

from wellheard.learn.reports.commands.errors import PublishedError, ReportError
from wellheard.learn.reports.commands.making import MADE, REBUILT, make_report, rebuild_report
from wellheard.learn.reports.commands.proposing import propose_briefing, propose_quarter
from wellheard.learn.reports.commands.publishing import (
    CLOSED,
    OPENED,
    PUBLISHED,
    TASK,
    close_edition,
    open_edition,
    publish_report,
)
from wellheard.learn.reports.commands.readers import STOPPED, WANTED, stop_reports, want_reports
from wellheard.learn.reports.commands.writing import COMMENTED, POINTED, write_point, write_section

__all__ = [
    "CLOSED",
    "COMMENTED",
    "MADE",
    "OPENED",
    "POINTED",
    "PUBLISHED",
    "REBUILT",
    "STOPPED",
    "TASK",
    "WANTED",
    "PublishedError",
    "ReportError",
    "close_edition",
    "make_report",
    "open_edition",
    "propose_briefing",
    "propose_quarter",
    "publish_report",
    "rebuild_report",
    "stop_reports",
    "want_reports",
    "write_point",
    "write_section",
]
