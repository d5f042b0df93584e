"""A customer clicks an answer in a mail and gives it on the page, without a script."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_contact, make_survey, questions_of
from wellheard.listen.surveys.commands import personal_link, set_incentive
from wellheard.listen.surveys.drafts import QuestionDraft
from wellheard.listen.surveys.models import Response

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_click_in_the_mail_is_given_on_the_page(page: Page, live_server: LiveServer) -> None:
    ends = {"low": "Not at all", "high": "Very much"}
    nps = QuestionDraft("nps", "nps", {"en": {"question": "Would you recommend Harbour to a colleague?", **ends}})
    pair, why = questions_of("pair")
    texts = {"en": {"question": "Which would help you more?", "options": {"a": "Work offline", "b": "Print a board"}}}
    pair = QuestionDraft("pair", "pair", texts, pair.options)
    survey = make_survey("nps", questions=[nps, pair, why], channels=["email", "link"])
    set_incentive(survey_id=survey.pk, kind="honour", texts={"en": {"text": "We say thank you in public."}})
    link = personal_link(survey_id=survey.pk, contact_id=make_contact(name="Anna Berg").pk)

    page.goto(f"{live_server.url}/s/{link.token}/?a=9")
    look(page, "survey-page-nps")
    page.get_by_role("button", name="Send").click()
    look(page, "survey-page-pair")
    page.get_by_role("button", name="Work offline").click()
    look(page, "survey-page-why")
    page.get_by_role("textbox").fill("It never loses my work.")
    page.get_by_role("button", name="Send").click()
    look(page, "survey-page-thanks")
    page.get_by_label("Your name, as it should be read").fill("Anna B.")
    page.get_by_role("button", name="Thank me by name").click()
    expect(page.get_by_text("Our release notes thank you as Anna B.")).to_be_visible()
    assert Response.objects.get().score == 9
