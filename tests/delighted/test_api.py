"""What clients of Delighted ask and tell, through the door they ask at."""

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.makers import make_contact, make_source, make_survey
from tests.posthog.doors import Answer as Said
from tests.posthog.doors import ask
from wellheard.connect.delighted import figures, people, responses, stopping
from wellheard.connect.delighted.asking import Answer, Call
from wellheard.customers.commands.suppressions import suppress
from wellheard.customers.models import Contact, ContactIdentity
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.http.doors import DoorError
from wellheard.listen.sources import queries
from wellheard.listen.surveys.models import Invitation, Response, ResponseItem, Survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> Survey:
    return make_survey("nps", channels=["email"])


def call(place: str = "", /, *, query: dict[str, str] | None = None, **said: Any) -> Call:
    return Call(place, {name: [value] for name, value in (query or {}).items()}, said, "http://wellheard/v1/x")


def refusal(handler: Callable[[Call], Answer], asked: Call) -> DoorError:
    with pytest.raises(DoorError) as refused:
        handler(asked)
    return refused.value


def answered(email: str, score: int, *, comment: str = "", at: datetime | None = None) -> dict[str, Any]:
    whom = people.invited(call(email=email, send=False)).content["id"]
    when = int((at or clock.now()).timestamp())
    said = responses.added(call(person=whom, score=score, comment=comment, created_at=when))
    assert said.status == 201
    return dict(said.content)


def test_a_person_is_invited_after_a_delay_and_once(survey: Survey) -> None:
    asked = call(email="Ada@acme.example", name="Ada", delay=3600, properties={"Plan": "Gold", "locale": "de"})

    people.invited(asked)
    said = people.invited(asked)

    contact, invitation = Contact.objects.get(), Invitation.objects.get()
    assert (contact.name, contact.language) == ("Ada", "de")
    assert said.status == 201
    assert said.content["id"] == str(contact.pk)
    assert invitation.send_at
    assert invitation.send_at > clock.now() + timedelta(minutes=50)
    assert said.content["survey_scheduled_at"] == int(invitation.send_at.timestamp())
    assert invitation.attributes["Plan"] == "Gold"
    assert invitation.survey == survey


@pytest.mark.parametrize("send", [False, "false"])
def test_a_person_may_only_be_remembered(survey: Survey, send: object) -> None:
    assert people.invited(call(email="ada@acme.example", send=send)).content["survey_scheduled_at"] is None
    assert not Invitation.objects.exists()


def test_without_a_survey_nobody_is_told_that_all_is_well() -> None:
    make_survey("nps", channels=["in_app"])

    assert refusal(people.invited, call(email="ada@acme.example")).status == 422
    assert refusal(people.invited, call(name="Ada")).status == 422
    assert refusal(people.invited, call(email="no address")).status == 422
    assert not Contact.objects.exists()


def test_only_those_who_were_asked_are_listed_page_by_page(survey: Survey) -> None:
    make_contact(email="stranger@acme.example")
    for number in range(5):
        people.invited(call(email=f"p{number}@acme.example"))

    first = people.listed(call(query={"per_page": "3"}))
    second = people.listed(call(query={"per_page": "3", "page_info": first.following}))
    by_number = people.listed(call(query={"per_page": "3", "page": "2"}))

    emails = [one["email"] for one in first.content + second.content]
    assert emails == [f"p{number}@acme.example" for number in range(5)]
    assert by_number.content == second.content
    assert not second.following


def test_a_pending_question_is_called_back(survey: Survey) -> None:
    people.invited(call(email="ada@acme.example", delay=60))

    people.let_go(call("ada@acme.example/survey_requests/pending"))

    assert Invitation.objects.get().state == "skipped"
    assert Contact.objects.get(identities__value="ada@acme.example").erased_at is None


@pytest.mark.parametrize("by", ["number", "address"])
def test_who_is_deleted_is_erased_with_all_that_is_known_of_them(survey: Survey, by: str) -> None:
    kept = people.invited(call(email="bo@acme.example")).content
    told = people.invited(call(email="ada@acme.example", name="Ada", delay=60)).content
    answered("ada@acme.example", 3, comment="I, Ada, find it slow.")

    deleted = people.let_go(call(told["id"] if by == "number" else "email:ada@acme.example"))

    assert (deleted.status, deleted.content) == (202, {"ok": True})
    erased = Contact.objects.get(pk=int(told["id"]))
    assert erased.erased_at is not None
    assert not ContactIdentity.objects.filter(value="ada@acme.example").exists()
    assert "Ada" not in str(list(ResponseItem.objects.values_list("words", flat=True)))
    assert Fact.objects.filter(name="contact.erased", subject_id=erased.pk).count() == 1
    assert [one["id"] for one in people.listed(call()).content] == [kept["id"]]


