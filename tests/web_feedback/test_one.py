"""One thing a customer said, and everything that became of it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.makers import make_area, make_category, make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.models import Answer
from wellheard.customers.models import Contact
from wellheard.decide.commands import link_feedback, unlink_feedback
from wellheard.decide.models import EvidenceItem
from wellheard.foundation import clock
from wellheard.foundation.facts.actors import Actor, acting
from wellheard.foundation.facts.models import Fact
from wellheard.listen.models import Feedback
from wellheard.understand.commands import file_feedback, unfile_feedback
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Staff], Client]


@pytest.fixture
def agent() -> Staff:
    """Make somebody who hears, files and links."""
    return make_staff(role=Role.AGENT, name="Priya Nandan")


def page_of(browser: Client, feedback: Feedback) -> str:
    response = browser.get(reverse("feedback", args=[feedback.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_the_words_who_said_them_and_where(signed_in: SignedIn, agent: Staff) -> None:
    company = make_company(name="Harbour Lift", mrr=2480, owner=make_staff(name="Joel Amberg"))
    feedback = make_feedback(
        "First line.\nSecond line.", contact=make_contact(name="Anneke", company=company), url="https://app.example/map",
        version="4.2", voice=Feedback.Voice.REPORTED, logged_by=agent, quotable=Feedback.Quotable.UNNAMED,
    )  # fmt: skip
    page = page_of(signed_in(agent), feedback)
    for words in (
        "“First line.<br>Second line.”", "Harbour Lift", "Anneke", "$2,480 a month", "Joel Amberg", "4.2", "Priya Nandan",
        'href="https://app.example/map" rel="noreferrer nofollow"', "May be quoted without a name", "Reported by staff",
    ):  # fmt: skip
        assert words in page


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:alert(1)", "//evil.example", "/x"]
)
def test_an_address_that_is_no_web_address_is_never_a_link(signed_in: SignedIn, agent: Staff, url: str) -> None:
    page = page_of(signed_in(agent), make_feedback(url=url))
    assert f'href="{url}"' not in page
    assert url in page


def test_it_tells_what_happened_to_it_and_who_did_it(signed_in: SignedIn, agent: Staff) -> None:
    feedback, idea = make_feedback(), make_idea("Work <offline>")
    area, category = make_area(name="Mobile app"), make_category(name="Bug")
    with acting(Actor(Fact.Actor.STAFF, agent.pk)):
        file_feedback(feedback_id=feedback.pk, area_id=area.pk, category_id=category.pk, by=agent)
        link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=agent)
        unlink_feedback(feedback_id=feedback.pk, idea_id=idea.pk)
        unfile_feedback(feedback_id=feedback.pk)
    page = page_of(signed_in(agent), feedback)
    for words in (
        "Filed: Mobile app · Bug", "Evidence for “Work &lt;offline&gt;”", "No longer evidence for", "Taken back", "Priya Nandan",
    ):  # fmt: skip
        assert words in page


def test_it_shows_what_they_were_told_and_what_they_still_wait_for(signed_in: SignedIn, agent: Staff) -> None:
    contact = make_contact(name="Femke Rood")
    feedback, idea = make_feedback(contact=contact), make_idea("Sheets in Dutch")
    link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=agent)
    shared = {"contact": contact, "words": "It is live.", "waiting_since": clock.now(), "owed_at": clock.now()}
    Answer.objects.create(
        feedback=feedback, occasion="acknowledged", state="told", told_at=clock.now(), told_by=agent, **shared
    )
    Answer.objects.create(idea=idea, occasion="shipped", state="owed", **shared)
    Answer.objects.create(idea=make_idea("Other"), occasion="shipped", state="owed", **shared)
    page = page_of(signed_in(agent), feedback)
    assert "It is live: Sheets in Dutch" in page
    assert "Femke Rood does not know yet." in page
    assert "Priya Nandan told Femke Rood." in page
    assert "It is live: Other" not in page


def test_a_link_is_taken_away(signed_in: SignedIn, agent: Staff) -> None:
    feedback, idea = make_feedback(contact=make_contact(company=make_company(mrr=10))), make_idea("Work offline")
    link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=agent)
    url = reverse("feedback_unlinking", args=[feedback.pk])
    response = signed_in(agent).post(url, {"idea": idea.pk}, follow=True)
    assert "No longer evidence for “Work offline”." in response.content.decode()
    assert not EvidenceItem.objects.exists()
    idea.refresh_from_db()
    assert idea.company_count == 0
    # Once more, as by a double click, and with nonsense: nothing happens.
    for sent in (idea.pk, "", "x", "9" * 30, "\x00"):
        assert signed_in(agent).post(url, {"idea": sent}).status_code == 302


def test_who_may_only_read_may_not_take_links_away(signed_in: SignedIn) -> None:
    feedback, idea = make_feedback(), make_idea()
    link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=None)
    browser = signed_in(make_staff(role=Role.VIEWER))
    url = reverse("feedback_unlinking", args=[feedback.pk])
    assert browser.post(url, {"idea": idea.pk}).status_code == 403
    assert browser.get(url).status_code == 405
    assert EvidenceItem.objects.exists()
    assert url not in page_of(browser, feedback)


def test_a_voice_nobody_knew_gets_its_name(signed_in: SignedIn, agent: Staff, run_jobs: Callable[[], None]) -> None:
    company = make_company(name="Harbour Lift", mrr=2480)
    contact = make_contact(company=company, email="anneke@harbour.example")
    feedback, idea = make_feedback(), make_idea()
    link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=agent)
    url = reverse("feedback_author", args=[feedback.pk])
    response = signed_in(agent).post(url, {"contact": "Anneke@Harbour.example"}, follow=True)
    run_jobs()
    assert response.redirect_chain[-1][0] == reverse("feedback", args=[feedback.pk])
    feedback.refresh_from_db()
    idea.refresh_from_db()
    assert (feedback.contact, feedback.company) == (contact, company)
    assert (idea.company_count, idea.mrr_minor) == (1, 248_000)
    assert "We found out who said it" in page_of(signed_in(agent), feedback)


def test_saying_nothing_about_who_it_was_changes_nothing(signed_in: SignedIn, agent: Staff) -> None:
    feedback = make_feedback()
    url = reverse("feedback_author", args=[feedback.pk])
    response = signed_in(agent).post(url, {"contact": " \u200b "})
    assert response.status_code == 422
    assert "Write who said it, or for which company." in response.content.decode()
    assert not Contact.objects.exists()
    assert signed_in(agent).get(url).status_code == 302
    assert signed_in(make_staff(role=Role.VIEWER)).post(url, {"contact": "a@b.example"}).status_code == 403


def test_what_may_be_quoted_is_shown_on_the_portal_and_taken_off_again(signed_in: SignedIn, agent: Staff) -> None:
    browser, feedback = signed_in(agent), make_feedback(quotable=Feedback.Quotable.NAMED)
    url = reverse("feedback_publication", args=[feedback.pk])
    assert "Shown on the portal" not in page_of(browser, feedback)
    assert "It can be read on the portal now" in browser.post(url, {"show": "yes"}, follow=True).content.decode()
    feedback.refresh_from_db()
    assert feedback.published_at
    assert "Shown on the portal" in page_of(browser, feedback)
    browser.post(url, {"show": "no"})
    feedback.refresh_from_db()
    assert feedback.published_at is None


def test_what_may_not_be_quoted_stays_private(signed_in: SignedIn, agent: Staff) -> None:
    feedback = make_feedback(quotable=Feedback.Quotable.NO)
    url = reverse("feedback_publication", args=[feedback.pk])
    assert url not in page_of(signed_in(agent), feedback)
    response = signed_in(agent).post(url, {"show": "yes"}, follow=True)
    assert "They did not allow to be quoted." in response.content.decode()
    assert signed_in(make_staff(role=Role.VIEWER)).post(url, {"show": "yes"}).status_code == 403
    assert signed_in(agent).get(url).status_code == 405
    feedback.refresh_from_db()
    assert feedback.published_at is None


def test_what_does_not_exist_is_not_found(signed_in: SignedIn, agent: Staff) -> None:
    browser = signed_in(agent)
    for name in ("feedback", "feedback_author", "filing_of"):
        assert browser.get(reverse(name, args=[999_999])).status_code in {404, 302}
    assert browser.get(reverse("feedback", args=[999_999])).status_code == 404
    assert browser.post(reverse("feedback_unlinking", args=[999_999])).status_code == 404
    assert browser.get("/feedback/99999999999999999999999/").status_code == 404
