"""What others report of their scores: dated, sourced, editable, and only held against surveys of the same kind."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_staff, make_survey, make_survey_answer
from wellheard.learn.models import Benchmark
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
SAID = {
    "version": 0,
    "name": "Harbour software",
    "kind": "relational",
    "low": 20,
    "high": 40,
    "middle": 30,
    "source": "Harbour Report",
    "said_on": "2026-05-01",
    "evidence": "report",
}


@pytest.fixture
def runs_surveys(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.PRODUCT))


def test_a_benchmark_is_added_edited_and_removed(runs_surveys: Client) -> None:
    before = Benchmark.objects.count()
    assert runs_surveys.post("/surveys/benchmarks/", SAID).status_code == 302
    made = Benchmark.objects.get(name="Harbour software")
    address = f"/surveys/benchmarks/{made.pk}/"
    assert "Harbour Report" in runs_surveys.get(address).content.decode()
    assert runs_surveys.post(address, SAID | {"version": 1, "high": 50}).status_code == 302
    stale = runs_surveys.post(address, SAID | {"version": 1, "high": 60})
    assert stale.status_code == 422
    assert "Somebody else changed this" in stale.content.decode()
    made.refresh_from_db()
    assert made.high == 50
    for _twice in range(2):
        assert runs_surveys.post(f"{address}removal/").status_code == 302
    assert Benchmark.objects.count() == before


@pytest.mark.parametrize("wrong", [{"low": 60}, {"middle": 90}, {"high": 900}, {"source": ""}, {"said_on": "May"}])
def test_a_band_that_cannot_be_is_refused_in_words(runs_surveys: Client, wrong: dict[str, object]) -> None:
    found = runs_surveys.post("/surveys/benchmarks/", SAID | wrong)
    assert found.status_code == 422
    assert not Benchmark.objects.filter(name="Harbour software").exists()


def test_who_may_not_run_surveys_may_not_edit_them(signed_in: SignIn) -> None:
    viewer = signed_in(make_staff(role=Role.VIEWER))
    assert viewer.get("/surveys/benchmarks/").status_code == 403
    assert viewer.post("/surveys/benchmarks/", SAID).status_code == 403


def test_they_are_found_among_the_settings_by_whoever_may_edit_them(runs_surveys: Client, signed_in: SignIn) -> None:
    link = 'href="/surveys/benchmarks/"'
    assert link in runs_surveys.get("/settings/?q=benchmarks").content.decode()
    page = runs_surveys.get("/surveys/benchmarks/").content.decode()
    assert f'{link} aria-current="page"' in page
    assert 'href="/help/survey-statistics/"' in page
    assert link not in signed_in(make_staff(role=Role.VIEWER)).get("/settings/").content.decode()


def test_a_score_stands_beside_bands_of_its_own_kind(runs_surveys: Client) -> None:
    Benchmark.objects.all().delete()
    runs_surveys.post("/surveys/benchmarks/", SAID)
    runs_surveys.post("/surveys/benchmarks/", SAID | {"name": "After a call", "kind": "transactional"})
    survey = make_survey("nps", audience="anybody")
    for _person in range(40):
        make_survey_answer(survey, 1)
    found = runs_surveys.get(f"/surveys/{survey.pk}/results/").content.decode()
    assert "Harbour software" in found
    assert "We lie surely below it." in found
    assert "After a call" not in found
