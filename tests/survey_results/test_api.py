"""Programs read surveys, their answers and what came of them."""

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_staff, make_survey, make_survey_answer
from wellheard.foundation import clock
from wellheard.listen.surveys.models import PairVote
from wellheard.workspace.commands import make_token

pytestmark = pytest.mark.django_db


def headers(*scopes: str) -> dict[str, str]:
    _token, secret = make_token(name=f"For {scopes}", by=make_staff(), scopes=list(scopes))
    return {"Authorization": f"Bearer {secret}"}


def test_a_program_reads_what_a_survey_found(client: Client) -> None:
    survey, may = make_survey("nps"), headers("surveys:read")
    for score in (10, 9, 2):
        make_survey_answer(survey, score, contact=make_contact(company=make_company(mrr=50)))
    assert [one["id"] for one in client.get("/api/v1/surveys", headers=may).json()["items"]] == [survey.pk]
    assert client.get(f"/api/v1/surveys/{survey.pk}", headers=may).json()["kind"] == "nps"
    answers = client.get(f"/api/v1/surveys/{survey.pk}/responses", headers=may).json()["items"]
    assert [one["answers"][0]["number"] for one in answers] == [10, 9, 2]
    found = client.get(f"/api/v1/surveys/{survey.pk}/results", headers=may).json()
    assert found["by_person"]["value"] == pytest.approx(100 / 3)
    assert found["by_person"]["population"] == 3
    assert [one["channel"] for one in found["channels"]] == ["in_app"]
    assert (
        client.get(f"/api/v1/surveys/{survey.pk}/results?begin=2001-01-01&end=2001-01-02", headers=may).json()[
            "by_person"
        ]
        is None
    )


def test_without_the_scope_or_the_survey_there_is_a_sentence(client: Client) -> None:
    survey, may = make_survey("nps"), headers("surveys:read")
    assert client.get("/api/v1/surveys", headers=headers("feedback:read")).status_code == 403
    assert client.get(f"/api/v1/surveys/{survey.pk}/results").status_code == 401
    assert client.get("/api/v1/surveys/999999/results", headers=may).status_code == 404
    assert client.get(f"/api/v1/surveys/{survey.pk}/results?begin=May", headers=may).status_code == 422


def test_a_program_reads_the_numbers_of_the_page(client: Client) -> None:
    effort, pair, may = make_survey("ces"), make_survey("pair"), headers("surveys:read")
    for number in range(8):
        contact = make_contact(company=make_company(mrr=10 + number))
        make_survey_answer(effort, 3 + number % 4, contact=contact)
        response = make_survey_answer(pair, None, contact=contact)
        PairVote.objects.create(
            response=response, survey=pair, left="a", right="b", chosen="left", voted_at=clock.now()
        )
    found = client.get(f"/api/v1/surveys/{effort.pk}/results", headers=may).json()
    mean = found["questions"][0]["mean"]
    assert (mean["value"], mean["low"] < 4.5 < mean["high"]) == (4.5, True)
    assert found["channels"][0]["completion_rate"] == 1
    preferred = client.get(f"/api/v1/surveys/{pair.pk}/results", headers=may).json()["rankings"]
    assert [one["way"] for one in preferred] == ["people", "companies", "money"]
    assert [one["key"] for one in preferred[0]["options"]] == ["a", "b"]
    said = client.get(f"/api/v1/surveys/{pair.pk}/responses", headers=may).json()["items"][0]
    assert said["pairs"] == [{"left": "a", "right": "b", "chosen": "left"}]
