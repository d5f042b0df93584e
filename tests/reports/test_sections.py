"""What a report counts of its days: each section against a small world of which every number is known."""

from datetime import timedelta

import pytest

from wellheard.foundation import clock
from wellheard.learn.reports.commands import make_report
from wellheard.learn.reports.models import Report

pytestmark = pytest.mark.django_db


def report_of(days: int = 30) -> Report:
    today = clock.today()
    return make_report(begins_on=today - timedelta(days=days), last_on=today, by=None)


def section(report: Report, key: str) -> dict:
    return report.sections.get(key=key).data


def test_an_empty_installation_has_an_empty_report() -> None:
    report = report_of()
    assert report.sections.count() == 12
    assert section(report, "requests")["rows"] == []
    assert report.points.count() == 6
