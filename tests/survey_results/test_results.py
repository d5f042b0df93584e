"""What a survey found, from rows: three scores, what changed, who is heard, which channel reaches people."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.makers import make_company, make_contact, make_survey, make_survey_answer
from wellheard.customers.models import Segment, SegmentMember
from wellheard.foundation import clock
from wellheard.listen.surveys.models import Display, PairVote, Survey
from wellheard.listen.surveys.results import lists
from wellheard.listen.surveys.results.answers import latest, scored
from wellheard.listen.surveys.results.channels import multiple, reaches
from wellheard.listen.surveys.results.pairs import pairs
from wellheard.listen.surveys.results.people import base_of, people_like
from wellheard.listen.surveys.results.promoting import three_ways
from wellheard.listen.surveys.results.questions import asked
from wellheard.listen.surveys.results.scope import Scope
from wellheard.listen.surveys.results.trend import by_time
from wellheard.listen.surveys.results.weighing import heard

pytestmark = pytest.mark.django_db


def test_people_companies_and_money_are_three_scores() -> None:
    """Ten people of one small company love us; the two of a large one do not: both things are true."""
    survey, small, large = make_survey("nps"), make_company(mrr=100), make_company(mrr=9900)
    for company, score, many in ((small, 10, 10), (large, 3, 2)):
        for _person in range(many):
            make_survey_answer(survey, score, contact=make_contact(company=company))
    scope = Scope(survey)
    found = three_ways(latest(scored(scope)), base_of(scope))
    assert found.people.score.value == pytest.approx(100 * 8 / 12)
    assert found.companies.score.value == pytest.approx(0)
    assert found.money is not None
    assert found.money.score.value == pytest.approx(-98)
    assert (found.people.people, found.people.companies, found.people.score.population) == (12, 2, 12)


def test_who_answers_every_quarter_counts_once_with_the_last_answer() -> None:
    survey, contact = make_survey("nps"), make_contact()
    make_survey_answer(survey, 2, contact=contact, at=clock.now() - timedelta(days=90))
    make_survey_answer(survey, 9, contact=contact)
    make_survey_answer(survey, 5)
    assert sorted(answer.score for answer in latest(scored(Scope(survey)))) == [5, 9]


def test_few_answers_that_differ_are_no_real_change() -> None:
    survey = make_survey("nps")
    for month, scores in ((9, [9, 9, 5, 7]), (10, [9, 6, 5, 7]), (11, [10, 10, 10, 2])):
        for score in scores:
            make_survey_answer(survey, score, at=datetime(2026, month, 5, tzinfo=clock.zone()))
    stages = by_time(scored(Scope(survey)), "month")
    assert [round(stage.score.value) for stage in stages] == [25, -25, 50]
    assert [stage.change.is_real if stage.change else None for stage in stages] == [None, False, False]


def test_a_segment_and_days_narrow_the_answers() -> None:
    survey, inside = make_survey("nps"), make_company()
    segment = Segment.objects.create(name="Paying", rule={"all": []})
    SegmentMember.objects.create(segment=segment, company=inside)
    make_survey_answer(survey, 9, contact=make_contact(company=inside))
    make_survey_answer(survey, 1, contact=make_contact(company=make_company()))
    make_survey_answer(survey, 1, contact=make_contact(company=inside), at=clock.now() - timedelta(days=40))
    scope = Scope(survey, segment=segment, begins_on=clock.today() - timedelta(days=7), last_on=clock.today())
    assert [answer.score for answer in scored(scope)] == [9]
    assert base_of(scope).people == 2


def test_who_is_not_heard_is_named_and_weighed() -> None:
    """Half of our people are on the free plan; of 40 answers only eight come from there, and they are unhappy."""
    survey, free, large = make_survey("nps"), make_company(plan="Free"), make_company(plan="Large")
    ours = {plan: [make_contact(company=plan, email="") for _person in range(40)] for plan in (free, large)}
    for plan, many, score in ((free, 8, 2), (large, 32, 10)):
        for contact in ours[plan][:many]:
            make_survey_answer(survey, score, contact=contact)
    scope = Scope(survey)
    answers, base = latest(scored(scope)), base_of(scope)
    known = people_like([answer.contact for answer in answers if answer.contact])
    found = heard(answers, known, set(), base)
    assert [(one.trait, one.value) for one in found.missing] == [("plan", "Free")]
    assert found.score is not None
    assert found.score.value == pytest.approx(0, abs=1)
    assert three_ways(answers, base).people.score.value == pytest.approx(60)
    assert found.weights is not None
    assert found.weights.effect == pytest.approx(1.5625)


def test_channels_count_people_and_not_showings() -> None:
    survey, anna = make_survey("nps"), make_contact()
    make_survey_answer(survey, 9, contact=anna)
    for number in range(3):
        Display.objects.create(
            survey=survey, contact=anna, channel="in_app", key=f"again{number}", shown_at=clock.now(), state="dismissed"
        )
    for number in range(8):
        Display.objects.create(
            survey=survey, device=f"d{number}", channel="link", key=f"link{number}", shown_at=clock.now()
        )
    make_survey_answer(survey, 4, channel=Survey.Channel.LINK)
    found = reaches(Scope(survey))
    assert [(one.channel, one.shown, one.started) for one in found] == [("in_app", 1, 1), ("link", 9, 1)]
    times = multiple(found)
    assert times is not None
    assert times.value == pytest.approx(9)


def test_options_numbers_and_satisfied_people_are_counted() -> None:
    choices = make_survey("choices")
    first, second = (one["key"] for one in choices.questions.get(key="choices").options)
    make_survey_answer(choices, None, options=[first, second])
    make_survey_answer(choices, None, options=[second])
    found = asked(Scope(choices), "en")[0]
    assert [(part.key, part.share.hits) for part in found.parts[:2]] == [(second, 2), (first, 1)]
    satisfied = make_survey("csat")
    for score in (5, 4, 4, 2):
        make_survey_answer(satisfied, score)
    top = asked(Scope(satisfied), "en")[0].top
    assert top is not None
    assert (top.hits, top.answers) == (3, 4)


def test_pairs_are_ranked_with_companies_drawn_anew() -> None:
    survey = make_survey("pair")
    for number in range(12):
        contact = make_contact(company=make_company())
        response = make_survey_answer(survey, None, contact=contact)
        left, right = ("option:a", "option:b") if number % 2 else ("option:b", "option:a")
        chosen = "neither" if number == 0 else "left" if left == "option:a" else "right"
        PairVote.objects.create(
            response=response, survey=survey, left=left, right=right, chosen=chosen, voted_at=clock.now()
        )
    found = pairs(Scope(survey))
    assert found is not None
    assert [option.key for option in found.options] == ["option:a", "option:b"]
    assert (found.votes, found.people, found.companies, found.undecided) == (12, 12, 12, 1)
    assert found.heads[0].chance == pytest.approx(2 / 2**11)
    assert found.options[0].preferred.interval.low > 60


def test_the_lists_are_as_long_as_the_numbers_say_and_cost_the_same() -> None:
    survey = make_survey("nps")
    counted = []
    for many in (1, 20):
        for _person in range(many):
            make_survey_answer(survey, 3, contact=make_contact(company=make_company()))
        asks = lists.Asks(side="detractors")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(lists.people(Scope(survey), asks).items) == survey.responses.count()
            assert len(lists.companies(Scope(survey), asks).items) == survey.responses.count()
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert lists.people(Scope(survey), lists.Asks(side="promoters")).items == []
    assert lists.lengths(Scope(survey), lists.Asks(side="detractors"))["people"] == 21


def test_pairs_are_counted_by_person_company_and_money_and_weighed_to_everybody() -> None:
    """Thirty people of one small company want "a", ten of ten large ones "b"; who votes ten times is still one person."""
    survey, small = make_survey("pair"), make_company(mrr=100, plan="Small")
    people = [(make_contact(company=small, email=""), "a", 1) for _person in range(30)]
    people += [(make_contact(company=make_company(mrr=9000, plan="Large")), "b", 1) for _person in range(10)]
    for contact, liked, _often in people:
        response = make_survey_answer(survey, None, contact=contact)
        for other in ("c", "d"):
            PairVote.objects.create(
                response=response, survey=survey, left=liked, right=other, chosen="left", voted_at=clock.now()
            )
        PairVote.objects.create(
            response=response,
            survey=survey,
            left="a",
            right="b",
            chosen="left" if liked == "a" else "right",
            voted_at=clock.now(),
        )
    for _person in range(40):
        make_contact(company=make_company(plan="Large"))
    found = pairs(Scope(survey))
    assert found is not None
    assert [one.way for one in found.rankings] == ["people", "companies", "money", "everybody"]
    first = {one.way: next(iter(one.options)) for one in found.rankings}
    assert first == {"people": "a", "companies": "b", "money": "b", "everybody": "b"}
    by_way = {one.way: one for one in found.rankings}
    assert by_way["people"].worth == pytest.approx(40)
    assert by_way["companies"].worth == pytest.approx(11)
    assert by_way["money"].worth == pytest.approx(10, abs=0.1)
    assert by_way["everybody"].worth < 40


def test_who_chooses_between_many_pairs_is_one_person() -> None:
    survey = make_survey("pair")
    for keen in (True, False, False):
        response = make_survey_answer(survey, None, contact=make_contact(company=make_company()))
        for number in range(9 if keen else 1):
            right = "b" if number == 0 else f"other{number}"
            PairVote.objects.create(
                response=response,
                survey=survey,
                left="a",
                right=right,
                chosen="left" if keen else "right",
                voted_at=clock.now(),
            )
    found = pairs(Scope(survey))
    assert found is not None
    assert found.rankings[0].worth == pytest.approx(3)
    assert next(iter(found.rankings[0].options)) == "b"