def test_who_was_deleted_is_not_there_and_not_invited_again(survey: Survey) -> None:
    told = people.invited(call(email="ada@acme.example", delay=60)).content
    people.let_go(call(told["id"]))

    assert people.let_go(call(told["id"])).status == 202
    assert refusal(people.let_go, call("email:ada@acme.example")).status == 404
    assert refusal(people.let_go, call("9999999")).status == 404
    refused = refusal(people.invited, call(email="ada@acme.example"))
    assert (refused.status, "was erased" in str(refused)) == (422, True)
    assert not Invitation.objects.filter(state="planned").exists()


def test_an_answer_from_elsewhere_keeps_its_date_and_counts_once(survey: Survey) -> None:
    before = clock.now() - timedelta(days=40)

    first = answered("ada@acme.example", 3, at=before, comment="Too slow.")
    again = answered("ada@acme.example", 3, at=before, comment="Too slow.")

    response = Response.objects.get()
    assert first["id"] == again["id"] == str(response.pk)
    assert (first["score"], first["comment"], response.is_complete) == (3, "Too slow.", True)
    assert clock.now() - response.answered_at > timedelta(days=39)


def test_an_answer_is_changed_and_told_with_its_person(survey: Survey) -> None:
    said = answered("ada@acme.example", 3)

    changed = responses.changed(call(said["id"], score=9, comment="Better now.", expand=["person"])).content
    shown = responses.shown(call(said["id"])).content

    assert (changed["score"], changed["comment"], changed["person"]["email"]) == (9, "Better now.", "ada@acme.example")
    assert (shown["score"], shown["person"]) == (9, changed["person"]["id"])
    assert refusal(responses.changed, call(said["id"], score=11)).status == 422
    assert refusal(responses.shown, call("999999")).status == 404


def test_answers_are_listed_in_an_order_and_within_a_time(survey: Survey) -> None:
    for days, score in ((3, 1), (2, 2), (1, 3)):
        answered(f"p{days}@acme.example", score, at=clock.now() - timedelta(days=days))
    since = str(int((clock.now() - timedelta(days=2, hours=1)).timestamp()))

    newest = responses.listed(call(query={"order": "desc", "per_page": "2"}))
    recent = responses.listed(call(query={"since": since}))

    assert [one["score"] for one in newest.content] == [3, 2]
    assert [one["score"] for one in recent.content] == [2, 3]
    assert refusal(responses.listed, call(query={"since": "yesterday"})).status == 422


def test_the_figures_are_the_plain_ones(survey: Survey) -> None:
    assert figures.metrics(call()).content["nps"] == 0
    for number, score in enumerate((10, 9, 9, 8, 2)):
        answered(f"p{number}@acme.example", score)

    assert figures.metrics(call()).content == {
        "nps": 40,
        "promoter_count": 3,
        "promoter_percent": 60.0,
        "passive_count": 1,
        "passive_percent": 20.0,
        "detractor_count": 1,
        "detractor_percent": 20.0,
        "response_count": 5,
    }


def test_who_wishes_is_not_asked_and_who_cannot_be_reached_is_named(survey: Survey) -> None:
    for name in ("ada", "bo"):
        people.invited(call(email=f"{name}@acme.example"))

    stopping.unsubscribe(call(person_email="ada@acme.example"))
    suppress(email="bo@acme.example", reason="bounced")

    [left], [lost] = stopping.unsubscribed(call()).content, stopping.bounced(call()).content
    assert (left["email"], lost["email"]) == ("ada@acme.example", "bo@acme.example")
    assert left["unsubscribed_at"]
    assert lost["bounced_at"]


def test_lists_ask_the_same_number_of_questions_for_one_and_for_many(
    survey: Survey, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        answered(f"p{number}@acme.example", 9)

    with django_assert_max_num_queries(6):
        assert len(responses.listed(call()).content) == 20
    with django_assert_max_num_queries(8):
        assert len(people.listed(call()).content) == 20


def asked_with(key: str, *, colon: str = "") -> Said:
    return ask("GET", "/v1/metrics.json", authorization="Basic " + base64.b64encode(f"{key}{colon}".encode()).decode())


@pytest.mark.django_db(transaction=True)
def test_the_key_of_a_server_opens_with_and_without_a_colon_and_no_other() -> None:
    (server, key), (browser, public) = make_source(kind="server"), make_source(kind="browser")
    queries.remember([server, browser])

    assert asked_with(key).json["response_count"] == 0
    assert asked_with(key, colon=":").status == 200
    assert [asked_with(public).status, asked_with("ws_wrong").status, ask("GET", "/v1/people").status] == [401] * 3
    assert ask("PATCH", "/v1/people", authorization="Basic " + base64.b64encode(key.encode()).decode()).status == 404
