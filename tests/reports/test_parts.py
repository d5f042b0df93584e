"""How sure filing is, what moves the score, how what went live is used, and which competitor was named for what."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.makers import (
    make_area,
    make_category,
    make_company,
    make_contact,
    make_event_name,
    make_feedback,
    make_idea,
    make_staff,
    make_survey,
    make_survey_answer,
)
from tests.reports.worlds import at, days
from tests.reviews.tables import agreed_table, decide, yes
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Idea
from wellheard.decide.reviews.models import Expectation
from wellheard.deliver.models import Release, ReleasedIdea
from wellheard.foundation.facts.actors import Actor, acting
from wellheard.foundation.facts.models import Fact
from wellheard.learn.reports.commands import make_report
from wellheard.learn.reports.models import Report
from wellheard.learn.reports.sections import Within
from wellheard.learn.reports.sections.drivers import drivers
from wellheard.learn.reports.sections.filing import filing
from wellheard.learn.reports.sections.rivals import named_for
from wellheard.learn.reports.sections.using import use_of
from wellheard.listen.deals.models import Deal, DealMissing, DealReason
from wellheard.listen.departures.models import Departure
from wellheard.listen.usage.models import DailyUse
from wellheard.understand.commands import file_feedback
from wellheard.workspace.models import Competitor, Reason, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
Queries = Callable[[int], AbstractContextManager[object]]


def within() -> Within:
    return Within.of(*days())


def filed(*, by_itself: int = 0) -> list[int]:
    area, category = make_area(), make_category()
    made = [make_feedback(heard_at=at(number % 9 + 1)) for number in range(by_itself)]
    for said in made:
        file_feedback(feedback_id=said.pk, area_id=area.pk, category_id=category.pk, by=None)
    return [said.pk for said in made]


def test_filing_is_as_sure_as_colleagues_left_it() -> None:
    said, elsewhere, staff = filed(by_itself=20), make_area(), make_staff()
    early = make_feedback(heard_at=at(50), filed_at=at(50))
    with acting(Actor(Fact.Actor.STAFF, staff.pk)):
        for pk in (said[0], said[1], early.pk):
            file_feedback(feedback_id=pk, area_id=elsewhere.pk, category_id=None, by=staff)
        file_feedback(feedback_id=said[0], area_id=elsewhere.pk, category_id=make_category().pk, by=staff)
    found = filing(within())
    assert (found["filed"], found["corrected"]) == (20, 2)
    assert 0.02 < found["low"] < 0.1 < found["high"] < 0.35


def test_what_a_program_files_anew_is_nobodys_correction_and_nothing_filed_is_said_so() -> None:
    assert filing(within()) == {"filed": 0, "corrected": 0, "low": None, "high": None}
    (pk,) = filed(by_itself=1)
    file_feedback(feedback_id=pk, area_id=make_area().pk, category_id=None, by=None)
    assert filing(within())["corrected"] == 0


def test_themes_are_held_against_those_who_did_not_speak_of_them() -> None:
    survey, area, rare = make_survey(), make_area(name="Mobile"), make_area(name="Rare")
    category = make_category(key="bug", name="Bug")
    for number in range(40):
        contact = make_contact(company=make_company())
        said = None
        if number < 10:
            about: dict[str, Any] = {"area": area, "category": category, "filed_at": at(2)}
            said = make_feedback("It loses my work.", contact=contact, heard_at=at(3), **about)
        elif number < 12:
            said = make_feedback("Nice.", contact=contact, heard_at=at(3), area=rare, category=category, filed_at=at(2))
        answer = make_survey_answer(survey, 2 if number < 10 else 10, contact=contact, at=at(3))
        answer.feedback = said
        answer.save(update_fields=["feedback"])
    (row,) = drivers(within())
    assert (row["area"], row["category"], row["answers"]) == (area.pk, category.pk, 10)
    assert (row["score"], row["by"], row["is_noise"]) == (-100, -200, False)
    assert drivers(Within.of(date(2020, 1, 1), date(2020, 3, 31))) == []


def test_use_is_counted_among_companies_that_asked_since_it_went_live() -> None:
    table = agreed_table(1)
    decide(table, table.items()[0], yes())
    idea, event = table.ideas[0], make_event_name(name="Offline sync")
    Expectation.objects.filter(idea=idea).update(event=event.name, shipped_on=at(10).date())
    asking = [make_company() for _ in range(3)]
    for number, company in enumerate(asking):
        said = make_feedback(contact=make_contact(company=company), heard_at=at(20))
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
        # The first uses it since, the second did before, the third after these days.
        DailyUse.objects.create(day=at((5, 15, -1)[number]).date(), company=company, event=event, count=1)
    DailyUse.objects.create(day=at(5).date(), company=make_company(), event=event, count=1)
    assert use_of([idea.pk], within()) == {idea.pk: {"using": 1, "could_use": 4}}


def released(idea: Idea, event: str, back: int) -> Release:
    made = Release.objects.create(title="8.3", notes="n", event=event, created_at=at(back), published_at=at(back))
    ReleasedIdea.objects.create(release=made, idea=idea)
    return made


def test_the_event_of_the_release_that_shipped_it_last_stands_above_the_reviews() -> None:
    table = agreed_table(1)
    decide(table, table.items()[0], yes())
    idea, of_review, of_release = table.ideas[0], make_event_name(name="Opened"), make_event_name(name="Synced")
    Expectation.objects.filter(idea=idea).update(event=of_review.name, shipped_on=at(10).date())
    asking = [make_company() for _ in range(2)]
    for company in asking:
        said = make_feedback(contact=make_contact(company=company), heard_at=at(20))
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    for company, event in ((asking[0], of_review), (asking[1], of_review), (asking[0], of_release)):
        DailyUse.objects.create(day=at(7).date(), company=company, event=event, count=1)
    released(idea, "", 9)
    assert use_of([idea.pk], within())[idea.pk]["using"] == 2
    released(idea, "Opened", 8)
    released(idea, "Synced", 8)
    assert use_of([idea.pk], within())[idea.pk]["using"] == 1
    Release.objects.filter(event="Synced").update(published_at=at(5))
    assert use_of([idea.pk], within())[idea.pk]["using"] == 0
    Release.objects.filter(event="Synced").update(published_at=None)
    assert use_of([idea.pk], within())[idea.pk]["using"] == 2


def test_the_briefing_says_how_it_is_used_or_plainly_that_nobody_knows(signed_in: SignIn) -> None:
    known, unknown, event = make_idea("Work offline"), make_idea("Raise the price"), make_event_name(name="Synced")
    for idea in (known, unknown):
        for back in (20, 21):
            said = make_feedback(contact=make_contact(company=make_company()), heard_at=at(back))
            link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    one = make_company()
    DailyUse.objects.create(day=at(2).date(), company=one, event=event, count=1)
    said = make_feedback(contact=make_contact(company=one), heard_at=at(19))
    link_feedback(feedback_id=said.pk, idea_id=known.pk, by=None)
    released(known, "Synced", 5)
    released(unknown, "", 5)
    begins_on, last_on = days()
    client = signed_in(make_staff(role=Role.PRODUCT))
    for kind in ("briefing", "voice"):
        made = make_report(begins_on=begins_on, last_on=last_on, by=None, kind=kind)
        page = client.get(f"/reports/{made.pk}/").text
        assert "1 of 3 companies that asked use it" in page, kind
        assert page.count("not known how it is used") == 1, kind


def test_use_of_what_no_event_tells_is_not_known(django_assert_num_queries: Queries) -> None:
    idea = make_idea()
    with django_assert_num_queries(2):
        assert use_of([idea.pk], within()) == {}


def test_use_asks_four_times_however_many_ideas(django_assert_num_queries: Queries) -> None:
    table = agreed_table(4, capacity_weeks=40)
    for item in table.items():
        decide(table, item, yes())
    event = make_event_name()
    Expectation.objects.update(event=event.name, shipped_on=at(10).date())
    for some in (table.ideas[:1], table.ideas):
        with django_assert_num_queries(4):
            assert len(use_of([idea.pk for idea in some], within())) == len(some)


def test_a_competitor_is_named_with_reasons_and_what_was_missing() -> None:
    rival, why = Competitor.objects.create(name="Fieldmaster", added_at=at(9)), reason("deal", "Too slow")
    price = reason("departure", "Too dear")
    lost, idea = [], make_idea("Work offline")
    for number in range(2):
        deal = Deal.objects.create(
            source="import", title="D", outcome="lost_competitor", day=at(5).date(), created_at=at(5), competitor=rival
        )
        DealReason.objects.create(deal=deal, reason=why, said=f"slow {number}", recorded_at=at(5))
        said = make_feedback("No offline.", company=make_company(), heard_at=at(5))
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
        DealMissing.objects.create(deal=deal, feedback=said, position=1)
        lost.append(deal)
    gone = Departure.objects.create(
        company=make_company(),
        left_on=at(4).date(),
        reason=price,
        competitor=rival,
        reported_by="staff",
        recorded_at=at(4),
    )
    (row,) = named_for([gone], lost)
    assert [(one["name"], one["of"], one["count"]) for one in row["reasons"]] == [
        ("Too slow", "deal", 2),
        ("Too dear", "departure", 1),
    ]
    assert row["ideas"] == [{"idea": idea.pk, "title": "Work offline", "deals": 2}]


def test_a_report_and_a_briefing_say_all_of_it(signed_in: SignIn) -> None:
    filed(by_itself=3)
    begins_on, last_on = days()
    idea = make_idea("Work offline", status="shipped")
    release = Release.objects.create(title="8.3", notes="n", created_at=at(3), published_at=at(2))
    ReleasedIdea.objects.create(release=release, idea=idea)
    rival = Competitor.objects.create(name="Fieldmaster", added_at=at(9))
    Departure.objects.create(
        company=make_company(),
        left_on=at(4).date(),
        reason=reason("departure", "Too dear"),
        competitor=rival,
        reported_by="staff",
        recorded_at=at(4),
    )
    voice = make_report(begins_on=begins_on, last_on=last_on, by=None)
    briefing = make_report(begins_on=begins_on, last_on=last_on, kind=Report.Kind.BRIEFING, by=None)
    client = signed_in(make_staff(role=Role.PRODUCT))
    page = client.get(f"/reports/{voice.pk}/").text
    assert "of 3 things that were filed, a colleague filed 0 otherwise later" in page
    for one in (page, client.get(f"/reports/{briefing.pk}/").text):
        assert "Named for what" in one
        assert "Too dear 1" in one
    assert "Work offline" in client.get(f"/reports/{briefing.pk}/").text


def reason(kind: str, name: str) -> Reason:
    return Reason.objects.create(kind=kind, key=name.lower().replace(" ", "-"), name=name, position=99)
