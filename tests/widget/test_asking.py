"""Who asks in the product: which key and page, which device, whom a signed token names."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_contact, make_feedback, make_idea, make_source
from tests.widget.conftest import Tab
from wellheard.customers.models import Contact, ContactIdentity
from wellheard.decide.models import Vote
from wellheard.listen.models import Feedback
from wellheard.listen.sources import queries
from wellheard.workspace import installation
from wellheard.workspace.models import Vendor

WORDS = "When someone is ill I drag every job"


def test_a_key_nobody_gave_out_opens_nothing(tab: Tab) -> None:
    tab.key = "wb_" + "x" * 40
    answer = tab.post("hello")
    assert (answer.status, answer.kind) == (403, "source")
    assert "Copy the snippet again" in answer["detail"]


def test_a_servers_key_does_not_belong_into_a_page(tab: Tab) -> None:
    tab.key = make_source(kind="server")[1]
    queries.forget()
    assert tab.post("hello").status == 403


def test_pages_of_other_sites_may_not_use_the_key() -> None:
    _source, key = make_source(kind="browser", origins=["https://app.example.com"])
    assert Tab(key, origin="https://app.example.com").post("hello").status == 200
    refused = Tab(key, origin="https://evil.example").post("hello")
    assert (refused.status, refused.kind) == (403, "source")
    # Its maker can read why.
    assert refused.response["Access-Control-Allow-Origin"] == "https://evil.example"
    assert "https://evil.example" in refused["detail"]
    # An app is no browser, and our own page for web views is ours.
    assert Tab(key).post("hello").status == 200
    assert Tab(key, origin="http://testserver").post("hello").status == 200


def test_a_page_of_another_site_asks_before_it_sends_and_remembers_the_answer() -> None:
    asked = Client().options("/widget/v1/said", headers={"Origin": "https://app.example.com"})
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Origin"] == "https://app.example.com"
    assert "idempotency-key" in asked["Access-Control-Allow-Headers"]
    assert asked["Access-Control-Max-Age"] == "7200"
    assert "Access-Control-Allow-Credentials" not in asked


def test_another_method_is_named(tab: Tab) -> None:
    answer = tab.get("said")
    assert (answer.status, answer.response["Allow"]) == (405, "POST, OPTIONS")


@pytest.mark.parametrize(
    ("body", "status"), [(b"{", 400), (b"[]", 400), (b'{"words": NaN}', 400), (b"x" * 70_000, 413)]
)
def test_a_body_that_is_no_object_gets_a_sentence(tab: Tab, body: bytes, status: int) -> None:
    headers = {"X-Wellheard-Key": tab.key, "Idempotency-Key": "k" * 20}
    answer = Client().post("/widget/v1/said", body, content_type="application/json", headers=headers)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].endswith(".")


def test_a_device_becomes_a_contact_only_when_it_says_something(tab: Tab) -> None:
    tab.post("hello")
    tab.get("mine")
    assert not Contact.objects.exists()

    tab.say(WORDS)

    assert ContactIdentity.objects.get().value == tab.device
    assert [item["words"] for item in tab.get("mine")["items"]] == [WORDS]


def test_who_wants_no_number_is_heard_all_the_same(tab: Tab) -> None:
    tab.device = ""
    answer = tab.say(WORDS)
    assert answer.status == 201
    assert Feedback.objects.get().contact is None
    assert "do not know who you are" in answer["text"]
    assert tab.get("mine")["items"] == []


def test_what_was_said_and_wanted_before_signing_in_is_theirs_afterwards(tab: Tab, signed: Callable[..., str]) -> None:
    Vendor.objects.update_or_create(pk=1, defaults={"voices": Vendor.Voices.ALL})
    installation.forget()
    idea = make_idea(is_public=True)
    tab.say(WORDS)
    tab.ask("How do I move a day?")
    tab.post(f"ideas/{idea.pk}/vote")
    tab.token = signed("u-7", name="Anna Stone")

    hello = tab.post("hello")

    anna = Contact.objects.get(name="Anna Stone")
    assert hello["known"] is True
    assert Feedback.objects.get().contact == anna
    assert Vote.objects.get().contact == anna
    kinds = {item["kind"]: item for item in tab.get("mine")["items"]}
    assert set(kinds) == {"feedback", "conversation", "vote"}
    assert tab.get(f"conversations/{kinds['conversation']['id']}")["messages"][0]["words"] == "How do I move a day?"


def test_a_key_alone_reads_nothing_of_a_person_who_is_known(tab: Tab, signed: Callable[..., str]) -> None:
    tab.token = signed("u-7")
    tab.say(WORDS)
    conversation = tab.ask("How do I move a day?")["conversation"]
    tab.token = ""

    hello = tab.post("hello")

    assert (hello["known"], hello["unread"]) == (False, 0)
    assert tab.get("mine")["items"] == []
    assert tab.get(f"conversations/{conversation}").status == 404
    assert tab.post(f"conversations/{conversation}", {"words": "It is me"}).status == 404
    assert hello["device"] != tab.device


def test_who_speaks_on_the_device_of_somebody_known_gets_a_number_of_their_own(
    tab: Tab, signed: Callable[..., str]
) -> None:
    tab.token = signed("u-7")
    tab.post("hello")
    tab.token = ""

    refused = tab.say(WORDS, once="once-and-for-all")
    assert (refused.status, refused.kind) == (409, "device")
    assert not Feedback.objects.exists()
    tab.device = refused["device"]
    assert tab.say(WORDS, once="once-and-for-all").status == 201

    known = ContactIdentity.objects.get(kind="external").contact
    assert Feedback.objects.get().contact not in (None, known)


def test_two_devices_of_one_person_see_the_same(tab: Tab, signed: Callable[..., str]) -> None:
    other = Tab(tab.key, device=str(uuid.uuid4()), token=signed("u-7"))
    tab.token = signed("u-7")
    tab.say(WORDS)
    assert [item["words"] for item in other.get("mine")["items"]] == [WORDS]


def test_a_device_stays_with_who_was_known_on_it_first(tab: Tab, signed: Callable[..., str]) -> None:
    tab.token = signed("anna")
    tab.say(WORDS)
    tab.token = signed("ben")
    assert tab.get("mine")["items"] == []
    tab.say("I want it in blue and at once")
    assert Feedback.objects.values("contact").distinct().count() == 2


@pytest.mark.parametrize("wrong", ["nonsense", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1LTcifQ."])
def test_a_token_that_cannot_be_believed_writes_nothing(tab: Tab, signed: Callable[..., str], wrong: str) -> None:
    tab.token = wrong
    answer = tab.say(WORDS)
    assert (answer.status, answer.kind) == (401, "token")
    assert not Feedback.objects.exists()


def test_a_device_that_is_no_number_is_refused(tab: Tab) -> None:
    tab.device = "me"
    assert tab.post("hello").status == 400


def test_who_floods_is_told_how_long_to_wait_and_others_go_on(tab: Tab) -> None:
    for number in range(20):
        assert tab.say(f"This is the wish with number {number}").status == 201
    refused = tab.say("One wish more than that")
    assert (refused.status, refused.kind) == (429, "flood")
    assert 0 < int(refused.response["Retry-After"]) <= 600
    assert Tab(tab.key, device=str(uuid.uuid4())).say(WORDS).status == 201


def test_nothing_of_another_person_is_in_what_became_of_mine(tab: Tab) -> None:
    make_feedback("Somebody else's words", contact=make_contact())
    tab.say(WORDS)
    assert [item["words"] for item in tab.get("mine")["items"]] == [WORDS]


def test_the_tab_speaks_the_readers_language(tab: Tab) -> None:
    tab.language = "de-AT"
    assert tab.post("hello")["language"] == "de"
    tab.language = "xx"
    assert tab.post("hello")["language"] == "en"
