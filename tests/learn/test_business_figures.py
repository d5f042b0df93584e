"""Customers won, customers kept, support load: each figure on a world small enough to count by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.learn.worlds import DAY, EVER, NOON, cases_of, deal, left, missed, numbers_of, released, scope_of
from tests.makers import (
    make_area,
    make_category,
    make_company,
    make_contact,
    make_feedback,
    make_idea,
    make_team,
    make_tier,
)
from wellheard.customers.commands import import_companies, save_company
from wellheard.customers.models import Company, Subscription
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Evidence
from wellheard.foundation import clock
from wellheard.foundation.statistics.intervals import events
from wellheard.learn.figures import FIGURES
from wellheard.learn.figures.reading import read
from wellheard.learn.figures.splitting import only, parts_of
from wellheard.listen.conversations.models import Conversation, Tag
from wellheard.listen.departures.models import Cancellation, Unstarted

pytestmark = pytest.mark.django_db

NOVEMBER = scope_of(date(2026, 11, 1), date(2026, 12, 1))


def wrote_to_us(company: Company, **fields: object) -> Conversation:
    values = {"channel": "email", "waits_for": "us", "started_at": NOON, "last_message_at": NOON}
    return Conversation.objects.create(company=company, requester=make_contact(company=company), **values | fields)


def stayed(company: Company) -> None:
    Cancellation.objects.create(
        company=company, key_sha256=f"{company.pk:064}", seed=1, begun_at=NOON, outcome="stayed", decided_at=NOON
    )


def test_the_win_rate_counts_deals_and_open_ones_are_no_case() -> None:
    for outcome in ("won", "lost_competitor", "lost_no_decision", "lost_unknown"):
        deal(make_company(), date(2026, 11, 2), outcome)
    deal(make_company(), date(2026, 10, 31), "won")
    deal(None, date(2026, 11, 3), "open", closed_on=None)
    found = numbers_of("win-rate", NOVEMBER)
    assert (found.good, found.rated) == (1, 4)
    assert found.interval == pytest.approx((0.0456, 0.6994), abs=0.001)
    assert [case.deal for case in cases_of("win-rate", NOVEMBER, "met")] == ["A plan"]


def test_a_deal_lost_for_what_is_live_now_counts_once_and_is_won_since_only_after_the_release() -> None:
    first, second, other = make_idea(), make_idea(), make_idea()
    back, gone = make_company(), make_company()
    lost = deal(back, date(2026, 9, 1), reporting_minor=70_000)
    missed(lost, first, NOON - 80 * DAY)
    again = deal(gone, date(2026, 9, 1))
    missed(again, first, NOON - 80 * DAY)
    missed(deal(gone, date(2026, 9, 1), reporting_minor=5), other, NOON - 80 * DAY)
    deal(gone, date(2026, 10, 1), "won")
    released(first, NOON - 10 * DAY)
    released(second, NOON - 5 * DAY)
    deal(back, date(2026, 11, 15), "won")
    with clock.at(NOON):
        found = numbers_of("lost-and-mended", NOVEMBER)
        assert (found.cases, found.good, found.answered, found.level) == (2, 1, 1, 70_000)
        assert {case.amount for case in cases_of("lost-and-mended", NOVEMBER)} == {70_000, None}
        assert [case.company_id for case in cases_of("lost-and-mended", NOVEMBER, "met")] == [back.pk]


def test_who_paid_on_the_first_day_and_left_is_counted_and_who_came_later_is_not() -> None:
    staying, leaving, late = make_company(mrr=10), make_company(mrr=20), make_company(mrr=30)
    Subscription.objects.filter(company=late).update(from_on=date(2026, 11, 5))
    left(leaving, date(2026, 11, 10), mrr_minor=2_000)
    left(late, date(2026, 11, 11), mrr_minor=None)
    found = numbers_of("departed", NOVEMBER)
    assert (found.good, found.rated) == (1, 2)
    assert {case.company_id for case in cases_of("departed", NOVEMBER, "missed")} == {staying.pk}
    lost = numbers_of("mrr-lost", NOVEMBER)
    assert (lost.cases, lost.answered, lost.level) == (2, 1, 2_000)


def test_who_left_in_the_period_and_is_back_is_recovered_whenever_that_was() -> None:
    left(make_company(), date(2026, 10, 31), returned_on=date(2026, 11, 5))
    left(make_company(), date(2026, 11, 1), returned_on=date(2026, 12, 24))
    left(make_company(), date(2026, 11, 30))
    found = numbers_of("recovered", NOVEMBER)
    assert (found.good, found.rated) == (1, 2)


def test_a_company_is_saved_once_and_not_when_it_left_later() -> None:
    both, begun, lost = make_company(mrr=100), make_company(mrr=50), make_company(mrr=999)
    stayed(both)
    left(both, date(2026, 10, 1), returned_on=date(2026, 11, 20))
    Unstarted.objects.create(
        company=begun, paid_from=date(2026, 11, 1), help_until=date(2026, 12, 1), found_at=NOON, begun_at=NOON
    )
    stayed(lost)
    left(lost, date(2026, 11, 25))
    found = numbers_of("mrr-saved", NOVEMBER)
    assert (found.cases, found.level) == (2, 15_000)
    parts = parts_of(FIGURES["mrr-saved"], NOVEMBER)
    assert {part.key: part.share.hits for part in parts} == {"begun": 1, "stayed": 1}
    assert only(FIGURES["mrr-saved"], "nonsense") is None


def test_who_was_at_risk_and_is_not_any_more_is_saved_however_the_stage_was_written() -> None:
    by_hand, by_file, given_up, still, gone = (
        make_company(mrr=10 * number, stage="at_risk", external_id=f"c{number}") for number in range(1, 6)
    )
    with clock.at(NOON):
        save_company(company_id=by_hand.pk, stage="active")
        save_company(company_id=by_hand.pk, stage="active")
        import_companies(drafts=[{"external_id": "c2", "stage": "active"}, {"external_id": "c4", "industry": "Lifts"}])
        save_company(company_id=given_up.pk, stage="lost")
        save_company(company_id=gone.pk, stage="active")
    left(gone, date(2026, 11, 25))
    assert still.stage == "at_risk"
    found = numbers_of("mrr-saved", NOVEMBER)
    assert (found.cases, found.level) == (2, 3_000)
    assert {case.company_id for case in cases_of("mrr-saved", NOVEMBER)} == {by_hand.pk, by_file.pk}
    assert [part.key for part in parts_of(FIGURES["mrr-saved"], NOVEMBER)] == ["kept"]


def test_who_is_at_risk_again_is_saved_no_more_until_that_is_over() -> None:
    firm = make_company(mrr=10, stage="at_risk")
    counts = []
    for stage in ("active", "at_risk", "active"):
        with clock.at(NOON):
            save_company(company_id=firm.pk, stage=stage)
        counts.append(numbers_of("mrr-saved", NOVEMBER).cases)
    assert counts == [1, 0, 1]


def test_departures_of_an_area_are_those_whose_words_are_about_it_or_stand_behind_its_ideas() -> None:
    team, area = make_team(), make_area()
    owned = make_area(team=team)
    idea, withdrawn = make_idea(area=area), make_idea(area=area)
    about = make_feedback("It was slow.", area=owned, filed_at=NOON)
    behind, taken_back = make_feedback("No offline."), make_feedback("No dark screen.")
    link_feedback(feedback_id=behind.pk, idea_id=idea.pk, by=None)
    link_feedback(feedback_id=taken_back.pk, idea_id=withdrawn.pk, by=None)
    Evidence.objects.filter(idea=withdrawn).update(withdrawn_at=NOON)
    for said, minor in ((about, 100), (behind, 200), (taken_back, 400), (None, 800)):
        left(make_company(), date(2026, 11, 5), feedback=said, mrr_minor=minor)
    assert numbers_of("mrr-lost", NOVEMBER).level == 1_500
    assert numbers_of("mrr-lost", replace(NOVEMBER, area=area)).level == 200
    assert numbers_of("mrr-lost", replace(NOVEMBER, team=team)).level == 100
    assert numbers_of("recovered", replace(NOVEMBER, area=area)).rated == 1


def test_the_contact_rate_is_of_a_hundred_paying_companies_and_a_month() -> None:
    firms = [make_company(mrr=10) for _ in range(4)]
    for firm in firms[:3]:
        wrote_to_us(firm)
    wrote_to_us(firms[0], aside_reason="spam")
    wrote_to_us(make_company())
    found = numbers_of("contact-rate", NOVEMBER)
    months = 30 / 30.436875
    assert (found.cases, found.of, found.level) == pytest.approx((3, 4, 75 / months))
    assert found.interval == pytest.approx((events(3).low * 25 / months, events(3).high * 25 / months))
    long = numbers_of("contact-rate", scope_of(date(2026, 9, 1), date(2026, 12, 1)))
    assert long.level == pytest.approx(75 / (91 / 30.436875))


def test_the_interval_of_events_is_poissons() -> None:
    # Exact: chi-square quantiles, as tabulated by Garwood, Biometrika 28, 1936.
    for count, low, high in (
        (0, 0, 3.689),
        (1, 0.0253, 5.572),
        (3, 0.619, 8.767),
        (10, 4.795, 18.39),
        (100, 81.36, 121.6),
    ):
        found = events(count)
        assert found.low == pytest.approx(low, abs=0.05)
        assert found.high == pytest.approx(high, rel=0.012)


def test_less_is_said_about_what_was_released_and_what_is_too_early_does_not_count() -> None:
    area, category = make_area(), make_category()
    old, early = make_idea(area=area), make_idea(area=area)
    at = NOON - 61 * DAY
    for number, idea in enumerate((old, early)):
        lost = deal(make_company(), date(2026, 1, number + 1))
        missed(lost, idea, at - 50 * DAY, area=area, category=category)
    talk = wrote_to_us(make_company(), started_at=at + DAY)
    Tag.objects.create(
        conversation=talk, area=area, category=category, arrived_at=at + DAY, made_by="staff", confirmed_at=NOON
    )
    make_feedback(area=area, category=make_category(), heard_at=at + DAY)
    released(old, at)
    released(early, NOON - DAY)
    with clock.at(NOON):
        found = numbers_of("mended")
        assert (found.cases, found.rated, found.good) == (2, 1, 1)
        for hour in range(2):
            make_feedback(area=area, category=category, heard_at=at + timedelta(hours=hour))
        assert numbers_of("mended").good == 0


def test_a_tier_an_area_and_a_team_narrow_what_their_cases_say() -> None:
    tier, team = make_tier(), make_team()
    area = make_area(team=team)
    part = make_area(product=area.product, parent=area)
    mine, other = make_company(mrr=10, tier=tier), make_company(mrr=10)
    for firm, about in ((mine, part), (other, make_area())):
        talk = wrote_to_us(firm, team=team if firm == mine else None)
        tag = {"area": about, "category": make_category(), "arrived_at": NOON, "made_by": "staff"}
        Tag.objects.create(conversation=talk, confirmed_at=NOON, **tag)
    for scope in (replace(EVER, tier=tier), replace(EVER, area=area), replace(EVER, team=team)):
        assert [case.company_id for case in cases_of("contact-rate", scope)] == [mine.pk]
        assert numbers_of("first-response", scope).cases == 1
    assert read(FIGURES["contact-rate"], replace(EVER, tier=tier)).now.of == 1
    assert read(FIGURES["contact-rate"], replace(EVER, area=area)).now.of == 2
    assert replace(EVER, tier=tier).fits(FIGURES["win-rate"])
    assert not replace(EVER, tier=tier).fits(FIGURES["deflection"])
