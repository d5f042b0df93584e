"""Events that PostHog's clients send are kept before they are told so, and what cannot be read does not vanish."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.makers import make_source
from tests.posthog.doors import ask, post
from wellheard.listen.sources import meter, queries
from wellheard.listen.sources.commands import ReplayError, replay_dead_letter
from wellheard.listen.sources.models import DeadLetter, Source
from wellheard.listen.usage.models import ArrivedEvent

committing = pytest.mark.django_db(transaction=True)

EVENT = {"event": "Invoice sent", "distinct_id": "user-7", "uuid": "0199a3c2-0000-7000-8000-000000000001"}


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    meter.forget()
    queries.forget()


@committing
def test_events_are_kept_and_only_then_told_so() -> None:
    _source, key = make_source(kind="server")
    for path in ("/batch/", "/batch", "/e/", "/e/?compression=gzip-js&ver=1", "/i/v0/e/", "/capture/"):
        for packed in (True, False):
            answer = post(path, {"api_key": key, "batch": [EVENT, EVENT | {"event": "Paid"}]}, packed=packed)

            assert (answer.status, answer.json) == (200, {"status": 1})
            assert answer.headers["content-type"] == "application/json"
    kept = ArrivedEvent.objects.order_by("pk").values_list("name", "user_id", "protocol", "is_trusted")
    assert list(kept) == [("Invoice sent", "user-7", "posthog", True), ("Paid", "user-7", "posthog", True)] * 12


@committing
def test_a_page_of_another_site_may_send() -> None:
    _source, key = make_source(kind="browser", origins=["https://app.example"])

    sent = post(f"/e/?token={key}", [EVENT], origin="https://app.example")
    refused = post(f"/e/?token={key}", [EVENT], origin="https://evil.example")

    assert sent.headers["access-control-allow-origin"] == "https://app.example"
    assert refused.status == 403
    assert not ArrivedEvent.objects.get().is_trusted


def test_a_browser_that_asks_first_is_let_in() -> None:
    before = ask("OPTIONS", "/e/", origin="https://a.example", access_control_request_headers="content-type")

    assert (before.status, before.headers["access-control-allow-headers"]) == (204, "content-type")
    assert before.headers["access-control-allow-origin"] == "https://a.example"


@committing
@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"no json", 400, "unreadable"),
        (b"", 400, "unreadable"),
        ({"batch": []}, 401, "unknown_key"),
        ({"api_key": "wb_wrong", "batch": [EVENT]}, 401, "unknown_key"),
        ({"api_key": ["x"], "batch": [EVENT]}, 401, "unknown_key"),
    ],
)
def test_a_refusal_is_one_that_every_client_can_read(content: Any, status: int, code: str) -> None:
    answer = post("/batch/", content)

    assert (answer.status, answer.json["code"]) == (status, code)
    assert answer.json["detail"] == answer.json["message"]


@committing
def test_what_cannot_be_read_waits_with_its_reason_and_the_others_are_kept() -> None:
    _source, key = make_source()
    huge = EVENT | {"uuid": "2", "properties": {"text": "x" * 950_000}}

    answer = post("/batch/", {"api_key": key, "batch": [{"event": "nobody"}, EVENT, 5, huge]})

    assert answer.json == {"status": 1}
    assert ArrivedEvent.objects.get().name == "Invoice sent"
    letters = DeadLetter.objects.order_by("pk")
    assert [(letter.protocol, letter.reason) for letter in letters] == [
        ("posthog", "It names nobody: distinct_id is missing."),
        ("posthog", "An event is an object in braces: Expected `object`, got `int`."),
        ("posthog", "It is larger than the 900 KiB an event may have."),
    ]
    assert letters[2].is_cut
    assert json.loads(letters[0].words) == {"event": "nobody"}


@committing
def test_what_waits_can_be_tried_again() -> None:
    source, _key = make_source()
    letter = DeadLetter.objects.create(
        source=source,
        protocol="posthog",
        received_at=datetime(2026, 11, 22, tzinfo=UTC),
        reason="It was a Sunday.",
        body=json.dumps(EVENT).encode(),
        body_sha256="1",
    )
    hopeless = DeadLetter.objects.create(
        source=source, protocol="posthog", received_at=letter.received_at, reason="x", body=b"{}", body_sha256="2"
    )

    replay_dead_letter(letter_id=letter.pk)

    assert ArrivedEvent.objects.get().message_id == EVENT["uuid"]
    with pytest.raises(ReplayError, match="no name"):
        replay_dead_letter(letter_id=hopeless.pk)


@committing
def test_the_newer_way_says_of_each_event_how_it_fared_and_waits_in_its_own_word() -> None:
    _source, key = make_source()
    content = {"created_at": "x", "batch": [EVENT | {"options": {}}, {"uuid": "2", "event": "nobody"}]}

    answer = post("/i/v1/analytics/events", content, authorization=f"Bearer {key}")

    results = answer.json["results"]
    assert results[EVENT["uuid"]] == {"result": "ok"}
    assert results["2"]["result"] == "drop"

    Source.objects.update(paused_at=datetime(2026, 11, 22, tzinfo=UTC))
    queries.forget()
    older = post("/batch/", {"api_key": key, "batch": [EVENT]})
    newer = post("/i/v1/analytics/events", content, authorization=f"Bearer {key}")

    assert (older.status, newer.status) == (429, 503)
    assert int(newer.headers["retry-after"]) > 0
    assert ArrivedEvent.objects.count() == 1
