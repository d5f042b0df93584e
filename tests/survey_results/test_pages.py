"""The pages of what a survey found: findings for titles, lists behind numbers, and the same queries for one and for twenty."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_company, make_contact, make_staff, make_survey, make_survey_answer
from wellheard.foundation import clock
from wellheard.listen.surveys.models import PairVote, Response, Survey
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
PAGES = ("", "answers/", "answers/?show=companies", "answers/?show=words", "answers/?show=silent", "heard/")


@pytest.fixture
def viewer(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.VIEWER))


def answered(scores: list[int], **fields: Any) -> Survey:
    survey = make_survey("nps", **fields)
    for score in scores:
        make_survey_answer(survey, score, contact=make_contact(company=make_company(mrr=10)))
    return survey


def page(client: Client, survey: Survey, rest: str = "") -> str:
    response = client.get(f"/surveys/{survey.pk}/results/{rest}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_title_says_the_score_and_how_sure_it_is(viewer: Client) -> None:
    survey = answered([9] * 16 + [7] * 13 + [3] * 7, audience="anybody")
    found = page(viewer, survey)
    assert "NPS is 25, between −1 and 47: too few answers to say more" in found
    assert "Each company counts the same" in found
    assert "By what they pay" in found


def test_when_everybody_has_answered_it_says_so(viewer: Client) -> None:
    assert "NPS is 50: everybody has answered" in page(viewer, answered([9, 9, 9, 1]))


@pytest.mark.parametrize("rest", PAGES)
def test_without_an_answer_a_page_says_what_will_stand_there(viewer: Client, rest: str) -> None:
    page(viewer, make_survey("nps"), rest)


@pytest.mark.parametrize("rest", PAGES)
def test_a_page_costs_the_same_for_one_answer_and_for_twenty(viewer: Client, rest: str) -> None:
    survey, counted = make_survey("nps"), []
    for many in (1, 20):
        for number in range(many):
            make_survey_answer(survey, number % 11, contact=make_contact(company=make_company(mrr=number)))
        page(viewer, survey, rest)
        with CaptureQueriesContext(connection) as queries:
            page(viewer, survey, rest)
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[1] <= 24


def test_the_list_behind_a_side_holds_just_those(viewer: Client) -> None:
    survey = make_survey("nps")
    for name, score in (("Anna Berg", 10), ("Jonas Petrov", 2)):
        make_survey_answer(survey, score, contact=make_contact(name=name))
    found = page(viewer, survey, "answers/?side=detractors")
    assert "Jonas Petrov" in found
    assert "Anna Berg" not in found


@pytest.mark.parametrize("kind", ["csat", "ces", "rating", "choice", "choices", "text"])
def test_every_kind_of_survey_has_its_results(viewer: Client, kind: str) -> None:
    survey = make_survey(kind)
    for score in (2, 4, 5):
        options = ["a"] if kind in {"choice", "choices"} else None
        make_survey_answer(survey, None if options or kind == "text" else score, options=options)
    assert "<h1>" in page(viewer, survey)


def test_a_survey_of_pairs_ranks_them(viewer: Client) -> None:
    survey = make_survey("pair")
    for _person in range(12):
        response = make_survey_answer(survey, None, contact=make_contact(company=make_company()))
        PairVote.objects.create(
            response=response, survey=survey, left="a", right="b", chosen="left", voted_at=clock.now()
        )
    found = page(viewer, survey)
    assert "“a” is preferred over all others" in found
    assert "The side decides with" in found


@pytest.mark.parametrize(
    "rest", ["?segment=999&wave=x&begin=yesterday", "?channel=pigeon", "answers/?score=%00&option=%00"]
)
def test_what_an_address_asks_for_wrongly_narrows_nothing(viewer: Client, rest: str) -> None:
    page(viewer, answered([9]), rest)


def test_wrong_method_wrong_list_no_survey_and_nobody(viewer: Client, client: Client) -> None:
    survey = answered([9])
    assert viewer.post(f"/surveys/{survey.pk}/results/").status_code == 405
    assert viewer.get(f"/surveys/{survey.pk}/results/answers/?show=secrets").status_code == 404
    assert viewer.get("/surveys/999999/results/").status_code == 404
    assert client.get(f"/surveys/{survey.pk}/results/").status_code == 302


def test_answers_leave_as_a_file_only_with_the_permission(viewer: Client, signed_in: SignIn) -> None:
    survey = answered([9, 3])
    address = f"/exports/survey-answers/?of={survey.pk}&side=detractors"
    assert viewer.get(address).status_code == 403
    admin = signed_in(make_staff())
    assert "survey-answers" in page(admin, survey)
    lines = b"".join(admin.post(address).streaming_content).decode().strip().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 2
    assert '""nps"": 3' in lines[1]


def test_the_results_of_many_stay_a_small_page_in_as_many_queries(viewer: Client) -> None:
    """Ten thousand answers of two thousand companies, each person's once: the page holds counts and no rows."""
    survey, companies = answered([9]), [make_company(mrr=number) for number in range(20)]
    page(viewer, survey)
    with CaptureQueriesContext(connection) as few:
        page(viewer, survey)
    Response.objects.bulk_create(
        Response(
            survey=survey,
            device=f"many{number}",
            company=companies[number % 20],
            channel="in_app",
            submission_key=f"many{number}",
            score=number % 11,
            answered_at=clock.now(),
            changed_at=clock.now(),
        )
        for number in range(10_000)
    )
    with CaptureQueriesContext(connection) as many:
        found = page(viewer, survey)
    assert len(many) == len(few)
    assert len(found) < 120_000
    assert '<b class="number">' in found
