"""What Northwind reports of the last quarter in the demo story, and what it writes beside the numbers."""

from datetime import timedelta
from typing import Any

from wellheard.foundation import clock
from wellheard.learn.reports import commands
from wellheard.learn.reports.models import Point, Report, Section
from wellheard.learn.reports.queries import last_quarter
from wellheard.web.demo.reading import chapters
from wellheard.web.demo.stage import Story

TOLD: dict[str, Any] = chapters("report")
# So long after a quarter its report is written.
WRITTEN_AFTER = timedelta(days=4)


def report_last_quarter(story: Story) -> None:
    """Freeze the numbers of the last quarter, write beside them, and publish it with its edition for customers."""
    begins_on, last_on = last_quarter(story.day(0))
    written_at = story.working_hour(last_on + WRITTEN_AFTER, 16)
    by = story.staff[TOLD["by"]]
    with clock.at(min(written_at, story.now - timedelta(minutes=30))):
        report = commands.make_report(begins_on=begins_on, last_on=last_on, by=by)
        _write(story, report)
        report = commands.publish_report(report_id=report.pk, version=report.version, by=by)
        commands.open_edition(report_id=report.pk)


def _write(story: Story, report: Report) -> None:
    by = story.staff[TOLD["by"]]
    for section in Section.objects.filter(report=report, key__in=TOLD["section"]):
        told = TOLD["section"][section.key]
        commands.write_section(
            report_id=report.pk,
            key=section.key,
            version=section.version,
            commentary=told["commentary"],
            public_text=told.get("public_text", ""),
            by=by,
        )
    for point in Point.objects.filter(report=report):
        told = TOLD[point.kind].get(str(point.position))
        if told:
            due_on = clock.today() + timedelta(days=told["due"]) if "due" in told else None
            commands.write_point(
                point_id=point.pk,
                version=point.version,
                words=told["words"],
                owner=story.staff[told["owner"]],
                due_on=due_on,
            )
