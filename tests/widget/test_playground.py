"""The page for staff: the line for the product, the tab as anybody sees it, and why somebody is asked or not."""

import re
from datetime import timedelta

from django.test import Client

from tests.makers import make_contact, make_feedback, make_staff, make_survey
from tests.widget.conftest import Tab
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.listen.sources.models import Source
from wellheard.listen.surveys.models import Display
from wellheard.workspace.permissions import Role

PAGE = "/settings/widget/"


def test_an_admin_makes_the_key_once_and_gets_the_line_for_the_product(client: Client) -> None:
    client.force_login(make_staff())
    assert "The tab needs a key first" in client.get(PAGE).text

    for _twice in range(2):
        client.post(f"{PAGE}key/")

    source = Source.objects.get()
    text = client.get(PAGE).text
    assert "One line puts the tab into your product" in text
    assert f"data-key=&quot;{source.key}&quot;" in text


def test_the_page_says_when_the_product_first_asked_and_our_own_page_does_not_count(client: Client, tab: Tab) -> None:
    client.force_login(make_staff())
    tab.origin = "http://testserver"
    tab.post("hello")
    assert "One line puts" in client.get(PAGE).text
    tab.origin = "https://app.example"
    tab.post("hello")
    assert "The tab stands in your product" in client.get(PAGE).text


def test_staff_see_the_tab_as_somebody_and_nothing_is_done_in_their_name(client: Client, tab: Tab) -> None:
    anna = make_contact(name="Anna Stone", created_at=clock.now() - timedelta(days=400))
    make_feedback("It is slow", contact=anna)
    survey = make_survey("nps")
    client.force_login(make_staff(role=Role.PRODUCT))

    assert "Is asked now" in client.get(PAGE, {"contact": str(anna.pk), "q": "anna"}).text
    page = client.get(f"{PAGE}page/", {"contact": str(anna.pk)})
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    token = re.search(r'content="(try\.[^"]+)"', page.text)
    assert token
    tab.token = token[1]
    hello = tab.post("hello")

    assert (hello["known"], hello["survey"]["kind"]) == (True, survey.kind)
    assert tab.get("mine")["items"][0]["words"] == "It is slow"
    refused = tab.say("I am Anna and I want it in blue")
    assert (refused.status, "trial" in refused["detail"]) == (422, True)
    assert tab.post(f"surveys/{hello['survey']['display']}/shown")["show"] is True
    assert (Feedback.objects.count(), Display.objects.count()) == (1, 0)
    assert not anna.identities.filter(kind="device").exists()


def test_a_token_for_looking_that_was_made_up_is_refused(tab: Tab) -> None:
    tab.token = "try.WzEsMV0:made-up"
    assert tab.post("hello").status == 401


def test_who_asks_no_customers_does_not_see_the_page_nor_makes_keys(client: Client) -> None:
    client.force_login(make_staff(role=Role.VIEWER))
    assert client.get(PAGE).status_code == 403
    client.force_login(make_staff(role=Role.PRODUCT))
    assert client.post(f"{PAGE}key/").status_code == 403
    assert client.get(f"{PAGE}key/").status_code == 405
    assert client.get(PAGE, {"contact": "abc", "url": "x" * 9_000}).status_code == 200
