"""Groups that are behind are asked more: later waves draw more of whoever answers less, and the day belongs to them first."""

from datetime import datetime, timedelta

import pytest

from tests.makers import make_company, make_contact, make_survey, make_tier
from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.listen.surveys import deciding
from wellheard.listen.surveys.asked import Asked, Place
from wellheard.listen.surveys.commands import Plan, draw_sample, show_survey
from wellheard.listen.surveys.drafts import StratumDraft
from wellheard.listen.surveys.models import Display, Invitation, Stratum, Survey
from wellheard.listen.surveys.sampling import Lag, lags, shares, shares_by_lag
from wellheard.web.surveys.views import why

LONG_AGO = clock.now() - timedelta(days=400)


def test_before_the_first_wave_everybody_has_their_share() -> None:
    sizes = {"large": 30, "small": 70}
    assert shares_by_lag(sizes, 10, {}) == shares(sizes, 10) == {"large": 3, "small": 7}


def test_whoever_answered_less_is_drawn_more_until_the_answers_are_in_proportion() -> None:
    before = {"quick": Lag(asked=100, answered=50), "slow": Lag(asked=100, answered=10)}
    sizes = {"quick": 900, "slow": 900}
    drawn = shares_by_lag(sizes, 300, before)
    assert sum(drawn.values()) == 300
    quick, slow = (before[label].answered + drawn[label] * before[label].answered / 100 for label in ("quick", "slow"))
    assert drawn["slow"] > 3 * drawn["quick"]
    assert abs(quick - slow) < abs(50 - 10)


def test_nobody_is_drawn_twice_or_out_of_an_empty_group() -> None:
    before = {"quick": Lag(asked=50, answered=25), "slow": Lag(asked=50, answered=1)}
    assert shares_by_lag({"quick": 100, "slow": 5}, 60, before) == {"quick": 55, "slow": 5}
    assert shares_by_lag({"quick": 2, "slow": 1}, 60, before) == {"quick": 2, "slow": 1}
    assert shares_by_lag({"new": 4}, 3, before) == {"new": 3}


def test_who_waits_to_be_written_to_is_counted_on() -> None:
    sizes = {"a": 500, "b": 500}
    before = {"a": Lag(asked=100, answered=30), "b": Lag(asked=100, answered=30, waiting=100)}
    drawn = shares_by_lag(sizes, 100, before)
    assert drawn["a"] > drawn["b"]


@pytest.mark.parametrize("waves", [4])
def test_wave_by_wave_the_answers_come_to_be_like_the_people(waves: int) -> None:
    """Two groups of the same size answer at 40 and at 10 percent: evenly drawn the second would stay a fifth of the answers."""
    rate, left, before = {"quick": 0.4, "slow": 0.1}, {"quick": 1000, "slow": 1000}, dict[str, Lag]()
    for _wave in range(waves):
        for label, n in shares_by_lag(left, 200, before).items():
            left[label] -= n
            there = before.get(label, Lag())
            before[label] = Lag(there.asked + n, there.answered + round(n * rate[label]))
    answered = {label: one.answered for label, one in before.items()}
    assert answered["slow"] / sum(answered.values()) > 0.4


@pytest.mark.django_db
def test_a_wave_draws_more_of_whoever_lags_and_says_so() -> None:
    for tier, count in (("Quick", 40), ("Slow", 40)):
        company = make_company(tier=make_tier(name=tier))
        for _ in range(count):
            make_contact(company=company, created_at=LONG_AGO)
    survey = make_survey(channels=["email"])
    first = draw_sample(survey_id=survey.pk, plan=Plan(20, ("tier",), seed=1), by=None)
    assert first.drawn_more == []
    Invitation.objects.update(state="sent", sent_at=clock.now())
    Invitation.objects.filter(stratum="Quick").update(state="answered", answered_at=clock.now())
    assert lags(survey)["Slow"] == Lag(asked=10)
    second = draw_sample(survey_id=survey.pk, plan=Plan(20, ("tier",), seed=1), by=None)
    ((label, drawn, even),) = second.drawn_more
    assert (label, even) == ("Slow", 10)
    assert drawn == second.invitations.filter(stratum="Slow").count() > 15


