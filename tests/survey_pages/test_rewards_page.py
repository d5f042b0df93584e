"""What people get for answering a survey, and who got it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_contact, make_staff, make_survey
from wellheard.foundation import clock
from wellheard.listen.surveys.commands import end_survey
from wellheard.listen.surveys.models import Incentive, Response, Reward, Survey
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Staff], Client]


@pytest.fixture
def browser(signed_in: SignedIn) -> Client:
    """Return the browser of somebody who may ask customers."""
    return signed_in(make_staff(role=Role.SUCCESS))


def url_of(survey: Survey) -> str:
    return f"/surveys/{survey.pk}/rewards/"


def sent(**fields: Any) -> dict[str, Any]:
    """Return the form as a browser sends it."""
    return {"kind": "draw", "winners": "1", "text.en": "One of you wins a drill.", "version": "1"} | fields


def answer(survey: Survey, name: str) -> Response:
    now = clock.now()
    return Response.objects.create(
        survey=survey, contact=make_contact(name=name), channel="in_app", submission_key=name, is_complete=True,
        answered_at=now, changed_at=now, completed_at=now,
    )  # fmt: skip


def test_a_draw_is_made_once_and_says_its_seed(browser: Client) -> None:
    survey = make_survey()
    assert "Nothing is given for answering" in browser.get(url_of(survey)).content.decode()
    assert browser.post(url_of(survey), sent()).status_code == 302
    for name in ("Anna Berg", "Bo Lind"):
        answer(survey, name)
    page = browser.post(f"{url_of(survey)}drawing/", follow=True).content.decode()
    assert "End the survey first" in page
    end_survey(survey_id=survey.pk)
    for _click in range(2):
        page = browser.post(f"{url_of(survey)}drawing/", follow=True).content.decode()
    assert "One of 2 won" in page
    assert f"seed {Incentive.objects.get().seed}" in page
    assert Reward.objects.count() == 1
    assert browser.get(f"{url_of(survey)}drawing/").status_code == 405


def test_codes_are_added_each_once(browser: Client) -> None:
    survey = make_survey()
    browser.post(url_of(survey), sent(kind="code"))
    for _click in range(2):
        browser.post(f"{url_of(survey)}codes/", {"codes": "A-1\nA-2\n\nA-1"})
    assert list(Reward.objects.order_by("pk").values_list("code", flat=True)) == ["A-1", "A-2"]
    assert "0 codes were given, 2 are left" in browser.get(url_of(survey)).content.decode()
    refused = browser.post(f"{url_of(survey)}codes/", {"codes": " "})
    assert refused.status_code == 422
    assert "Write at least one code." in refused.content.decode()


def test_a_name_stands_there_only_of_who_agreed_to_it(browser: Client) -> None:
    survey = make_survey()
    browser.post(url_of(survey), sent(kind="honour"))
    for name, shown in (("Anna Berg", "Anna B."), ("Bo Lind", "")):
        response = answer(survey, name)
        Reward.objects.create(
            incentive=Incentive.objects.get(), response=response, contact=response.contact, name=shown,
            made_at=clock.now(), given_at=clock.now(),
        )  # fmt: skip
    page = browser.get(url_of(survey)).content.decode()
    assert "2 people agreed to be thanked" in page
    assert "Anna B." in page
    assert "Bo Lind" not in page
    assert "thanked without a name" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "bribe"}, "bribe"),
        ({"winners": "0"}, "1"),
        ({"text.en": ""}, "Write what people get"),
    ],
)
def test_what_cannot_be_given_is_refused(browser: Client, fields: dict[str, Any], words: str) -> None:
    survey = make_survey()
    refused = browser.post(url_of(survey), sent(**fields))
    assert (refused.status_code, Incentive.objects.count()) == (422, 0)
    assert words in refused.content.decode()


def test_the_second_of_two_editors_is_told(browser: Client) -> None:
    survey = make_survey()
    browser.post(url_of(survey), sent())
    browser.post(url_of(survey), sent(winners="2"))
    late = browser.post(url_of(survey), sent(winners="3"))
    assert (late.status_code, Incentive.objects.get().winners) == (422, 2)


def test_who_may_not_ask_customers_gives_nothing(signed_in: SignedIn) -> None:
    survey = make_survey()
    viewer = signed_in(make_staff(role=Role.VIEWER))
    for url in (url_of(survey), f"{url_of(survey)}codes/", f"{url_of(survey)}drawing/"):
        assert viewer.post(url, sent()).status_code == 403
