"""Surveys are kept in memory: what changed is read again, and only that."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.makers import make_attribute, make_company, make_contact, make_survey
from wellheard.customers.commands import remove_attribute
from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.listen.surveys import kept
from wellheard.listen.surveys.asked import Asked, Place
from wellheard.listen.surveys.commands import change_rules, change_survey, pause_survey, show_survey, start_survey
from wellheard.listen.surveys.deciding import decide
from wellheard.listen.surveys.drafts import StratumDraft
from wellheard.listen.surveys.kept import Known, Shelf, Stamp
from wellheard.listen.surveys.models import FatigueRules, Survey

pytestmark = pytest.mark.django_db

HERE = Place(url="https://app.example/board/7")
PAYS_100 = {"all": [{"field": "mrr", "op": ">", "value": 10_000}]}


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    kept._Kept.shelf = None
    yield
    kept._Kept.shelf = None


def by_name() -> dict[str, Known]:
    return {one.survey.name: one for one in kept.running()}


def someone(company: Company | None = None) -> Asked:
    return Asked(contact_id=make_contact(company=company, created_at=clock.now() - timedelta(days=400)).pk)


def named(who: Asked) -> str:
    survey = decide(who, HERE).survey
    return survey.name if survey else ""


def test_after_a_change_only_that_survey_is_read_again() -> None:
    surveys = [make_survey(name=name, strata=[StratumDraft("All", PAYS_100, 5)]) for name in ("a", "b", "c")]
    before = by_name()
    change_survey(survey_id=surveys[1].pk, version=surveys[1].version, priority=7)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        after = by_name()

    assert list(after) == ["b", "a", "c"]
    assert (after["a"] is before["a"], after["b"] is before["b"], after["c"] is before["c"]) == (True, False, True)
    read = [one["sql"] for one in asked if '"surveys_survey"."name"' in one["sql"]]
    assert len(read) == 1
    assert f'"id" IN ({surveys[1].pk})' in read[0]


def test_a_pause_takes_one_away_and_a_start_brings_one_without_reading_the_others() -> None:
    first, second = make_survey(name="first"), make_survey(name="second")
    before = by_name()
    pause_survey(survey_id=first.pk)
    assert list(by_name()) == ["second"]
    start_survey(survey_id=first.pk)
    make_survey(name="third")
    assert list(by_name()) == ["first", "second", "third"]
    assert by_name()["second"] is before["second"]
    assert second.pk == before["second"].pk


def test_a_survey_that_was_shown_or_never_changed_is_not_read_again() -> None:
    survey, who = make_survey(), someone()
    before = kept.shelf()
    show_survey(survey_id=survey.pk, who=who, channel="in_app", key="k")
    assert kept.shelf() is before


def test_how_often_people_are_asked_changes_without_reading_surveys() -> None:
    survey, who = make_survey(name="Here"), someone()
    before = kept.shelf()
    assert named(who) == "Here"
    change_rules(version=1, holidays=[clock.today().isoformat()])
    assert named(who) == ""
    assert kept.shelf().surveys is before.surveys
    assert (kept.shelf().rules.version, FatigueRules.objects.get().version) == (2, 2)
    assert survey.pk == before.surveys[0].pk


def test_a_rule_that_counts_months_is_another_one_tomorrow_and_no_survey_is_read_for_it() -> None:
    rule = {"all": [{"field": "months_with_us", "op": ">=", "value": 6}]}
    make_survey(name="Six months", audience="rule", rule=rule)
    joined = clock.today().replace(day=15) - timedelta(days=120)
    who = someone(make_company(joined_on=joined))
    before = kept.shelf().surveys
    assert named(who) == ""
    with clock.at(clock.now() + timedelta(days=120)):
        assert named(who) == "Six months"
    assert kept.shelf().surveys is before


def test_an_attribute_that_is_removed_describes_nobody_from_the_next_decision_on() -> None:
    attribute = make_attribute(key="region", kind="text")
    rule = {"all": [{"field": "company.region", "op": "=", "value": "north"}]}
    make_survey(name="North", audience="rule", rule=rule)
    who = someone(make_company(attributes={"region": "north"}))
    assert named(who) == "North"
    remove_attribute(attribute_id=attribute.pk)
    assert named(who) == ""


def test_one_statement_decides_about_somebody_we_know_and_about_nobody(django_assert_num_queries: Any) -> None:
    make_survey(name="Here", trigger={"event": "Saved", "at_least": 2})
    who = someone(make_company())
    decide(who, HERE)
    with django_assert_num_queries(1):
        assert decide(who, Place(url=HERE.url, event="Saved", signals={"Saved": 2})).survey is not None
    with django_assert_num_queries(1):
        assert decide(Asked(device="d"), HERE).survey is None


def test_a_change_between_two_decisions_of_a_process_is_seen_by_the_second() -> None:
    survey, who = make_survey(name="Old"), someone()
    assert named(who) == "Old"
    # As another process does it: nothing here hears of it.
    Survey.objects.filter(pk=survey.pk).update(name="New", version=survey.version + 1)
    assert named(who) == "New"


@pytest.mark.django_db(transaction=True)
def test_of_several_that_meet_a_change_one_reads_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    make_survey(name="Only")
    together, reads, read = Barrier(8), list[Stamp](), kept._read
    found: list[str] = []

    def noted(stamp: Stamp, before: Shelf | None) -> Shelf:
        reads.append(stamp)
        return read(stamp, before)

    def look() -> None:
        together.wait()
        found.extend(one.survey.name for one in kept.running())
        connection.close()

    monkeypatch.setattr(kept, "_read", noted)
    threads = [Thread(target=look) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(reads), found) == (1, ["Only"] * 8)