@pytest.fixture
def people() -> dict[str, Contact]:
    tiers = {name: make_tier(name=name) for name in ("Many", "Few")}
    return {name: make_contact(company=make_company(tier=tier), created_at=LONG_AGO) for name, tier in tiers.items()}


@pytest.fixture
def survey(people: dict[str, Contact]) -> Survey:
    """Ten a day; of one group nine of ten answers are there, of the other two of ten."""
    rules = {name: who.memberships.get().company.tier_id for name, who in people.items()}
    groups = [
        StratumDraft(name, {"all": [{"field": "tier", "op": "=", "value": tier}]}, 10) for name, tier in rules.items()
    ]
    made = make_survey(strata=groups, per_day=10)
    for name, reached in (("Many", 9), ("Few", 2)):
        Stratum.objects.filter(survey=made, label=name).update(reached=reached)
    return made


def at(hour: int) -> datetime:
    return clock.now().astimezone(clock.zone()).replace(hour=hour, minute=0, second=0, microsecond=0)


def shown(survey: Survey, times: int, *, group: str, on: datetime) -> None:
    for number in range(times):
        who = Asked(device=f"{group} {number} {on:%d%H}")
        show_survey(survey_id=survey.pk, who=who, channel="in_app", key=f"{group}{number}{on:%d%H}", stratum=group)
    Display.objects.filter(stratum=group).update(shown_at=on)


def day_of(survey: Survey, who: Contact, now: datetime) -> tuple[bool, str]:
    found = deciding.explain(survey, Asked(who.pk), Place(), now=now)
    gate = next(gate for gate in found.gates if gate.name == "per_day")
    return gate.passed, gate.sentence


@pytest.mark.django_db
def test_in_the_morning_the_day_belongs_to_the_group_that_is_behind(survey: Survey, people: dict[str, Contact]) -> None:
    shown(survey, 3, group="Many", on=at(0))
    assert day_of(survey, people["Few"], at(1))[0]
    passed, sentence = day_of(survey, people["Many"], at(1))
    assert not passed
    assert sentence == "Today it was asked 3 of 10 times; the rest is first for groups further behind: Few."


@pytest.mark.django_db
def test_what_they_do_not_use_is_everybodys_in_the_evening(survey: Survey, people: dict[str, Contact]) -> None:
    shown(survey, 3, group="Many", on=at(0))
    assert day_of(survey, people["Many"], at(23)) == (True, "Today it was asked 3 of 10 times.")
    shown(survey, 7, group="Few", on=at(2))
    assert day_of(survey, people["Few"], at(23)) == (False, "Today it was asked 10 times, which is its limit.")


@pytest.mark.django_db
def test_why_says_in_which_wave_somebody_was_drawn_and_why_more_of_their_group(
    survey: Survey, people: dict[str, Contact]
) -> None:
    Survey.objects.update(channels=["email"])
    wave = draw_sample(survey_id=survey.pk, plan=Plan(2, ("tier",)), by=None)
    assert why.drawn(survey, people["Few"].pk) == "Drawn in wave 1 as one of 1 of “Few”."
    wave.base = {"Few": {"base": 9, "drawn": 6, "even": 2}}
    wave.save(update_fields=["base"])
    assert "6 were drawn and not 2, because fewer of it answered before" in why.drawn(survey, people["Few"].pk)
    assert why.drawn(survey, make_contact().pk) == ""


@pytest.mark.django_db
def test_why_says_that_a_group_goes_first(survey: Survey, people: dict[str, Contact]) -> None:
    gates = {
        name: next(gate for gate in deciding.explain(survey, Asked(who.pk), Place()).gates if gate.name == "group")
        for name, who in people.items()
    }
    assert gates["Few"].sentence == "Their group, Few, has 2 of 10 answers; it is furthest behind, so it goes first."
    assert gates["Many"].sentence == "Their group, Many, has 9 of 10 answers."
