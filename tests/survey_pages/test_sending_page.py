"""Mails and links of a survey: samples are drawn, written to and stopped by hand."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.makers import make_company, make_contact, make_staff, make_survey
from wellheard.foundation import clock
from wellheard.listen.surveys.commands.sending import send_due
from wellheard.listen.surveys.models import Invitation, Survey, Wave
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Sign = Callable[[Staff], Client]
WANTED = {"size": "2", "by": ["tier"], "per_hour": "100", "remind_after_days": "5"}


@pytest.fixture
def browser(signed_in: Sign) -> Client:
    return signed_in(make_staff(role=Role.PRODUCT))


@pytest.fixture
def survey() -> Survey:
    for _ in range(3):
        make_contact(company=make_company(), created_at=clock.now() - timedelta(days=90))
    return make_survey(channels=["email", "link"])


def page_of(survey: Survey) -> str:
    return reverse("survey_sending", args=[survey.pk])


def test_a_sample_is_drawn_and_written_to_only_when_somebody_says_so(browser: Client, survey: Survey) -> None:
    browser.post(page_of(survey), WANTED)
    wave = Wave.objects.get()
    assert (wave.invitations.count(), send_due()) == (2, 0)
    step = reverse("survey_wave_step", args=[survey.pk, wave.pk])
    browser.post(step, {"step": "begin"})
    assert send_due() == 2
    page = browser.get(page_of(survey)).content.decode()
    assert str(wave.seed) in page
    browser.post(step, {"step": "stop"})
    browser.post(step, {"step": "remove"})
    assert Wave.objects.get().state == "stopped"


def test_what_cannot_be_drawn_is_said_and_kept_in_the_form(browser: Client, survey: Survey) -> None:
    reply = browser.post(page_of(survey), WANTED | {"size": "0"})
    assert reply.status_code == 422
    in_app = make_survey()
    assert browser.post(page_of(in_app), WANTED).status_code == 422
    assert not Wave.objects.exists()


def test_a_wave_of_another_survey_is_not_found(browser: Client, survey: Survey) -> None:
    browser.post(page_of(survey), WANTED)
    step = reverse("survey_wave_step", args=[make_survey().pk, Wave.objects.get().pk])
    assert browser.post(step, {"step": "begin"}).status_code == 404
    assert browser.get(step).status_code == 405


def test_whoever_may_not_run_surveys_draws_nobody(signed_in: Sign, survey: Survey) -> None:
    assert signed_in(make_staff(role=Role.VIEWER)).post(page_of(survey), WANTED).status_code == 403
    assert not Invitation.objects.exists()


def test_the_page_asks_the_same_questions_for_one_wave_and_for_twenty(
    browser: Client, survey: Survey, queries_of: Callable[[Client, str], int]
) -> None:
    numbers = []
    for total in (1, 20):
        for number in range(Wave.objects.count() + 1, total + 1):
            Wave.objects.create(
                survey=survey, number=number, seed=number, size=1, begins_at=clock.now(), drawn_at=clock.now()
            )
        numbers.append(queries_of(browser, page_of(survey)))
    assert numbers[0] == numbers[1]
