"""What an event of PostHog's clients tells, as we keep it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from wellheard.connect.posthog.events import EventError, arrived
from wellheard.connect.posthog.messages import read_event, take_apart
from wellheard.listen.sources.clocks import clock_of
from wellheard.listen.sources.queries import KnownSource

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DEVICE = "0199a3c2-7a51-7b1e-8f4a-5c1d2e3f4a5b"


def source(*, is_public: bool = True) -> KnownSource:
    return KnownSource(
        pk=7, name="App", is_public=is_public, is_paused=False, origins=(), per_minute=0, product_id=None
    )


CLOCK = clock_of(NOW, sent_at=None, is_trusted=False)


def told(event: dict[str, Any]) -> Any:
    [row] = arrived(event, source=source(), clock=CLOCK)
    return row


def browser(name: str = "Report opened", distinct_id: str = DEVICE, /, **properties: Any) -> dict[str, Any]:
    return {
        "event": name,
        "uuid": "u-1",
        "properties": {"distinct_id": distinct_id, "$device_id": DEVICE, "token": "wb_1"} | properties,
    }


def test_an_event_keeps_its_name_its_words_and_its_company() -> None:
    event = {
        "event": "Invoice sent",
        "distinct_id": "user-7",
        "uuid": "u-1",
        "timestamp": "2026-11-22T11:59:00Z",
        "properties": {"sum": 12, "$ip": "203.0.113.7", "$groups": {"project": "p", "company": "acme"}},
    }

    row = told(event)

    assert (row.kind, row.name, row.user_id, row.anonymous_id) == ("capture", "Invoice sent", "user-7", "")
    assert (row.group_id, row.message_id, row.source_id) == ("acme", "u-1", 7)
    assert row.said_at == NOW - timedelta(minutes=1)
    assert json.loads(row.properties) == {"sum": 12}
    assert not row.is_trusted


def test_a_servers_key_is_trusted() -> None:
    [row] = arrived({"event": "a", "distinct_id": "u"}, source=source(is_public=False), clock=CLOCK)

    assert row.is_trusted


def test_before_signing_in_there_is_a_device_and_no_person() -> None:
    row = told(browser())

    assert (row.user_id, row.anonymous_id) == ("", DEVICE)


def test_after_signing_in_there_are_both() -> None:
    row = told(browser("Report opened", "user-7", **{"$is_identified": True, "$user_id": "user-7"}))

    assert (row.user_id, row.anonymous_id) == ("user-7", DEVICE)


def test_who_identifies_joins_the_device_they_began_on() -> None:
    row = told(
        browser("$identify", "user-7", **{"$anon_distinct_id": DEVICE}) | {"$set": {"email": "ada@acme.example"}}
    )

    assert (row.kind, row.user_id, row.anonymous_id) == ("identify", "user-7", DEVICE)
    assert json.loads(row.traits) == {"email": "ada@acme.example"}


def test_a_server_that_sets_traits_identifies() -> None:
    row = told(
        {"event": "$set", "distinct_id": "user-7", "properties": {"$set_once": {"a": 1, "b": 1}, "$set": {"a": 2}}}
    )

    assert (row.kind, row.user_id, json.loads(row.traits)) == ("identify", "user-7", {"a": 2, "b": 1})


def test_traits_beside_an_event_are_a_message_of_their_own_and_bookkeeping_is_none() -> None:
    beside = {
        "event": "Paid",
        "distinct_id": "user-7",
        "uuid": "u-1",
        "$set": {"plan": "gold", "$survey_responded/4": True},
    }

    rows = arrived(beside, source=source(), clock=CLOCK)

    assert [(row.kind, row.message_id) for row in rows] == [("capture", "u-1"), ("identify", "u-1:set")]
    assert json.loads(rows[1].traits) == {"plan": "gold"}


def test_a_page_is_a_page_and_says_where() -> None:
    row = told(
        browser("$pageview", **{"$current_url": "https://app.example/billing", "$lib": "web", "$lib_version": "1"})
    )

    assert (row.kind, row.name) == ("page", "")
    assert json.loads(row.context) == {
        "library": {"name": "web", "version": "1"},
        "page": {"url": "https://app.example/billing"},
    }


def test_what_is_true_of_a_company_goes_to_the_company() -> None:
    group = {"$group_type": "company", "$group_key": "acme", "$group_set": {"name": "Acme"}}

    by_server = told({"event": "$groupidentify", "distinct_id": "company_acme", "properties": group})
    by_browser = told(browser("$groupidentify", "user-7", **group))

    assert (by_server.kind, by_server.group_id, by_server.user_id) == ("group", "acme", "")
    assert json.loads(by_server.traits) == {"name": "Acme"}
    assert (by_browser.user_id, by_browser.group_id) == ("user-7", "acme")


def test_a_group_that_is_no_company_is_an_event() -> None:
    row = told(browser("$groupidentify", **{"$group_type": "project", "$group_key": "p"}))

    assert (row.kind, row.group_id) == ("capture", "")


@pytest.mark.parametrize(("first", "second"), [(DEVICE, "user-7"), ("user-7", DEVICE)])
def test_of_two_ids_the_random_one_is_from_before(first: str, second: str) -> None:
    row = told({"event": "$create_alias", "distinct_id": first, "properties": {"distinct_id": first, "alias": second}})

    assert (row.kind, row.user_id, row.previous_id) == ("alias", "user-7", DEVICE)


@pytest.mark.parametrize(
    ("groups", "company"),
    [
        ({"organization": "o", "company": "c"}, "c"),
        ({"organization": 5}, "5"),
        ({"x": "only"}, "only"),
        ({"x": 1, "y": 2}, ""),
    ],
)
def test_the_company_is_found_among_the_groups(groups: dict[str, Any], company: str) -> None:
    assert told(browser(**{"$groups": groups})).group_id == company


@pytest.mark.parametrize("nobody", ["null", "undefined", "NaN", "anonymous", "[object Object]"])
def test_an_id_that_bugs_send_for_everybody_is_nobody(nobody: str) -> None:
    assert told({"event": "a", "distinct_id": nobody}).user_id == ""
    with pytest.raises(EventError):
        told({"event": "$identify", "distinct_id": nobody})
    with pytest.raises(EventError):
        told({"event": "$create_alias", "distinct_id": "user-7", "properties": {"alias": nobody}})


def test_a_made_up_id_of_a_server_is_no_person() -> None:
    for said in ({"properties": {"$process_person_profile": False}}, {"options": {"process_person_profile": False}}):
        row = told({"event": "a", "distinct_id": DEVICE} | said)

        assert (row.user_id, row.anonymous_id) == ("", DEVICE)


@pytest.mark.parametrize(
    "event",
    [
        {"distinct_id": "u"},
        {"event": "", "distinct_id": "u"},
        {"event": 4, "distinct_id": "u"},
        {"event": "a"},
        {"event": "a", "distinct_id": " "},
        {"event": "a", "distinct_id": ["u"]},
        {"event": "a", "distinct_id": "u", "properties": [1]},
        {"event": "$groupidentify", "distinct_id": "u", "properties": {"$group_type": "company"}},
    ],
)
def test_an_event_that_says_too_little_says_what_is_missing(event: dict[str, Any]) -> None:
    with pytest.raises(EventError, match=r".{15,}\."):
        told(event)


def test_an_event_without_an_id_is_recognised_by_what_it_says_and_when() -> None:
    dated = {"event": "a", "distinct_id": "u", "timestamp": "2026-11-22T11:00:00Z", "properties": {"x": 1, "y": 2}}
    turned = dated | {"properties": {"y": 2, "x": 1}}
    undated = {"event": "a", "distinct_id": "u"}

    assert told(dated).message_id == told(turned).message_id != told(dated | {"event": "b"}).message_id
    assert told(undated).message_id != told(undated).message_id


@pytest.mark.parametrize(
    ("said", "minutes_ago"),
    [({"timestamp": "2026-11-22T11:50:00Z"}, 10), ({"offset": 120_000}, 2), ({"offset": -5}, 0), ({}, 0)],
)
def test_it_happened_when_it_happened(said: dict[str, Any], minutes_ago: int) -> None:
    assert told(browser() | said).said_at == NOW - timedelta(minutes=minutes_ago)


EVENT = {"event": "a", "distinct_id": "u"}


@pytest.mark.parametrize(
    "content",
    [
        {"api_key": "wb_1", "batch": [EVENT, EVENT]},
        {"token": "wb_1", "batch": [EVENT, EVENT], "sent_at": "x"},
        [EVENT | {"api_key": "wb_1"}, EVENT],
        [EVENT | {"properties": {"token": "wb_1"}}, EVENT],
        {"api_key": "wb_1", "data": [EVENT, EVENT]},
    ],
)
def test_every_frame_holds_a_key_and_events(content: Any) -> None:
    request = take_apart(json.dumps(content).encode(), "")

    assert request.key == "wb_1"
    assert [read_event(raw)["event"] for raw in request.events] == ["a", "a"]


def test_one_event_is_its_own_frame_and_the_key_may_stand_in_the_address_or_a_header() -> None:
    single = json.dumps(EVENT).encode()

    assert take_apart(json.dumps(EVENT | {"api_key": "wb_1"}).encode(), "").key == "wb_1"
    assert take_apart(single, "token=wb_2&_=5").key == "wb_2"
    assert take_apart(single, "token=wb_2", "wb_3").key == "wb_3"
    assert take_apart(single, "_=5").sent_at == 5


def test_one_bad_event_leaves_the_others_readable() -> None:
    request = take_apart(b'{"api_key":"wb_1","batch":[4,{"event":"a"},"x"]}', "")

    assert request.events == [b"4", b'{"event":"a"}', b'"x"']


def test_a_token_that_proves_somebody_is_not_kept() -> None:
    said = browser("$pageview", "user-7", wellheard_token="t0ken")
    said["properties"]["$is_identified"] = True
    said |= {"$set": {"plan": "gold", "wellheard_token": "t0ken"}}

    rows = arrived(said, source=source(), clock=CLOCK)

    assert "t0ken" not in str(rows)
    assert "gold" in str(rows)
