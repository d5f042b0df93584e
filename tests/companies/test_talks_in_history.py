"""Talks stand among what a company and a person said, were asked and were answered."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_feedback, make_staff
from tests.talks.stories import customer, plan
from wellheard.foundation import clock
from wellheard.listen.interviews.commands import cancel_interview, hold_interview
from wellheard.web.companies.timeline import SIZE
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(signed_in: Callable[[Staff], Client]) -> Client:
    return signed_in(make_staff(role=Role.VIEWER))


def kinds_of(browser: Client, url: str) -> list[str]:
    """Return what stands in a history, from the newest on: talks by what they are about, words as they were said."""
    moments = browser.get(url).context["page"].items
    return [one.talk.title if one.talk else one.feedback.words for one in moments]


def test_a_talk_stands_where_it_took_place_on_the_company_and_on_the_person(browser: Client) -> None:
    ada = customer()
    company = ada.companies.get()
    make_feedback("Before it", contact=ada, company=company, heard_at=clock.now() - timedelta(days=9))
    plan(ada, days=-5, title="About labels")
    make_feedback("After it", contact=ada, company=company, heard_at=clock.now() - timedelta(days=2))
    plan(make_contact(company=company), title="To come")
    plan(customer(), days=-5, title="Of another company")

    assert kinds_of(browser, f"/companies/{company.pk}/") == ["To come", "After it", "About labels", "Before it"]
    assert kinds_of(browser, f"/contacts/{ada.pk}/") == ["After it", "About labels", "Before it"]


def test_it_says_how_it_went_who_led_it_and_who_came(browser: Client) -> None:
    ada = customer("Ada Byron")
    talk = plan(ada, days=-5, title="About <b>labels</b>", host=make_staff(name="Nora Weiss"))
    page = browser.get(f"/contacts/{ada.pk}/").content.decode()

    for words in ("About &lt;b&gt;labels&lt;/b&gt;", "Took place", "Nora Weiss", f'href="/talks/{talk.pk}/"'):
        assert words in page


def test_what_was_called_off_is_no_part_of_what_happened(browser: Client) -> None:
    ada = customer()
    cancel_interview(interview_id=plan(ada).pk)

    assert kinds_of(browser, f"/contacts/{ada.pk}/") == []


def test_talks_can_be_shown_alone(browser: Client) -> None:
    ada = customer()
    make_feedback("Words", contact=ada)
    assert "We have not talked with them yet" in browser.get(f"/contacts/{ada.pk}/?show=talked").content.decode()
    talk = plan(ada, title="About labels")

    assert kinds_of(browser, f"/contacts/{ada.pk}/?show=talked") == ["About labels"]
    assert kinds_of(browser, f"/contacts/{ada.pk}/?show=said") == ["Words"]
    hold_interview(interview_id=talk.pk, by=None)
    assert kinds_of(browser, f"/contacts/{ada.pk}/?show=talked") == ["About labels"]


def test_a_long_history_with_talks_is_shown_page_by_page_and_nothing_is_lost(browser: Client) -> None:
    ada = customer()
    company = ada.companies.get()
    moment = clock.now() - timedelta(days=3)
    for number in range(SIZE):
        make_feedback(f"said {number}", contact=ada, company=company, heard_at=moment)
        talk = plan(ada, days=-4 - number, title=f"talk {number}")
        # Several at the very moment of what was said.
        type(talk).objects.filter(pk=talk.pk, title__endswith="3").update(planned_at=moment)
    first = browser.get(f"/companies/{company.pk}/").context["page"]
    second = kinds_of(browser, f"/companies/{company.pk}/?after={quote(first.next)}")
    found = [one.talk.title if one.talk else one.feedback.words for one in first.items] + second

    assert len(found) == len(set(found)) == 2 * SIZE


def test_the_history_asks_as_often_for_twenty_talks_as_for_one(
    browser: Client, queries_of: Callable[[Client, str], int]
) -> None:
    company = make_company()
    plan(make_contact(company=company), days=-1)
    one = queries_of(browser, f"/companies/{company.pk}/")
    for day in range(2, 21):
        plan(make_contact(company=company), days=-day)

    assert queries_of(browser, f"/companies/{company.pk}/") == one
