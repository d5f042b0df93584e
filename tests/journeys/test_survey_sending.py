"""Samples, waves, links, rewards and what is settled, as people see them: empty, full, and with something wrong."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_company, make_contact, make_staff, make_survey, make_tier
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.foundation import clock
from wellheard.listen.surveys.commands import (
    Plan,
    add_codes,
    begin_wave,
    draw_sample,
    keep_quiet,
    personal_link,
    set_incentive,
)
from wellheard.listen.surveys.commands.sending import send_due
from wellheard.listen.surveys.models import Invitation, Reward, Survey
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = clock.now() - timedelta(days=400)
NAMES = ("Anna Berg", "Bo Lind", "Carla Mendes-Oliveira", "Dmitri Vasiliev", "张伟")


def everywhere(name: str = "Would they recommend us?") -> Survey:
    return make_survey("nps", name=name, channels=["email", "link", "in_app"])


def wave_after_wave(survey: Survey) -> None:
    """Draw two waves of three groups; the first was written to, and the third group answered nothing."""
    for tier, count in (("Enterprise", 6), ("Growth", 9), ("Self-serve", 15)):
        rank = make_tier(name=tier)
        for _number in range(count):
            make_contact(company=make_company(tier=rank), created_at=LONG_AGO)
    first = draw_sample(survey_id=survey.pk, plan=Plan(12, ("tier",), seed=11), by=None)
    begin_wave(wave_id=first.pk)
    send_due()
    answered = Invitation.objects.filter(wave=first, state="sent").exclude(stratum="Self-serve")
    answered.update(state="answered", answered_at=clock.now())
    draw_sample(survey_id=survey.pk, plan=Plan(12, ("tier",), seed=12), by=None)


def test_samples_waves_and_links_by_day_by_night_and_on_a_phone(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    browser_signed_in(make_staff())
    survey = everywhere()
    base = f"{live_server.url}/surveys/{survey.pk}"
    page.goto(f"{base}/sending/")
    look(page, "survey-sending-empty")
    wave_after_wave(survey)
    page.goto(f"{base}/sending/")
    expect(page.get_by_text("Drawn more than their share")).to_be_visible()
    look(page, "survey-sending")
    page.get_by_label("Name or address").fill("Nobody at all")
    page.get_by_role("button", name="Make the link").click()
    look(page, "survey-sending-wrong")
    invited = Invitation.objects.filter(wave__number=2).first()
    assert invited
    page.goto(f"{base}/why/?who={invited.contact.name}&contact={invited.contact_id}&channel=email")
    look(page, "survey-why-drawn")
    page.goto(f"{base}/questions/")
    look(page, "survey-settled")
    page.get_by_role("link", name="Mend it").click()
    look(page, "survey-slips")
    page.goto(f"{base}/questions/de/")
    look(page, "survey-translation")
    page.goto(f"{base}/audience/")
    page.get_by_text("The rule, if it is for this survey only").click()
    look(page, "survey-rule")


def test_rewards_thanks_and_the_quiet_list(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    browser_signed_in(make_staff())
    codes, honour = everywhere("With a code"), everywhere("How was the beta?")
    page.goto(f"{live_server.url}/surveys/{codes.pk}/rewards/")
    look(page, "survey-rewards-empty")
    given = set_incentive(survey_id=codes.pk, kind="code", texts={"en": {"text": "A month for free"}})
    add_codes(incentive_id=given.pk, codes=[f"FREE-{number}" for number in range(9)])
    thanked = set_incentive(survey_id=honour.pk, kind="honour", texts={"en": {"text": "We say thank you"}})
    for number, name in enumerate(NAMES):
        who, now = make_contact(name=name), clock.now()
        Reward.objects.filter(code=f"FREE-{number}").update(contact=who, given_at=now)
        Reward.objects.create(incentive=thanked, name=name if number else "", contact=who, made_at=now, given_at=now)
        keep_quiet(contact_id=who.pk)
    for survey, name in ((codes, "survey-rewards-codes"), (honour, "survey-rewards-honour")):
        page.goto(f"{live_server.url}/surveys/{survey.pk}/rewards/")
        look(page, name)
    page.goto(f"{live_server.url}/surveys/quiet/")
    look(page, "survey-quiet")
    page.goto(f"{live_server.url}/releases/new/")
    look(page, "release-thanks")
    release = draft_release(title="Work offline", notes="Sheets stay.", idea_ids=[], by=None, thanked_ids=[honour.pk])
    publish_release(release_id=release.pk)
    page.goto(f"{live_server.url}/portal/changelog/")
    expect(page.get_by_text("With thanks to Bo Lind")).to_be_visible()
    look(page, "changelog-thanks")


def test_links_that_ask_for_an_address_or_are_over(page: Page, live_server: LiveServer) -> None:
    survey = everywhere()
    Survey.objects.filter(pk=survey.pk).update(link_for="address")
    page.goto(f"{live_server.url}/s/{survey.link_token}/")
    look(page, "survey-page-address")
    page.goto(f"{live_server.url}/s/nothing/")
    look(page, "survey-page-gone")
    link = personal_link(survey_id=survey.pk, contact_id=make_contact().pk)
    page.goto(f"{live_server.url}/s/{link.token}/stop/")
    look(page, "survey-page-stop")
