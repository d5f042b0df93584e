"""The answers of a wave are weighed to everybody as they were when its sample was drawn; all others to everybody of today."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_staff, make_survey, make_survey_answer
from wellheard.customers.models import Company, Segment, SegmentMember
from wellheard.foundation import clock
from wellheard.listen.surveys.commands import Plan, draw_sample
from wellheard.listen.surveys.models import Survey, Wave
from wellheard.listen.surveys.results.people import Base, base_of
from wellheard.listen.surveys.results.scope import Scope
from wellheard.web.surveys.results.pages import Listening, listening
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave() -> Wave:
    """Draw all of 80 people, half of them on the free plan; 8 of those and 32 of the others answer; then most plans change."""
    survey = make_survey("nps", channels=["email"])
    long_ago = clock.now() - timedelta(days=400)
    plans = {plan: make_company(plan=plan) for plan in ("Free", "Large")}
    people = {
        plan: [make_contact(company=company, created_at=long_ago) for _person in range(40)]
        for plan, company in plans.items()
    }
    drawn = draw_sample(survey_id=survey.pk, plan=Plan(80), by=None)
    for plan, many, score in (("Free", 8, 2), ("Large", 32, 10)):
        for contact in people[plan][:many]:
            make_survey_answer(survey, score, contact=contact, wave=drawn)
    Company.objects.filter(pk=plans["Free"].pk).update(plan="Large")
    for _person in range(20):
        make_contact(company=make_company(plan="New"))
    return drawn


def plans(base: Base) -> dict[str, int]:
    assert base.traits is not None
    return dict(base.traits["plan"])


def told(survey: Survey, **scope: object) -> Listening:
    return listening(Scope(survey, **scope))  # type: ignore[arg-type]


def test_a_wave_is_weighed_to_the_day_it_was_drawn_whatever_changed_since(wave: Wave) -> None:
    then, today = base_of(Scope(wave.survey, wave=wave)), base_of(Scope(wave.survey))
    assert (plans(then), then.people, then.of) == ({"Free": 40, "Large": 40}, 80, wave.drawn_at)
    assert (plans(today), today.people, today.of) == ({"Large": 80, "New": 20}, 100, None)
    found = told(wave.survey, wave=wave).heard
    assert [(one.value, one.answers) for one in found.strata if one.trait == "plan"] == [("Free", 8), ("Large", 32)]
    assert found.score is not None
    assert found.score.value == pytest.approx(0, abs=1)


def test_without_a_wave_answers_are_weighed_to_today(wave: Wave) -> None:
    """Nobody is on the free plan any more, and of those on the new one nobody was asked."""
    strata = {one.value: one.answers for one in told(wave.survey).heard.strata if one.trait == "plan"}
    assert strata == {"Large": 40, "New": 0}


def test_a_segment_and_waves_that_kept_no_day_are_weighed_to_today(wave: Wave) -> None:
    segment = Segment.objects.create(name="All", rule={"all": []})
    SegmentMember.objects.bulk_create(
        SegmentMember(segment=segment, company=company) for company in Company.objects.filter(plan="Large")
    )
    assert plans(base_of(Scope(wave.survey, wave=wave, segment=segment))) == {"Large": 80}
    Wave.objects.filter(pk=wave.pk).update(margins={})
    wave.refresh_from_db()
    assert base_of(Scope(wave.survey, wave=wave)).of is None


def test_a_survey_for_anybody_keeps_no_margins() -> None:
    make_contact(company=make_company(), created_at=clock.now() - timedelta(days=400))
    survey = make_survey("nps", channels=["email"], audience=Survey.Audience.ANYBODY)
    assert draw_sample(survey_id=survey.pk, plan=Plan(5), by=None).margins == {}


def test_the_page_says_of_which_day_everybody_is(wave: Wave, signed_in: Callable[[Staff], Client]) -> None:
    client, address = signed_in(make_staff()), f"/surveys/{wave.survey_id}/results/heard/"
    then = client.get(f"{address}?wave={wave.pk}").content.decode()
    assert "when the sample of this wave was drawn" in then
    assert "as they are today" not in then
    today = client.get(address).content.decode()
    assert "Everybody are those the survey is for, as they are today." in today
    assert "when the sample" not in today
