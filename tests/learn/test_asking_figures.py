"""What people say when asked, as figures: the numbers of the surveys' own pages, each person once, honest about change."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.learn.worlds import DAY, EVER, NOON, cases_of, numbers_of, scope_of
from tests.makers import make_company, make_contact, make_feedback, make_survey, make_survey_answer
from wellheard.customers.models import Segment, SegmentMember
from wellheard.foundation import clock
from wellheard.foundation.statistics.intervals import Interval
from wellheard.foundation.statistics.moving import moved
from wellheard.learn.figures import FIGURES, Numbers, Scope
from wellheard.learn.figures.reading import read
from wellheard.learn.figures.splitting import only, parts_of
from wellheard.listen.models import Feedback
from wellheard.listen.surveys.models import Survey
from wellheard.listen.surveys.results.answers import latest, scored
from wellheard.listen.surveys.results.promoting import counted
from wellheard.listen.surveys.results.scope import Scope as SurveyScope

pytestmark = pytest.mark.django_db


def answered(scores: list[int], *, at: datetime = NOON, kind: str = "nps", survey: Survey | None = None) -> Survey:
    """Let people answer, two of each company."""
    asked, company = survey or make_survey(kind), make_company()
    for number, score in enumerate(scores):
        company = company if number % 2 else make_company()
        make_survey_answer(asked, score, contact=make_contact(company=company), at=at - timedelta(minutes=number))
    return asked


def test_the_figure_is_the_score_of_the_surveys_own_page() -> None:
    with clock.at(NOON):
        survey = answered([10, 9, 9, 3, 8, 10, 2, 9, 7])
        own = counted(latest(scored(SurveyScope(survey)))).score
        found = numbers_of("nps")
    assert (found.level, found.interval) == (own.value, (own.interval.low, own.interval.high))
    assert (found.cases, found.good, found.rated) == (9, 5, 7)
    assert [case.score for case in cases_of("nps", shown="missed")] == [3, 2]


def test_each_person_counts_once_with_the_last_answer_to_any_survey_about_us() -> None:
    with clock.at(NOON):
        anna = make_contact(company=make_company())
        make_survey_answer(make_survey("nps"), 2, contact=anna, at=NOON - DAY)
        make_survey_answer(make_survey("nps"), 9, contact=anna)
        make_survey_answer(make_survey("nps", is_transactional=True), 1, contact=anna)
        make_survey_answer(make_survey("nps", is_transactional=True), 0)
        assert [case.score for case in cases_of("nps")] == [9]
        assert numbers_of("nps").level == 100


def test_what_is_within_the_noise_is_no_change_and_what_is_not_is() -> None:
    with clock.at(NOON):
        survey = answered([9, 9, 5, 7, 10, 3] * 2, at=NOON - 90 * DAY)
        answered([9, 6, 5, 7, 10, 9] * 2, at=NOON - 40 * DAY, survey=survey)
        answered([0] * 40, survey=survey)
        steps = [numbers for _stretch, numbers in read(FIGURES["nps"], Scope.of("month")).trend if numbers.cases]
    assert [(step.moved is None, step.is_noise) for step in steps] == [(True, True), (False, True), (False, False)]


@pytest.mark.parametrize(("kind", "low", "high"), [("csat", 2, 5), ("ces", 2, 7)])
def test_shares_and_means_say_so_too(kind: str, low: int, high: int) -> None:
    with clock.at(NOON):
        survey = answered([low, high] * 4, at=NOON - 90 * DAY, kind=kind)
        answered([low, high, high] * 3, at=NOON - 40 * DAY, kind=kind, survey=survey)
        answered([low] * 30, kind=kind, survey=survey)
        steps = [numbers for _stretch, numbers in read(FIGURES[kind], Scope.of("month")).trend if numbers.cases]
    assert [step.is_noise for step in steps] == [True, True, False]


def test_a_difference_of_shares_is_the_one_of_the_books() -> None:
    """Newcombe 1998, table II, example (a): 56 of 70 and 48 of 80 differ by 0.20, between 0.0524 and 0.3339."""
    ends = [Interval(*(Numbers(rated=of, good=good).interval or (0, 0))) for good, of in ((48, 80), (56, 70))]
    found = moved((48 / 80, ends[0]), (56 / 70, ends[1]))
    assert (found.difference, found.interval.low, found.interval.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)


def test_of_one_answer_or_the_same_from_all_not_more_is_said_than_is_known() -> None:
    with clock.at(NOON):
        answered([7], kind="ces")
        assert numbers_of("ces").interval == (1, 7)
        answered([10, 10, 10])
        low, high = numbers_of("nps").interval or (0, 0)
        assert low < 70
        assert high == 100


def test_a_segment_holds_the_answers_of_its_companies() -> None:
    with clock.at(NOON):
        survey, inside = make_survey("nps"), make_company()
        segment = Segment.objects.create(name="Paying", rule={"all": []})
        SegmentMember.objects.create(segment=segment, company=inside)
        make_survey_answer(survey, 9, contact=make_contact(company=inside))
        make_survey_answer(survey, 1, contact=make_contact(company=make_company()))
        assert numbers_of("nps", replace(EVER, segment=segment)).level == 100
        assert numbers_of("nps", scope_of(date(2026, 1, 1), date(2026, 2, 1))) == Numbers()


def test_answers_are_parted_by_survey() -> None:
    with clock.at(NOON):
        first, second = answered([9, 9, 2]), answered([8])
        found = parts_of(FIGURES["nps"], EVER)
        assert [(one.key, one.share.hits) for one in found] == [(str(first.pk), 3), (str(second.pk), 1)]


def test_voices_are_counted_by_their_way_in_and_each_way_has_its_list() -> None:
    with clock.at(NOON):
        ways = [("widget", 3), ("email", 2), ("survey", 2)]
        said = [make_feedback(source=source, heard_at=NOON) for source, many in ways for _voice in range(many)]
        make_feedback(source="email", heard_at=NOON, set_aside_reason="spam", set_aside_at=NOON)
        inside, outside = said[-2:]
        for feedback, channel in ((inside, "in_app"), (outside, "link")):
            response = make_survey_answer(make_survey("nps"), 3, channel=channel)
            response.items.update(feedback=feedback)
        found = numbers_of("ways-in")
        assert (found.cases, found.good) == (7, 4)
        assert [(one.key, one.share.hits) for one in parts_of(FIGURES["ways-in"], EVER)] == [
            ("widget", 3),
            ("email", 2),
            ("survey", 2),
        ]
        assert Feedback.objects.count() == 8
        assert only(FIGURES["ways-in"], "pigeon") is None
        assert only(FIGURES["nps"], "x") is None
        assert only(FIGURES["solved"], "email") is None
