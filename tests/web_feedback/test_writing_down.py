"""Writing down what a customer said to one of us."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.makers import make_company, make_contact, make_staff
from wellheard.answer.models import Answer
from wellheard.customers.models import Contact, ContactIdentity, Membership
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Staff], Client]
URL = "/feedback/new/"


@pytest.fixture
def agent() -> Staff:
    """Make somebody who talks to customers."""
    return make_staff(role=Role.AGENT)


@pytest.fixture
def browser(signed_in: SignedIn, agent: Staff) -> Client:
    """Return their browser."""
    return signed_in(agent)


def sent(**fields: object) -> dict[str, object]:
    """Return a form as a browser sends it."""
    plain = {
        "words": "The map is slow.",
        "source": "support",
        "voice": "own",
        "quotable": "no",
        "once": "abc",
        "heard_at": "",
    }
    return plain | {"contact": "", "company": "", "name": ""} | fields


def test_it_is_kept_and_leads_to_its_filing(browser: Client, agent: Staff) -> None:
    company = make_company(name="Harbour Lift")
    contact = make_contact(company=company, email="anneke@harbour.example")
    response = browser.post(
        URL,
        sent(
            contact="Anneke@harbour.example",
            source="interview",
            voice="reported",
            quotable="named",
            heard_at="2025-03-01T09:30",
        ),
    )
    kept = Feedback.objects.get()
    assert response["Location"] == reverse("filing_of", args=[kept.pk])
    assert (kept.words, kept.contact, kept.company, kept.logged_by) == ("The map is slow.", contact, company, agent)
    assert (kept.source, kept.voice, kept.quotable) == ("interview", "reported", "named")
    assert kept.heard_at.isoformat() == "2025-03-01T09:30:00+00:00"


def test_the_time_is_read_in_the_writers_zone(signed_in: SignedIn) -> None:
    browser = signed_in(make_staff(role=Role.AGENT, time_zone="Europe/Vilnius"))
    browser.post(URL, sent(heard_at="2025-07-01T09:30"))
    assert Feedback.objects.get().heard_at.isoformat() == "2025-07-01T06:30:00+00:00"


def test_nobody_gets_a_mail_for_what_was_said_in_person(browser: Client, run_jobs: Callable[[], None]) -> None:
    browser.post(URL, sent(contact="new@person.example", name="Nina New"))
    run_jobs()
    assert Answer.objects.get().state == Answer.State.TOLD
    assert not OutgoingMail.objects.exists()


def test_somebody_new_is_added_with_their_company(browser: Client) -> None:
    company = make_company(name="Harbour Lift")
    browser.post(URL, sent(contact="nina@harbour.example", name="Nina New", company="harbour lift"))
    kept = Feedback.objects.get()
    assert kept.contact
    assert (kept.contact.name, kept.company) == ("Nina New", company)
    assert Membership.objects.get(contact=kept.contact).company == company
    assert ContactIdentity.objects.get().verified_at is None


def test_whoever_belongs_to_a_company_stays_there(browser: Client) -> None:
    home, other = make_company(), make_company(name="Other Ltd")
    contact = make_contact(company=home, email="a@b.example")
    browser.post(URL, sent(contact="a@b.example", company="Other Ltd"))
    assert Feedback.objects.get().company == other
    assert [membership.company for membership in contact.memberships.all()] == [home]


def test_nobody_needs_to_be_known(browser: Client) -> None:
    browser.post(URL, sent())
    assert (Feedback.objects.get().contact, Feedback.objects.get().company) == (None, None)


def test_a_name_that_fits_several_is_asked_about_without_a_script(browser: Client) -> None:
    first = make_contact(name="Anneke Visser", company=make_company(name="Harbour Lift"))
    second = make_contact(name="Anneke Bos", email="")
    response = browser.post(URL, sent(contact="anneke"))
    page = response.content.decode()
    assert response.status_code == 422
    assert not Feedback.objects.exists()
    assert "Choose which of these it was." in page
    assert "Harbour Lift" in page
    assert "Somebody new called anneke" in page
    assert "The map is slow." in page

    browser.post(URL, sent(contact="anneke", person=f"#{second.pk}"))
    assert Feedback.objects.get().contact == second
    browser.post(URL, sent(contact="anneke", person=f"#{first.pk}", words="Another thing."))
    assert Feedback.objects.latest("pk").contact == first


def test_somebody_known_by_name_only_is_added_when_chosen(browser: Client) -> None:
    browser.post(URL, sent(contact="Otto Neu", person="new"))
    kept = Feedback.objects.get()
    assert kept.contact
    assert kept.contact.name == "Otto Neu"
    assert not kept.contact.identities.exists()


def test_a_company_that_fits_several_is_asked_about(browser: Client) -> None:
    make_company(name="Harbour Lift")
    second = make_company(name="Harbour Pumps")
    response = browser.post(URL, sent(company="harbour"))
    assert "Choose which company it is." in response.content.decode()
    browser.post(URL, sent(company="harbour", firm=f"#{second.pk}"))
    assert Feedback.objects.get().company == second


def test_the_very_name_of_a_company_is_enough(browser: Client) -> None:
    for number in range(12):
        make_company(name=f"Company 1{number}", mrr=100)
    exact = make_company(name="Company 1")
    browser.post(URL, sent(company="company 1"))
    assert Feedback.objects.get().company == exact


def test_a_form_begun_on_a_companys_page_knows_who_it_is_about(browser: Client) -> None:
    company = make_company(name="Twin")
    contact = make_contact(email="a@b.example")
    page = browser.get(URL, {"company": company.pk, "contact": contact.pk}).content.decode()
    assert 'value="Twin"' in page
    assert 'value="a@b.example"' in page
    make_company(name="TWIN")
    page = browser.get(URL, {"company": company.pk}).content.decode()
    assert f'value="#{company.pk}"' in page
    browser.post(URL, sent(company=f"#{company.pk}"))
    assert Feedback.objects.get().company == company
    for nonsense in ("x", "-1", "9" * 40, "\x00"):
        assert browser.get(URL, {"company": nonsense, "contact": nonsense}).status_code == 200


def test_a_double_click_keeps_it_once_and_other_words_are_another_thing(browser: Client) -> None:
    form = sent(contact="nina@new.example")
    answers = [browser.post(URL, form)["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert (Feedback.objects.count(), Contact.objects.count()) == (1, 1)
    # Back in the browser, the words changed, sent again: nothing may be lost.
    browser.post(URL, form | {"words": "The map is slow, and wrong."})
    assert Feedback.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("words", "", "Write what the customer said."),
        ("words", " \u200b\x00 ", "Write what the customer said."),
        ("words", "a" * 20_001, "Use at most 20000 characters; these are 20001."),
        ("contact", "anneke@", "This is not a whole e-mail address"),
        ("contact", "#999999", "Nobody goes by this number."),
        ("contact", f"{'a' * 250}@b.example", "Use at most 254 characters"),
        ("company", "Nobody Ltd", "No company goes by this name."),
        ("company", "#0", "No company goes by this name."),
        ("source", "carrier pigeon", "There is no such way in"),
        ("source", "", "Choose how we heard of it."),
        ("voice", "x", "Choose their own words"),
        ("quotable", "x", "Choose whether we may quote it."),
        ("heard_at", "yesterday", "Write a day and a time"),
        ("heard_at", "9999-01-01T00:00", "This moment is still to come."),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_half_kept(
    browser: Client, field: str, value: str, sentence: str
) -> None:
    response = browser.post(URL, sent(contact="new@person.example") | {field: value})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert (Feedback.objects.count(), Contact.objects.count()) == (0, 0)


def test_hostile_words_are_kept_as_they_can_be_shown(browser: Client) -> None:
    words = "=cmd|' /C calc'!A0 <img src=x onerror=alert(1)> \u202egpj.exe\x00 \ud800 مرحبا {{ 7*7 }}"
    response = browser.post(
        URL, sent(words=words.encode("utf-8", "replace").decode(), contact="x@y.example", name="<i>\u202e")
    )
    kept = Feedback.objects.get()
    assert "\x00" not in kept.words
    assert "\u202e" not in kept.words
    page = browser.get(response["Location"]).content.decode()
    assert "<img src=x" not in page
    assert "{{ 7*7 }}" in page


def test_a_moment_ago_is_not_the_future(browser: Client) -> None:
    soon = clock.now() + timedelta(minutes=10)
    browser.post(URL, sent(heard_at=soon.strftime("%Y-%m-%dT%H:%M")))
    assert Feedback.objects.get().heard_at <= clock.now()


def test_while_one_types_people_and_companies_are_offered(browser: Client) -> None:
    contact = make_contact(
        name="Anneke Visser", company=make_company(name="Harbour <Lift>"), email="anneke@harbour.example"
    )
    page = browser.get("/feedback/people/", {"contact": "ann"}).content.decode()
    assert (
        '<option value="anneke@harbour.example" label="Anneke Visser · anneke@harbour.example · Harbour &lt;Lift&gt;">'
        in page
    )
    assert "anneke@" in browser.get("/feedback/people/", {"contact": "ANNEKE@h"}).content.decode()
    assert "Harbour &lt;Lift&gt;" in browser.get("/feedback/companies/", {"company": "harb"}).content.decode()
    for nothing in ("", "\x00", "zzz", "%"):
        assert "<option" not in browser.get("/feedback/people/", {"contact": nothing}).content.decode()
    contact.identities.all().delete()
    assert f'value="#{contact.pk}"' in browser.get("/feedback/people/", {"contact": "ann"}).content.decode()


def test_who_may_only_read_may_not_write(signed_in: SignedIn) -> None:
    browser = signed_in(make_staff(role=Role.VIEWER))
    assert browser.get(URL).status_code == 403
    assert browser.post(URL, sent()).status_code == 403
    assert browser.get("/feedback/people/", {"contact": "a"}).status_code == 403
    assert not Feedback.objects.exists()


def test_who_may_not_file_is_led_to_what_was_said(signed_in: SignedIn) -> None:
    browser = signed_in(make_staff(role=Role.SALES))
    response = browser.post(URL, sent())
    assert response["Location"] == reverse("feedback", args=[Feedback.objects.get().pk])


def test_other_methods_are_refused(browser: Client) -> None:
    assert browser.put(URL).status_code == 405
    assert browser.post("/feedback/people/").status_code == 405
