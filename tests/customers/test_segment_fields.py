"""What segments may ask about: tiers, tags, days, attributes of one's own, what was asked for and answered."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.makers import (
    make_area,
    make_attribute,
    make_company,
    make_contact,
    make_feedback,
    make_idea,
    make_staff,
    make_tier,
)
from wellheard.answer.models import Answer
from wellheard.customers.commands import edit_contact, refresh_segments_of, save_company, save_segment
from wellheard.customers.models import Company, Segment
from wellheard.customers.segments.custom import Fields
from wellheard.customers.segments.kinds import OPS
from wellheard.customers.segments.rules import RuleError, clean_rule, compile_rule, describe, fields_in
from wellheard.decide.commands import link_feedback, unlink_feedback
from wellheard.foundation import clock
from wellheard.workspace.commands import remove_tier

pytestmark = pytest.mark.django_db
RunJobs = Callable[[], None]


YES, NO = True, False


def fitting(field: str, op: str, value: Any) -> list[str]:
    rule = compile_rule({"field": field, "op": op, "value": value})
    return sorted(Company.objects.filter(rule).values_list("name", flat=True))


def said(field: str, op: str, value: Any) -> str:
    return describe({"field": field, "op": op, "value": value})


def members(segment: Segment) -> list[str]:
    return sorted(segment.members.values_list("company__name", flat=True))


def test_tiers_owners_and_tags() -> None:
    gold, ada = make_tier(name="Gold"), make_staff(name="Ada")
    make_company(name="Acme", tier=gold, tags=["EU", "pilot"])
    make_company(name="Globex", owner=ada)

    assert fitting("tier", "=", gold.pk) == ["Acme"]
    assert fitting("tier", "!=", gold.pk) == ["Globex"]
    assert fitting("owner", "in", [ada.pk]) == ["Globex"]
    assert fitting("tag", "in", ["EU", "US"]) == ["Acme"]
    assert fitting("tag", "not_in", ["EU", "US"]) == ["Globex"]
    assert said("tier", "not_in", [gold.pk, 999]) == "not in tier Gold or (gone)"
    assert said("owner", "=", ada.pk) == "looked after by Ada"


def test_days_are_compared_with_today_and_with_a_day() -> None:
    today = clock.today()
    make_company(name="Soon", renews_on=today + timedelta(days=90))
    make_company(name="Later", renews_on=today + timedelta(days=91))
    make_company(name="Lately", renews_on=today - timedelta(days=3))
    make_company(name="Unknown")

    assert fitting("renews_on", "next", 90) == ["Soon"]
    assert fitting("renews_on", "past", 3) == ["Lately"]
    assert fitting("renews_on", "not_past", 3) == ["Later", "Soon", "Unknown"]
    assert fitting("renews_on", "after", today.isoformat()) == ["Later", "Soon"]
    assert fitting("renews_on", "before", today.isoformat()) == ["Lately"]
    assert said("renews_on", "next", 90) == "renews within 90 days"
    assert said("joined_on", "before", "2026-01-31") == "joined before Jan. 31, 2026"


def test_attributes_of_companies_of_every_kind() -> None:
    make_attribute(key="type", label="Type")
    make_attribute(key="1", label="Sites", kind="number")
    make_attribute(key="signed", label="Signed", kind="date")
    make_attribute(key="vip", label="Important", kind="yes_no")
    day = (clock.today() - timedelta(days=5)).isoformat()
    make_company(name="Acme", attributes={"type": "Yearly", "1": 4, "signed": day, "vip": True})
    make_company(name="Odd", attributes={"type": 7, "1": "many", "signed": "some day", "vip": "maybe"})
    make_company(name="Bare")

    assert fitting("company.type", "=", "yearly") == ["Acme"]
    assert fitting("company.type", "!=", "Yearly") == ["Bare", "Odd"]
    assert fitting("company.1", ">=", 4) == ["Acme"]
    assert fitting("company.1", "<", 4) == []
    assert fitting("company.signed", "past", 7) == ["Acme"]
    assert fitting("company.signed", "not_past", 7) == ["Bare", "Odd"]
    assert fitting("company.vip", "=", YES) == ["Acme"]
    assert fitting("company.vip", "=", NO) == ["Bare", "Odd"]
    assert said("company.1", ">=", 4) == "Sites at least 4"
    assert said("company.vip", "=", NO) == "not: Important"


def test_attributes_of_people_hold_for_the_company_somebody_is_in(run_jobs: RunJobs) -> None:
    make_attribute(of="contact", key="job", label="Job")
    acme = make_company(name="Acme")
    make_company(name="Globex")
    ada = make_contact(company=acme, attributes={"job": "Fitter"})
    rule = {"field": "contact.job", "op": "=", "value": "fitter"}
    segment = save_segment(name="With a fitter", rule=rule)
    assert members(segment) == ["Acme"]

    edit_contact(contact_id=ada.pk, version=1, attributes={"job": "Owner"})
    run_jobs()

    assert members(segment) == []


def test_what_was_asked_for_follows_the_evidence(run_jobs: RunJobs) -> None:
    area = make_area()
    part, staff = make_area(product=area.product, parent=area), make_staff()
    idea, acme = make_idea("Work offline", area=part), make_company(name="Acme")
    make_company(name="Globex")
    feedback = make_feedback(company=acme)
    segment = save_segment(name="Asked", rule={"all": [
        {"field": "asked_for", "op": "=", "value": idea.pk}, {"field": "asked_in", "op": "=", "value": area.pk}]})  # fmt: skip
    assert members(segment) == []

    link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=staff)
    run_jobs()
    assert members(segment) == ["Acme"]
    assert fitting("asked_for", "!=", idea.pk) == ["Globex"]
    assert describe(segment.rule) == f"asked for “Work offline” and asked for something in {area.name}"

    unlink_feedback(feedback_id=feedback.pk, idea_id=idea.pk)
    run_jobs()
    assert members(segment) == []


def test_what_was_heard_and_answered() -> None:
    acme, globex = make_company(name="Acme"), make_company(name="Globex")
    ada, idea, moment = make_contact(company=acme), make_idea(), clock.now()
    make_feedback(company=acme, heard_at=moment - timedelta(days=10))
    make_feedback(company=globex, heard_at=moment - timedelta(days=100))
    make_company(name="Silent")
    Answer.objects.create(
        contact=ada, idea=idea, occasion="shipped", state="sent", waiting_since=moment, owed_at=moment,
        subject_line="Live", words="Live", solved="yes",
    )  # fmt: skip

    assert fitting("heard_from", "past", 90) == ["Acme"]
    assert fitting("heard_from", "not_past", 90) == ["Globex", "Silent"]
    assert fitting("spoke", "=", NO) == ["Silent"]
    assert fitting("told_about", "=", idea.pk) == ["Acme"]
    assert fitting("solved", "in", ["yes", "partly"]) == ["Acme"]
    assert fitting("owed", "=", YES) == []
    assert said("spoke", "=", NO) == "never told us anything"
    assert said("heard_from", "not_past", 90) == "not heard from in the last 90 days"


def test_only_segments_that_ask_are_brought_up_to_date() -> None:
    acme = make_company(name="Acme", plan="Pro")
    save_segment(name="On Pro", rule={"field": "plan", "op": "=", "value": "Pro"})
    with CaptureQueriesContext(connection) as queries:
        refresh_segments_of(company_id=acme.pk, asking=("asked_for",))
    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) == 1


def test_a_removed_tier_takes_its_companies_out(run_jobs: RunJobs) -> None:
    gold, silver = make_tier(), make_tier()
    save_company(name="Acme", tier=gold)
    segment = save_segment(name="Gold", rule={"field": "tier", "op": "=", "value": gold.pk})
    remove_tier(tier_id=gold.pk, into=silver)
    run_jobs()

    assert members(segment) == []


def test_many_rules_about_attributes_ask_for_them_once() -> None:
    make_attribute(key="type")
    fields = Fields()
    with CaptureQueriesContext(connection) as queries:
        for number in range(20):
            describe({"field": "company.type", "op": "=", "value": str(number)}, fields)
    assert len(queries) == 1


def test_a_rule_says_which_fields_it_asks_about() -> None:
    rule = {"any": [{"all": [{"field": "mrr"}, {"field": "tag"}]}, {"field": "company.x"}]}
    assert fields_in(rule) == {"mrr", "tag", "company.x"}


@pytest.mark.parametrize(
    ("field", "op", "value", "sentence"),
    [
        ("renews_on", "next", "soon", "whole number"),
        ("renews_on", "before", "2026-02-31", "Compare this with a day"),
        ("renews_on", ">", 3, "is compared by one of"),
        ("tier", "=", True, "Choose one that is offered"),
        ("tier", "=", -1, "Choose one that is offered"),
        ("spoke", "=", "yes", "yes or no"),
        ("company.gone", "=", "x", "There is no field"),
    ],
)
def test_what_a_field_cannot_be_asked_is_said(field: str, op: str, value: Any, sentence: str) -> None:
    with pytest.raises(RuleError, match=sentence):
        clean_rule({"field": field, "op": op, "value": value})


_values = (
    st.integers() | st.booleans() | st.text(max_size=20) | st.none() | st.dates().map(lambda day: day.isoformat())
    | st.lists(st.integers(0, 99) | st.text(max_size=9), max_size=3) | st.integers(0, 40_000)
)  # fmt: skip


@given(data=st.data(), op=st.sampled_from(list(OPS)), value=_values)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_about_any_field_is_refused_or_can_be_asked_and_said(data: Any, op: str, value: Any) -> None:
    if not Company.objects.exists():
        make_company(attributes={"text": "x", "number": 3, "date": "2026-01-01", "yes_no": True, "choice": "Gold"})
        for of in ("company", "contact"):
            for kind in ("text", "number", "date", "yes_no", "choice"):
                make_attribute(of=of, key=kind, kind=kind, choices=["Gold"])
    fields = Fields()
    rule = {"field": data.draw(st.sampled_from(fields.names())), "op": op, "value": value}
    try:
        condition = compile_rule(rule, fields)
    except RuleError:
        return
    list(Company.objects.filter(condition))
    list(Company.objects.filter(~condition))
    assert describe(rule, fields)
    assert clean_rule(clean_rule(rule, fields), fields) == clean_rule(rule, fields)
