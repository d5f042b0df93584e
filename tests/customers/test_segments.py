"""Segments: a rule over companies, its members kept as rows."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.makers import make_company, make_staff
from wellheard.customers.commands import (
    CustomerError,
    UnknownSegmentError,
    refresh_segment,
    remove_segment,
    save_company,
    save_segment,
    save_subscription,
)
from wellheard.customers.models import Company, Segment, SegmentMember
from wellheard.customers.segments.fields import FIELDS, months_before
from wellheard.customers.segments.rules import RuleError, clean_rule, compile_rule, describe
from wellheard.customers.tasks import begin_the_day
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact

pytestmark = pytest.mark.django_db

PAYS_AND_STAYS = {
    "all": [
        {"field": "mrr", "op": ">", "value": 1_500_000},
        {"field": "months_with_us", "op": ">=", "value": 6},
    ]
}


def _names(segment: Segment) -> list[str]:
    return sorted(segment.members.values_list("company__name", flat=True))


def test_the_rule_of_the_walk_finds_who_pays_and_stays() -> None:
    long_ago, lately = clock.today() - timedelta(days=400), clock.today() - timedelta(days=30)
    make_company(name="Pays and stays", mrr=20_000, joined_on=long_ago)
    make_company(name="Pays, is new", mrr=20_000, joined_on=lately)
    make_company(name="Stays, pays little", mrr=15_000, joined_on=long_ago)
    make_company(name="Nobody knows since when", mrr=20_000)

    segment = save_segment(name="Large and loyal", rule=PAYS_AND_STAYS, by=make_staff())

    assert _names(segment) == ["Pays and stays"]
    assert segment.company_count == 1


def test_the_rule_is_said_in_words() -> None:
    assert describe(PAYS_AND_STAYS) == "pays over $15,000 a month and with us 6+ months"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"field": "mrr", "op": "<=", "value": 1050}, "pays at most $10.50 a month"),
        ({"field": "months_with_us", "op": "<", "value": 1}, "with us under 1 month"),
        ({"field": "seats", "op": ">", "value": 20}, "over 20 seats"),
        ({"field": "plan", "op": "in", "value": ["Pro", "Enterprise"]}, "on plan Pro or Enterprise"),
        ({"field": "stage", "op": "!=", "value": "lost"}, "stage is not Lost"),
        (
            {"all": [{"field": "seats", "op": "=", "value": 1}, {"any": [
                {"field": "country", "op": "=", "value": "de"}, {"field": "industry", "op": "=", "value": "EdTech"}]}]},
            "1 seat and (from DE or in EdTech)",
        ),
    ],
)  # fmt: skip
def test_each_field_is_said_in_words(rule: dict[str, Any], words: str) -> None:
    assert describe(rule) == words


def test_money_is_said_as_the_reader_writes_it() -> None:
    with translation.override("de"):
        assert "15.000\xa0$" in describe(PAYS_AND_STAYS)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (None, "A rule is a group"),
        ([], "A rule is a group"),
        ({}, "exactly a field, an op and a value"),
        ({"all": []}, "at least one condition"),
        ({"all": [], "any": []}, "at least one condition"),
        ({"all": {"field": "mrr"}}, "at least one condition"),
        ({"field": "name", "op": "=", "value": "x"}, "There is no field"),
        ({"field": ["mrr"], "op": "=", "value": 1}, "There is no field"),
        ({"field": "mrr", "op": "like", "value": 1}, "is compared by one of"),
        ({"field": "mrr", "op": ">", "value": "much"}, "whole number"),
        ({"field": "mrr", "op": ">", "value": True}, "whole number"),
        ({"field": "mrr", "op": ">", "value": -1}, "whole number"),
        ({"field": "months_with_us", "op": ">", "value": 10**9}, "whole number"),
        ({"field": "plan", "op": "=", "value": ""}, "a text of 1"),
        ({"field": "plan", "op": "in", "value": []}, "a list of 1"),
        ({"field": "plan", "op": "in", "value": "Pro"}, "a list of 1"),
        ({"field": "stage", "op": "=", "value": "asleep"}, "A stage is one of"),
        ({"all": [{"field": "seats", "op": "=", "value": 1}] * 51}, "at most 50"),
    ],
)
def test_a_rule_nobody_can_follow_is_refused_with_a_sentence(rule: Any, sentence: str) -> None:
    with pytest.raises(RuleError, match=sentence):
        clean_rule(rule)


def test_groups_have_a_depth_nobody_needs_to_pass() -> None:
    rule: dict[str, Any] = {"field": "mrr", "op": ">", "value": 1}
    for _level in range(6):
        rule = {"any": [rule]}
    with pytest.raises(RuleError, match="simpler"):
        clean_rule(rule)


_conditions = st.one_of(
    st.builds(
        lambda field, op, value: {"field": field, "op": op, "value": value},
        st.sampled_from(["mrr", "months_with_us", "seats"]),
        st.sampled_from([">", ">=", "<", "<=", "="]),
        st.integers(0, 1200),
    ),
    st.builds(
        lambda field, op, value: {"field": field, "op": op, "value": value},
        st.sampled_from(["plan", "industry", "country"]),
        st.sampled_from(["=", "!="]),
        st.text(min_size=1, max_size=20),
    ),
)
_rules = st.recursive(
    _conditions,
    lambda parts: st.builds(
        lambda group, inside: {group: inside}, st.sampled_from(["all", "any"]), st.lists(parts, min_size=1, max_size=3)
    ),
    max_leaves=8,
)
_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda parts: (
        st.lists(parts, max_size=3) | st.dictionaries(st.sampled_from(["all", "any", "field", "op", "value"]), parts)
    ),
    max_leaves=8,
)


@given(rule=_rules | _anything)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_rule_is_refused_or_can_be_asked_and_said(rule: Any) -> None:
    try:
        condition = compile_rule(rule)
    except RuleError:
        return
    list(Company.objects.filter(condition))
    assert describe(rule)


@given(months=st.integers(0, 240), joined=st.dates(date(2005, 1, 1), date(2026, 6, 30)))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_more_less_and_exactly_so_many_months_fit_together(months: int, joined: date) -> None:
    with time_machine.travel("2026-06-30 12:00", tick=False):
        Company.objects.all().delete()
        make_company(joined_on=joined)
        meets = {
            op: Company.objects.filter(compile_rule({"field": "months_with_us", "op": op, "value": months})).exists()
            for op in FIELDS["months_with_us"].ops
        }
    assert meets[">="] == (meets[">"] or meets["="])
    assert meets["<="] == (meets["<"] or meets["="])
    assert meets[">="] != meets["<"]
    assert meets["<="] != meets[">"]


def test_a_month_before_the_31st_is_a_day_that_exists() -> None:
    assert months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_before(date(2026, 1, 15), 13) == date(2024, 12, 15)


def test_a_company_that_pays_more_enters_by_itself(run_jobs: Callable[[], None]) -> None:
    company = save_company(name="Acme", joined_on=date(2020, 1, 1))
    segment = save_segment(name="Large and loyal", rule=PAYS_AND_STAYS)
    assert segment.company_count == 0

    save_subscription(company_id=company.pk, amount_minor=2_000_000, currency="USD", from_on=date(2024, 1, 1))
    run_jobs()

    segment.refresh_from_db()
    assert (_names(segment), segment.company_count) == (["Acme"], 1)
    assert Fact.objects.filter(name="segment.refreshed").count() == 1


def test_a_company_that_changes_leaves_by_itself(run_jobs: Callable[[], None]) -> None:
    company = save_company(name="Acme", plan="Pro")
    segment = save_segment(name="On Pro", rule={"field": "plan", "op": "=", "value": "pro"})
    assert _names(segment) == ["Acme"]

    save_company(company_id=company.pk, plan="Basic")
    run_jobs()

    segment.refresh_from_db()
    assert (_names(segment), segment.company_count) == ([], 0)


def test_time_alone_brings_companies_in_and_money_out() -> None:
    with time_machine.travel("2026-01-10 12:00", tick=False):
        company = save_company(name="Acme", joined_on=date(2025, 8, 1))
        save_subscription(
            company_id=company.pk, amount_minor=500, currency="USD", from_on=date(2025, 8, 1), until=date(2026, 2, 5)
        )
        segment = save_segment(name="Half a year", rule={"field": "months_with_us", "op": ">=", "value": 6})
        assert segment.company_count == 0

    with time_machine.travel("2026-02-10 12:00", tick=False):
        begin_the_day(0)

    segment.refresh_from_db()
    company.refresh_from_db()
    assert (segment.company_count, company.mrr_minor) == (1, 0)


def test_refreshing_again_changes_nothing() -> None:
    make_company(plan="Pro")
    segment = save_segment(name="On Pro", rule={"field": "plan", "op": "=", "value": "Pro"})

    refresh_segment(segment_id=segment.pk)

    assert SegmentMember.objects.count() == 1
    assert Fact.objects.filter(name="segment.refreshed").count() == 1


def test_refreshing_takes_as_many_queries_for_many_companies(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    segment = save_segment(name="On Pro", rule={"field": "plan", "op": "=", "value": "Pro"})
    make_company(plan="Pro")
    with django_assert_num_queries(8):
        refresh_segment(segment_id=segment.pk)
    for _number in range(20):
        make_company(plan="Pro")
    with django_assert_num_queries(8):
        refresh_segment(segment_id=segment.pk)


def test_two_segments_cannot_be_told_apart_by_case_alone() -> None:
    save_segment(name="Large", rule=PAYS_AND_STAYS)

    with pytest.raises(CustomerError, match="choose another name"):
        save_segment(name="LARGE", rule=PAYS_AND_STAYS)
    with pytest.raises(CustomerError, match="needs a name"):
        save_segment(name="\u200b", rule=PAYS_AND_STAYS)


def test_a_segment_can_be_changed_and_removed() -> None:
    make_company(name="Acme", plan="Pro")
    segment = save_segment(name="On Pro", rule={"field": "plan", "op": "=", "value": "Pro"})

    changed = save_segment(segment_id=segment.pk, name="On Basic", rule={"field": "plan", "op": "=", "value": "Basic"})
    assert (changed.name, changed.company_count) == ("On Basic", 0)

    remove_segment(segment_id=segment.pk)
    with pytest.raises(UnknownSegmentError, match="does not exist any more"):
        refresh_segment(segment_id=segment.pk)
