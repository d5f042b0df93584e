"""By a public link: once in each browser, once by each person, or as often as somebody likes; and by a link of one's own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_contact, make_staff, make_survey
from wellheard.customers.models import Contact
from wellheard.customers.visiting import CONTACT
from wellheard.listen.surveys import views
from wellheard.listen.surveys.commands import change_survey
from wellheard.listen.surveys.models import Display, Response, Survey
from wellheard.listen.surveys.results.answers import latest, scored
from wellheard.listen.surveys.results.scope import Scope
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


def by_link(**fields: Any) -> Survey:
    return make_survey("nps", channels=["link"], **fields)


def give(client: Client, survey: Survey, number: int = 9) -> Any:
    """Answer both questions by the public link, as a browser does that follows where it is led."""
    reply = client.post(f"/s/{survey.link_token}/", {"question": "nps", "number": str(number)})
    if reply.status_code == 302:
        client.post(reply["Location"], {"question": "why", "words": ""})
    return reply


def test_one_browser_answers_once_and_another_one_too() -> None:
    survey, first = by_link(), Client()
    give(first, survey)
    again = give(first, survey, 1)
    assert again.status_code == 200
    assert "Thank you" in again.content.decode()
    give(Client(), survey, 7)
    assert set(Response.objects.values_list("score", flat=True)) == {7, 9}
    assert Response.objects.count() == 2


def test_the_mark_is_signed_for_this_page_only_and_kept_after_an_answer_and_not_before() -> None:
    survey, client = by_link(), Client()
    client.get(f"/s/{survey.link_token}/")
    assert views.MARK not in client.cookies, "looking keeps nothing"
    give(client, survey)
    mark = client.cookies[views.MARK]
    assert (mark["path"], mark["httponly"], mark["samesite"]) == (f"/s/{survey.link_token}/", True, "Lax")
    forged = Client()
    forged.cookies[views.MARK] = mark.value[:-1] + ("A" if mark.value[-1] != "A" else "B")
    give(forged, survey, 2)
    assert Response.objects.count() == 2, "a mark that is not ours says nothing"


def test_without_cookies_the_address_leads_through_and_results_count_each_answer(client: Client) -> None:
    survey = by_link()
    for number in (3, 9):
        give(Client(), survey, number)
    assert Response.objects.filter(is_complete=True, contact=None, channel="link").count() == 2
    assert client.get("/s/nothing-like-it/").status_code == 410
    change_survey(survey_id=survey.pk, version=Survey.objects.get().version, channels=["email"])
    assert client.get(f"/s/{survey.link_token}/").status_code == 410


def test_an_answer_that_was_begun_in_a_browser_goes_on_there() -> None:
    survey, client = by_link(), Client()
    client.post(f"/s/{survey.link_token}/", {"question": "nps", "number": "9"})
    assert "Why?" in client.get(f"/s/{survey.link_token}/").content.decode()


def test_a_shared_tablet_answers_as_often_as_somebody_likes() -> None:
    survey, tablet = by_link(link_for="anybody"), Client()
    for number in (1, 5, 9):
        give(tablet, survey, number)
    assert views.MARK not in tablet.cookies
    assert len(latest(scored(Scope(survey)))) == 3


def signed_in_as(contact: Contact) -> Client:
    client = Client()
    client.get("/portal/sign-in/")
    session = client.session
    session[CONTACT] = contact.pk
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client


def test_where_an_address_is_asked_for_each_person_answers_once_on_whatever_device() -> None:
    survey, anna = by_link(link_for="address"), make_contact(name="Anna Berg")
    asked = give(Client(), survey)
    assert "Please sign in first" in asked.content.decode()
    assert not Response.objects.exists()
    for number in (9, 2):
        give(signed_in_as(anna), survey, number)
    response = Response.objects.get()
    assert (response.contact, response.score) == (anna, 9)
    give(signed_in_as(make_contact()), survey, 4)
    assert Response.objects.count() == 2
    assert Display.objects.filter(contact=anna).count() == 1


def test_many_answers_from_one_network_are_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_AN_HOUR", 2)
    survey = by_link()
    give(Client(), survey)
    flood = give(Client(), survey)
    assert flood.status_code == 429
    assert Response.objects.count() == 1


@pytest.fixture
def browser(signed_in: Callable[[Staff], Client]) -> Client:
    return signed_in(make_staff(role=Role.PRODUCT))


def test_who_answers_by_the_link_is_said_and_changed_on_the_page(browser: Client) -> None:
    survey = by_link()
    page = f"/surveys/{survey.pk}/sending/"
    assert "once in each browser" in browser.get(page).content.decode()
    for version, chosen in ((survey.version, "address"), (survey.version, "anybody"), ("x", "browser"), (9, "nobody")):
        browser.post(f"{page}link/", {"version": version, "link_for": chosen})
    survey.refresh_from_db()
    assert survey.link_for == "address", "the second editor is told, and nonsense changes nothing"
    assert "signed in with their address" in browser.get(page).content.decode()
    assert browser.get(f"{page}link/").status_code == 405


def test_a_person_gets_a_link_of_their_own_and_always_the_same(browser: Client) -> None:
    survey, anna = by_link(), make_contact(name="Anna Berg", email="anna@harbour.example")
    make_contact(name="Anna Bergmann")
    page = f"/surveys/{survey.pk}/sending/own/"
    shown = [browser.post(page, {"who": "anna@harbour.example"}).content.decode() for _twice in range(2)]
    (link,) = survey.invitations.all()
    assert all(f"/s/{link.token}/" in one for one in shown)
    give_at = f"/s/{link.token}/"
    Client().post(give_at, {"question": "nps", "number": "8"})
    assert Response.objects.get().contact == anna
    for who in ("Anna", "Nobody at all", ""):
        assert browser.post(page, {"who": who}).status_code == 422


def test_whoever_may_not_run_surveys_makes_no_links(signed_in: Callable[[Staff], Client]) -> None:
    survey, viewer = by_link(), signed_in(make_staff(role=Role.VIEWER))
    for part in ("own", "link"):
        assert viewer.post(f"/surveys/{survey.pk}/sending/{part}/", {"who": "Anna"}).status_code == 403
