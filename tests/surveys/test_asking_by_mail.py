"""Asked by e-mail: the first answer is a click in the mail, given by a button on a page; and by links."""

import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_survey, make_tier, questions_of
from tests.postbox import Postbox
from wellheard.customers.models import Contact, Suppression
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.listen.surveys.commands import (
    Plan,
    begin_wave,
    draw_sample,
    end_survey,
    invite,
    keep_quiet,
    personal_link,
    stop_wave,
)
from wellheard.listen.surveys.commands.sending import remind, send_due
from wellheard.listen.surveys.drafts import QuestionDraft
from wellheard.listen.surveys.hearing import by_channel, heard_by_stratum
from wellheard.listen.surveys.models import Display, Invitation, Quiet, Response, Survey, Wave
from wellheard.listen.surveys.sampling import shares

pytestmark = pytest.mark.django_db
LONG_AGO = clock.now() - timedelta(days=400)


def anna(**fields: Any) -> Contact:
    company = make_company(name="Harbour")
    return make_contact(**{"name": "Anna Berg", "created_at": LONG_AGO, "company": company, **fields})


def by_mail(kind: str = "nps", **fields: Any) -> Survey:
    return make_survey(kind, channels=["email", "link"], **fields)


def asked(survey: Survey, contact: Contact) -> Invitation:
    invitation = invite(survey_id=survey.pk, contact_id=contact.pk)
    send_due()
    invitation.refresh_from_db()
    return invitation


def links(mail: Any) -> list[str]:
    """Return the links of a mail's HTML, as a mail program opens them."""
    assert isinstance(mail, EmailMessage)
    part = mail.get_body(("html",))
    assert part is not None
    found = re.findall(r'href="([^"]+)"', part.get_content())
    return [re.sub(r"^https?://[^/]+", "", unescape(link)) for link in found]


def test_a_click_in_the_mail_leads_to_a_page_whose_button_gives_the_answer(
    postbox: Postbox, run_jobs: Callable[[], None], client: Client
) -> None:
    survey, contact = by_mail(), anna()
    asked(survey, contact)
    run_jobs()
    (mail,) = postbox.received
    nine = next(link for link in links(mail) if link.endswith("a=9"))
    for _ in range(2):
        page = client.get(nine)
    assert 'value="9" checked' in page.content.decode()
    assert not Response.objects.exists(), "a scanner that opens links answers nothing"
    assert client.post(nine, {"question": "nps", "number": "9"}, follow=True).status_code == 200
    client.post(nine, {"question": "why", "words": "It never loses my work."})
    said = Response.objects.get()
    assert (said.score, said.is_complete, said.contact, said.channel) == (9, True, contact, "email")
    assert Feedback.objects.get().words == "It never loses my work."
    assert Invitation.objects.get().state == "answered"
    assert client.get(nine).status_code == 200
    assert Display.objects.get().state == "completed"


def test_the_mail_is_in_their_language_and_offers_to_stop_with_one_click(
    postbox: Postbox, run_jobs: Callable[[], None], client: Client
) -> None:
    texts = {"en": {"question": "Would you recommend us?"}, "ar": {"question": "هل توصي بنا؟", "low": "لا"}}
    survey = by_mail(questions=[QuestionDraft("nps", "nps", texts)], languages=["en", "ar"])
    contact = anna(language="ar")
    invitation = asked(survey, contact)
    run_jobs()
    (mail,) = postbox.received
    assert mail["Subject"] == "هل توصي بنا؟"
    page = client.get(f"/s/{invitation.token}/").content.decode()
    assert 'lang="ar" dir="rtl"' in page
    stop = re.sub(r"^<https?://[^/]+|>$", "", str(mail["List-Unsubscribe"]))
    client.get(stop)
    assert not Quiet.objects.exists()
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert Quiet.objects.get().contact == contact


@pytest.mark.parametrize("reason", ["suppressed", "quiet", "no_address"])
def test_whoever_must_not_be_written_to_is_left_out_and_it_is_said_why(reason: str) -> None:
    survey, contact = by_mail(), anna(email="" if reason == "no_address" else "anna@harbour.example")
    if reason == "suppressed":
        Suppression.objects.create(email="anna@harbour.example", reason="asked", since=clock.now())
    if reason == "quiet":
        keep_quiet(contact_id=contact.pk)
    invitation = asked(survey, contact)
    assert (invitation.state, invitation.mail) == ("skipped", None)
    assert invitation.skipped_because == ("quiet" if reason == "quiet" else "no_address")


def test_nobody_is_written_to_within_the_pause_or_twice() -> None:
    first, second, contact = by_mail("csat"), by_mail("ces"), anna()
    assert asked(first, contact).state == "sent"
    assert asked(first, contact).state == "sent"
    assert asked(second, contact).skipped_because == "any_pause"
    assert Display.objects.count() == 1


