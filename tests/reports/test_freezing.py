"""A report is frozen: the same again from the same data, never changed once published; but words can be taken back."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.makers import make_feedback, make_staff
from tests.reports.worlds import Quarter, a_quarter, at, data_of
from wellheard.customers.commands import erase_contact
from wellheard.foundation.facts.models import Fact
from wellheard.learn.reports.commands import (
    PublishedError,
    ReportError,
    make_report,
    open_edition,
    propose_briefing,
    propose_quarter,
    publish_report,
    rebuild_report,
    write_point,
    write_section,
)
from wellheard.learn.reports.models import Point, Report, Verbatim
from wellheard.learn.reports.queries import built_again, is_as_frozen, last_quarter, verbatims_of
from wellheard.listen.models import Feedback
from wellheard.web.notifications.queries import lines
from wellheard.web.notifications.reactions import tell_of_draft
from wellheard.workspace.commands import StaleError
from wellheard.workspace.models import Notification, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter() -> Quarter:
    return a_quarter()


@pytest.fixture
def draft(quarter: Quarter) -> Report:
    return make_report(begins_on=quarter.begins_on, last_on=quarter.last_on, by=None)


def published(report: Report) -> Report:
    return publish_report(report_id=report.pk, version=report.version, by=make_staff())


def test_the_same_comes_out_of_the_same_data(draft: Report) -> None:
    assert built_again(draft) == []
    assert all(is_as_frozen(section) for section in draft.sections.all())


def test_what_differs_is_shown_where_it_differs(quarter: Quarter, draft: Report) -> None:
    make_feedback(contact=quarter.person, heard_at=at(5))

    changed = {part.key: part.differences for part in built_again(draft)}
    assert ("loop › listen", "3", "4") in changed["summary"]
    assert "requests" not in changed


def test_a_draft_takes_its_numbers_again_and_keeps_what_people_wrote(quarter: Quarter, draft: Report) -> None:
    staff = make_staff()
    write_section(report_id=draft.pk, key="requests", version=1, commentary="Ours", public_text="", by=staff)
    point = draft.points.get(kind="finding", position=1)
    write_point(point_id=point.pk, version=1, words="They want it offline.", owner=staff, due_on=None)
    make_feedback(contact=quarter.person, heard_at=at(5))

    rebuild_report(report_id=draft.pk, version=draft.version)

    assert data_of(draft, "summary")["loop"]["listen"] == 4
    assert draft.sections.get(key="requests").commentary == "Ours"
    assert Point.objects.get(pk=point.pk).words == "They want it offline."
    with pytest.raises(StaleError):
        rebuild_report(report_id=draft.pk, version=1)


def test_nothing_of_a_published_report_changes(draft: Report) -> None:
    report = published(draft)

    with pytest.raises(PublishedError):
        rebuild_report(report_id=report.pk, version=report.version)
    with pytest.raises(PublishedError):
        write_section(report_id=report.pk, key="nps", version=1, commentary="x", public_text="", by=make_staff())
    with pytest.raises(PublishedError):
        write_point(point_id=report.points.all()[0].pk, version=1, words="x", owner=None, due_on=None)


def test_publishing_twice_is_once(draft: Report) -> None:
    report = published(draft)
    published(report)

    assert Fact.objects.filter(name="report.published").count() == 1


def test_what_changed_while_somebody_read_it_is_not_published(draft: Report) -> None:
    rebuild_report(report_id=draft.pk, version=draft.version)

    with pytest.raises(StaleError):
        publish_report(report_id=draft.pk, version=draft.version, by=make_staff())


def test_a_second_draft_of_the_same_days_is_the_first(quarter: Quarter, draft: Report) -> None:
    again = make_report(begins_on=quarter.begins_on, last_on=quarter.last_on, by=None)

    assert again.pk == draft.pk
    assert Fact.objects.filter(name="report.made").count() == 1


def test_a_correction_is_a_new_report_and_both_stay(quarter: Quarter, draft: Report) -> None:
    first = published(draft)
    second = make_report(begins_on=quarter.begins_on, last_on=quarter.last_on, by=None)

    assert second.corrects == first
    published(second)
    assert list(first.corrections.published()) == [second]


def test_two_editors_of_a_section_do_not_overwrite_each_other(draft: Report) -> None:
    staff = make_staff()
    write_section(report_id=draft.pk, key="nps", version=1, commentary="Mine", public_text="", by=staff)

    with pytest.raises(StaleError):
        write_section(report_id=draft.pk, key="nps", version=1, commentary="Yours", public_text="", by=staff)
    assert draft.sections.get(key="nps").commentary == "Mine"


def test_words_of_an_erased_person_go_out_of_a_published_report(quarter: Quarter, draft: Report) -> None:
    report = published(draft)
    assert Verbatim.objects.filter(report=report, name="Ada Brightwell").exists()

    erase_contact(contact_id=quarter.person.pk)

    assert not Verbatim.objects.filter(words__contains="engineer").exists()
    assert not Verbatim.objects.exclude(name="").exists()
    assert quarter.quote.pk not in verbatims_of(report)
    frozen = " ".join(str(section.data) for section in report.sections.all())
    assert "engineer" not in frozen
    assert "Ada" not in frozen


def test_whoever_takes_their_consent_back_is_not_quoted_any_more(quarter: Quarter, draft: Report) -> None:
    report = published(draft)
    Feedback.objects.filter(pk=quarter.quote.pk).update(quotable="unnamed")
    assert verbatims_of(report)[quarter.quote.pk].name == ""

    Feedback.objects.filter(pk=quarter.quote.pk).update(quotable="no")
    assert quarter.quote.pk not in verbatims_of(report)


def test_days_that_cannot_be_are_refused() -> None:
    today = at(0).date()
    for begins_on, last_on in (
        (today, today - timedelta(days=1)),
        (today + timedelta(days=1), today + timedelta(days=2)),
        (today - timedelta(days=400), today),
    ):
        with pytest.raises(ReportError):
            make_report(begins_on=begins_on, last_on=last_on, by=None)


def test_a_draft_is_not_opened_to_customers(draft: Report) -> None:
    with pytest.raises(ReportError):
        open_edition(report_id=draft.pk)


def test_the_quarters_draft_is_proposed_once_on_its_first_working_day() -> None:
    make_staff(role=Role.PRODUCT)
    noon = datetime(2026, 8, 20, 12, tzinfo=ZoneInfo("UTC"))
    make_feedback(heard_at=noon)
    with time_machine.travel(datetime(2026, 10, 1, 6, tzinfo=ZoneInfo("UTC")), tick=False):
        report = propose_quarter()
        assert propose_quarter() is None
    assert report is not None
    assert (report.begins_on, report.last_on, report.quarter) == (date(2026, 7, 1), date(2026, 9, 30), (2026, 3))
    task = Task.objects.get(kind="publish_report")
    assert task.subject_id == report.pk
    assert task.assignee is not None

    published(report)
    task.refresh_from_db()
    assert task.done_at is not None


def test_the_briefing_of_a_month_is_proposed_once_and_told_to_those_who_may_publish() -> None:
    product, admin, viewer = (make_staff(role=role) for role in (Role.PRODUCT, Role.ADMIN, Role.VIEWER))
    make_feedback(heard_at=datetime(2026, 8, 20, 12, tzinfo=ZoneInfo("UTC")))
    # The first of August 2026 is a Saturday, of September a Tuesday.
    with time_machine.travel(datetime(2026, 9, 1, 6, tzinfo=ZoneInfo("UTC")), tick=False):
        briefing = propose_briefing()
        assert propose_briefing() is None
    assert briefing is not None
    assert (briefing.kind, briefing.begins_on, briefing.last_on) == ("briefing", date(2026, 8, 1), date(2026, 8, 31))
    assert Task.objects.get(kind="publish_report").assignee == product

    fact = Fact.objects.get(name="report.made")
    tell_of_draft(fact)
    tell_of_draft(fact)
    told = Notification.objects.filter(kind="report", subject_id=briefing.pk)
    assert set(told.values_list("staff", flat=True)) == {product.pk, admin.pk}
    assert viewer.pk not in told.values_list("staff", flat=True)
    (line,) = lines(list(told.filter(staff=admin)))
    assert line.url == f"/reports/{briefing.pk}/"


def test_no_briefing_is_proposed_before_the_first_working_day_nor_of_an_empty_month_nor_half_a_month_late() -> None:
    make_feedback(heard_at=datetime(2026, 7, 20, 12, tzinfo=ZoneInfo("UTC")))
    for day, is_due in ((1, False), (2, False), (15, False), (14, True)):
        with time_machine.travel(datetime(2026, 8, day, 6, tzinfo=ZoneInfo("UTC")), tick=False):
            assert bool(propose_briefing()) == is_due, day
    with time_machine.travel(datetime(2026, 9, 1, 6, tzinfo=ZoneInfo("UTC")), tick=False):
        assert propose_briefing() is None


def test_nobody_is_told_of_a_draft_that_somebody_asked_for(quarter: Quarter) -> None:
    make_report(begins_on=quarter.begins_on, last_on=quarter.last_on, by=make_staff(role=Role.PRODUCT))
    tell_of_draft(Fact.objects.get(name="report.made"))
    assert not Notification.objects.filter(kind="report").exists()


def test_nothing_is_proposed_at_the_weekend_or_of_a_silent_quarter() -> None:
    # The third of October 2027 is a Sunday; the first is a Friday. The first of January 2028 is a Saturday.
    with time_machine.travel(datetime(2028, 1, 1, 6, tzinfo=ZoneInfo("UTC")), tick=False):
        make_feedback(heard_at=datetime(2027, 11, 2, 12, tzinfo=ZoneInfo("UTC")))
        assert propose_quarter() is None
    with time_machine.travel(datetime(2027, 10, 4, 6, tzinfo=ZoneInfo("UTC")), tick=False):
        assert propose_quarter() is None
    with time_machine.travel(datetime(2028, 1, 3, 6, tzinfo=ZoneInfo("UTC")), tick=False):
        assert propose_quarter() is not None


def test_the_quarter_before_january_is_the_last_of_the_year_before() -> None:
    assert last_quarter(date(2026, 1, 5)) == (date(2025, 10, 1), date(2025, 12, 31))
