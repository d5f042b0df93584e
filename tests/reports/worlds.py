"""A quarter in which something was said, decided, shipped and answered, of which every number is known."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.makers import (
    make_area,
    make_category,
    make_company,
    make_contact,
    make_feedback,
    make_idea,
    make_staff,
    make_tier,
)
from wellheard.answer.models import Answer
from wellheard.customers.models import Company, Contact
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Decision, Evidence, Idea
from wellheard.foundation import clock
from wellheard.learn.reports.models import Report
from wellheard.listen.models import Feedback

DAYS = 30
SECRET = "Their boss told us they will leave in May"


@dataclass
class Quarter:
    """What was made."""

    begins_on: date
    last_on: date
    large: Company
    small: Company
    silent: Company
    person: Contact
    offline: Idea
    internal: Idea
    quote: Feedback


def days() -> tuple[date, date]:
    """Return the days the world happened in."""
    today = clock.today()
    return today - timedelta(days=DAYS), today


def at(back: int) -> datetime:
    """Return noon of some days ago."""
    return datetime.combine(clock.today() - timedelta(days=back), time(12), clock.zone())


def a_quarter() -> Quarter:
    """Make two companies that spoke and one that did not, a shipped public idea, and one that stays inside."""
    enterprise, starter = make_tier(name="Enterprise"), make_tier(name="Starter")
    large = make_company(name="Brightwell Heating", mrr=900, tier=enterprise, industry="Heating", stage="active")
    small = make_company(name="Harbour Lifts", mrr=100, tier=starter, industry="Lifts", stage="active")
    silent = make_company(name="Meridian Cold Chain", mrr=2000, tier=enterprise, stage="active")
    person = make_contact(company=large, name="Ada Brightwell")
    other = make_contact(company=small, name="Bo Harbour")
    area, category = make_area(name="Mobile"), make_category(key="feature-request", name="Feature request")
    filed: dict[str, Any] = {"area": area, "category": category, "filed_at": at(2)}
    quote = make_feedback(
        "If one engineer calls in sick I drag forty jobs.", contact=person, heard_at=at(10), quotable="named", **filed
    )
    unnamed = make_feedback(
        "Half our lifts are in basements without a signal.", contact=other, heard_at=at(9), quotable="unnamed", **filed
    )
    secret = make_feedback(SECRET, contact=person, heard_at=at(8), **filed)
    offline, internal = (
        make_idea("Work offline", is_public=True, status="shipped", language="en"),
        make_idea("Raise the price", internal_text="hush", language="en"),
    )
    for said, idea in ((quote, offline), (unnamed, offline), (secret, internal)):
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    Evidence.objects.filter(idea=offline, company=small).update(importance=3, importance_set_by="customer")
    decided_by = make_staff(name="Ines Calder")
    Decision.objects.create(
        idea=offline,
        outcome="yes",
        reason="They threatened us",
        public_reason="Many of you asked.",
        decided_by=decided_by,
        decided_at=at(5),
    )
    Decision.objects.create(
        idea=internal,
        outcome="not_now",
        reason="Greedy",
        public_reason="We looked twice.",
        decided_by=decided_by,
        decided_at=at(4),
    )
    Answer.objects.create(
        contact=person,
        idea=offline,
        occasion="shipped",
        state="sent",
        waiting_since=at(10),
        owed_at=at(5),
        told_at=at(4),
        solved="yes",
        solved_at=at(3),
        quote=quote,
    )
    begins_on, last_on = days()
    return Quarter(begins_on, last_on, large, small, silent, person, offline, internal, quote)


def data_of(report: Report, key: str) -> dict[str, Any]:
    """Return the frozen numbers of a section."""
    data: dict[str, Any] = report.sections.get(key=key).data
    return data