def test_a_survey_that_is_over_says_so_and_whoever_has_begun_may_end(client: Client) -> None:
    survey, contact = by_mail(), anna()
    begun, late = asked(survey, contact), personal_link(survey_id=survey.pk, contact_id=anna().pk)
    client.post(f"/s/{begun.token}/", {"question": "nps", "number": "3"})
    end_survey(survey_id=survey.pk)
    assert client.get(f"/s/{late.token}/").status_code == 410
    assert client.get(f"/s/{begun.token}/").status_code == 200
    client.post(f"/s/{begun.token}/", {"question": "why", "words": "Slow."})
    assert Response.objects.get().is_complete


@pytest.mark.parametrize("values", [{}, {"number": "99"}, {"number": "x"}])
def test_what_is_no_answer_is_asked_again(client: Client, values: dict[str, str]) -> None:
    survey = by_mail()
    reply = client.post(f"/s/{survey.link_token}/", {"question": "nps", **values})
    assert reply.status_code == 422
    assert not Response.objects.exists()


def test_an_answer_to_another_question_than_the_one_asked_changes_nothing(client: Client) -> None:
    survey = by_mail()
    assert client.post(f"/s/{survey.link_token}/", {"question": "why", "words": "?"}).status_code == 302
    assert client.put(f"/s/{survey.link_token}/").status_code == 405
    assert not Response.objects.exists()


def test_a_branch_leads_past_what_does_not_concern_them(client: Client) -> None:
    first, why = questions_of("nps")
    skips = QuestionDraft(first.key, first.kind, first.texts, branches=[{"at_least": 9, "go": ""}])
    survey = by_mail(questions=[skips, why])
    client.post(f"/s/{survey.link_token}/", {"question": "nps", "number": "10"})
    assert Response.objects.get().is_complete


def people(count: int, *, tier: str) -> list[Contact]:
    companies = [make_company(tier=make_tier(name=f"{tier}-{count}")) for _ in range(1)]
    return [make_contact(company=companies[0], created_at=LONG_AGO) for _ in range(count)]


def test_a_sample_has_each_stratum_in_proportion_and_the_seed_draws_it_again() -> None:
    people(30, tier="Small")
    people(10, tier="Large")
    survey = by_mail()
    first = draw_sample(survey_id=survey.pk, plan=Plan(8, ("tier",), seed=7), by=None)
    assert sorted(one["drawn"] for one in first.base.values()) == [2, 6]
    drawn = list(first.invitations.order_by("position").values_list("contact_id", flat=True))
    again = draw_sample(survey_id=by_mail().pk, plan=Plan(8, ("tier",), seed=7), by=None)
    assert list(again.invitations.order_by("position").values_list("contact_id", flat=True)) == drawn
    next_wave = draw_sample(survey_id=survey.pk, plan=Plan(100, ("tier",)), by=None)
    assert next_wave.invitations.count() == 32
    assert not next_wave.invitations.filter(contact__in=drawn).exists()


def test_shares_are_whole_people_and_add_up() -> None:
    assert shares({"a": 1, "b": 1, "c": 1}, 2) == {"a": 1, "b": 1, "c": 0}
    assert shares({"a": 3}, 10) == {"a": 3}


def test_a_wave_goes_out_at_its_pace_reminds_once_and_tells_who_is_not_heard(client: Client) -> None:
    contacts = people(3, tier="Small") + people(1, tier="Large")
    survey = by_mail()
    wave = draw_sample(survey_id=survey.pk, plan=Plan(4, ("tier",), per_hour=3, remind_after_days=5), by=None)
    assert send_due() == 0, "nobody is written to before it is begun"
    begin_wave(wave_id=wave.pk)
    # Two of a company and then no more: the third waits for nobody.
    for hours in (0, 2):
        with clock.at(clock.now() + timedelta(hours=hours)):
            send_due()
    wave.refresh_from_db()
    assert wave.state == Wave.State.SENT
    sent = list(wave.invitations.filter(state="sent"))
    assert len(sent) == 3
    assert wave.invitations.get(state="skipped").skipped_because == "company_pause"
    answered = next(one for one in sent if one.contact != contacts[3])
    client.post(f"/s/{answered.token}/", {"question": "nps", "number": "9"})
    client.post(f"/s/{answered.token}/", {"question": "why", "words": ""})
    with clock.at(clock.now() + timedelta(days=6)):
        assert (remind(), remind()) == (2, 0)
    heard = heard_by_stratum(survey)
    assert [(one.asked, one.answered, one.is_unheard) for one in heard] == [(1, 0, True), (2, 1, False)]
    (channel,) = by_channel(survey)
    assert (channel.channel, channel.shown, channel.answered) == ("email", 3, 1)


def test_a_wave_that_is_stopped_writes_to_nobody_more() -> None:
    people(2, tier="Small")
    wave = draw_sample(survey_id=by_mail().pk, plan=Plan(2, remind_after_days=1), by=None)
    begin_wave(wave_id=wave.pk)
    stop_wave(wave_id=wave.pk)
    assert send_due() == 0
    assert set(wave.invitations.values_list("state", flat=True)) == {"planned"}
