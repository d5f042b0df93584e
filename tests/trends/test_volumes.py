"""Volumes are what was heard, each thing once, on the day it arrived, however often they are counted."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Sum

from tests.makers import make_area, make_category, make_company, make_contact, make_conversation, make_staff
from tests.trends.worlds import companies, count_all, say
from wellheard.customers.commands import merge_companies
from wellheard.foundation import clock
from wellheard.foundation.facts.ledger import record
from wellheard.listen.commands import put_together, record_feedback, set_aside_feedback, split_feedback
from wellheard.listen.commands.importing import IMPORTED
from wellheard.listen.conversations.commands import (
    make_feedback_of,
    set_conversation_aside,
    suggest_tag,
    tag_conversation,
)
from wellheard.understand.commands import file_feedback
from wellheard.understand.trends.commands.counting import count_stale_days, mark_days
from wellheard.understand.trends.models import CompanyVolume, DayTotal, DayVolume, HourVolume, StaleDay
from wellheard.workspace.commands import remove_area

pytestmark = pytest.mark.django_db
Run = Callable[[], None]

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
DAY = date(2026, 11, 18)


def counted() -> dict[tuple[date, int, int], tuple[int, int, int]]:
    columns = ("count", "confirmed_count", "brought_count")
    rows = DayVolume.objects.values_list("day", "area_id", "category_id", *columns)
    return {(day, area, category): (count, sure, brought) for day, area, category, count, sure, brought in rows}


def test_what_is_said_counts_on_the_day_it_arrived_and_moves_when_it_is_filed(run_jobs: Run) -> None:
    area, category = make_area(), make_category()
    with clock.at(NOON + timedelta(days=3)):
        said = record_feedback(words="It prints twice.", source="support", heard_at=NOON)
        run_jobs()
        count_stale_days()
        assert counted() == {(DAY, 0, 0): (1, 0, 0)}

        file_feedback(feedback_id=said.pk, area_id=area.pk, category_id=category.pk, by=None)
        run_jobs()
        count_stale_days()

    assert counted() == {(DAY, area.pk, category.pk): (1, 1, 0)}
    assert not StaleDay.objects.exists()


def test_a_day_begins_where_the_installation_is(settings: object) -> None:
    from wellheard.workspace.installation import remember
    from wellheard.workspace.models import Vendor

    remember(Vendor(time_zone="Asia/Tokyo"), seconds=3600)
    say(NOON.replace(hour=20), (None, None), [])
    count_all()

    assert [day for day, _area, _category in counted()] == [DAY + timedelta(days=1)]
    assert HourVolume.objects.get().hour == 5


def test_counting_again_and_again_changes_nothing() -> None:
    say(NOON, (make_area(), make_category()), companies(2), many=5)
    for _ in range(3):
        count_all()

    assert (DayVolume.objects.get().count, DayTotal.objects.get().count) == (5, 5)
    assert CompanyVolume.objects.aggregate(all=Sum("count"))["all"] == 5


def test_spam_what_was_split_and_what_was_said_twice_count_as_they_should() -> None:
    contact = make_contact(company=make_company())
    whole, twice, again, spam = (
        record_feedback(words=f"{words} one. Two.", source="support", contact=contact)
        for words in ("Whole", "Twice", "Again", "Spam")
    )
    split_feedback(feedback_id=whole.pk, passages=[[(0, 10)], [(11, 15)]])
    put_together(feedback_id=again.pk, same_as_id=twice.pk)
    set_aside_feedback(feedback_id=spam.pk, reason="spam", by=None)
    count_all()

    assert sum(count for count, _sure, _brought in counted().values()) == 3


def test_history_that_an_import_brings_is_usual_but_a_heap_of_today_is_only_brought() -> None:
    with transaction.atomic():
        for one in say(NOON - timedelta(days=30), (None, None), [], recorded_at=NOON, origin="old"):
            record(IMPORTED, one, change="new")
        for one in say(NOON, (None, None), [], many=4, recorded_at=NOON, origin="old"):
            record(IMPORTED, one, change="new")
    say(NOON, (None, None), [], origin="api")
    count_all()

    assert counted() == {(DAY - timedelta(days=30), 0, 0): (1, 0, 0), (DAY, 0, 0): (5, 0, 4)}
    assert HourVolume.objects.get(day=DAY).count == 1


def test_two_companies_that_become_one_are_counted_as_one(run_jobs: Run) -> None:
    kept, gone = companies(2)
    say(NOON, (None, None), [kept, gone], many=4)
    count_all()
    merge_companies(kept_id=kept.pk, gone_id=gone.pk, by=make_staff())
    run_jobs()
    count_stale_days()

    assert [(row.company_id, row.count) for row in CompanyVolume.objects.all()] == [(kept.pk, 4)]


def test_an_area_that_is_removed_hands_its_volumes_on(run_jobs: Run) -> None:
    old, category = make_area(), make_category()
    new = make_area(product=old.product)
    say(NOON, (old, category), companies(1), many=2)
    say(NOON, (new, category), companies(1), many=3)
    count_all()
    remove_area(area_id=old.pk, into=new)
    run_jobs()
    count_stale_days()

    assert counted() == {(DAY, new.pk, category.pk): (5, 5, 0)}


def test_a_crash_in_the_middle_of_counting_loses_neither_the_mark_nor_the_old_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    say(NOON, (None, None), [])
    count_all()
    say(NOON, (None, None), [])
    mark_days(days=[DAY, DAY])
    monkeypatch.setattr("wellheard.understand.trends.commands.counting._COUNT_HOURS", "SELECT 1 / 0")
    with pytest.raises(Exception, match="division"), transaction.atomic():
        count_stale_days()
    assert counted() == {(DAY, 0, 0): (1, 0, 0)}

    monkeypatch.undo()
    count_stale_days()
    assert counted() == {(DAY, 0, 0): (2, 0, 0)}


def test_a_conversation_counts_for_each_of_its_tags_suggested_until_somebody_confirms(run_jobs: Run) -> None:
    first, second, category = make_area(), make_area(), make_category()
    with clock.at(NOON):
        conversation = make_conversation(contact=make_contact(company=make_company()))
        suggest_tag(conversation_id=conversation.pk, area_id=first.pk, category_id=category.pk)
    run_jobs()
    count_stale_days()
    assert counted() == {(DAY, first.pk, category.pk): (1, 0, 0)}

    for area in (first, second):
        tag_conversation(conversation_id=conversation.pk, area_id=area.pk, category_id=category.pk, by=None)
    run_jobs()
    count_stale_days()
    assert counted() == {(DAY, area.pk, category.pk): (1, 1, 0) for area in (first, second)}


def test_what_came_out_of_a_conversation_counts_once_as_its_conversation(run_jobs: Run) -> None:
    area, category = make_area(), make_category()
    with clock.at(NOON):
        conversation = make_conversation(contact=make_contact(company=make_company()))
        tag_conversation(conversation_id=conversation.pk, area_id=area.pk, category_id=category.pk, by=None)
        feedback = make_feedback_of(message_id=conversation.messages.get().pk)
        file_feedback(feedback_id=feedback.pk, area_id=area.pk, category_id=category.pk, by=None)
    run_jobs()
    count_stale_days()
    assert counted() == {(DAY, area.pk, category.pk): (1, 1, 0)}

    set_conversation_aside(conversation_id=conversation.pk, reason="spam", by=None)
    run_jobs()
    count_stale_days()
    assert counted() == {(DAY, area.pk, category.pk): (1, 1, 0)}


def test_what_a_program_wrote_counts_for_nothing() -> None:
    conversation = make_conversation(contact=make_contact(company=make_company()))
    set_conversation_aside(conversation_id=conversation.pk, reason="automatic", by=None)
    count_all()
    assert not counted()
