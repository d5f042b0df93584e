"""Whatever stands in a message of a client, no door fails over it: it is taken, refused with a reason, or a dead letter."""

import base64
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.makers import make_contact, make_source, make_survey
from tests.posthog.doors import post
from tests.segment_com.conftest import send
from wellheard.connect.posthog import hearing, offers
from wellheard.listen.sources import meter, queries
from wellheard.listen.sources.models import DeadLetter
from wellheard.listen.sources.queries import known
from wellheard.listen.surveys.commands import personal_link

committing = pytest.mark.django_db(transaction=True)

# What PostgreSQL cannot keep, digits that are no number, and what is of another kind than what is meant.
ODD: list[Any] = ["\0x", "\ud800", "²", -1, 1e308, ["\0"], {"\0": "\0"}]
FAILED = 500


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    meter.forget()
    queries.forget()
    offers.forget()


def oddly(message: Any) -> Iterator[tuple[str, Any]]:
    """Give a message with each of its values changed into each odd one, and a name for it."""
    for path in _paths(message, ()):
        for value in ODD:
            changed = deepcopy(message)
            holder = changed
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = value
            yield f"{path} as {value!r}", changed


def _paths(value: Any, here: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield (*here, name)
        yield from _paths(one, (*here, name))


def failed_over(message: Any, ask: Callable[[Any], int]) -> list[str]:
    """Return over which odd values a door failed."""
    failed = []
    for name, odd in oddly(message):
        meter.forget()
        if ask(odd) >= FAILED:
            failed.append(name)
    return failed


@committing
@pytest.mark.parametrize("kind", ["server", "browser"])
def test_segments_door_fails_over_nothing(kind: str) -> None:
    _source, key = make_source(kind=kind)
    message = {"type": "identify", "userId": "u", "messageId": "m", "traits": {"email": "a@b.example", "mrr": 1}}

    assert not failed_over({"batch": [message]}, lambda odd: send("/v1/batch", json.dumps(odd).encode(), key=key)[0])


@committing
def test_posthogs_doors_fail_over_nothing() -> None:
    survey = make_survey("nps")
    _source, key = make_source(kind="browser")
    said = {
        "$survey_id": str(survey.pk),
        "$device_id": "d",
        "$survey_iteration": 1,
        "$survey_submission_id": "s",
        "$survey_questions": [{"id": "q-nps", "response": "9"}],
    }
    event = {"event": hearing.SENT, "distinct_id": "u", "properties": said}
    person = {"api_key": key, "distinct_id": "u", "person_properties": {"language": "en"}}

    assert not failed_over([event], lambda odd: post(f"/e/?token={key}", odd).status)
    assert not failed_over(person, lambda odd: post("/flags/?v=2", odd).status)


@committing
@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/v1/people.json", {"email": "a@b.example", "delay": 5, "properties": {"Plan": "x", "locale": "de"}}),
        ("/v1/survey_responses.json", {"person": "1", "score": 9, "comment": "x", "created_at": 1760000000}),
        ("/v1/unsubscribes.json", {"person_email": "a@b.example"}),
    ],
)
def test_delighteds_doors_fail_over_nothing(path: str, message: dict[str, Any]) -> None:
    make_survey("nps", channels=["email"])
    _source, key = make_source(kind="server")
    said = f"Basic {base64.b64encode(f'{key}:'.encode()).decode()}"

    assert not failed_over(message, lambda odd: post(path, odd, authorization=said).status)


@pytest.mark.django_db
def test_what_cannot_be_heard_of_a_survey_waits_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_said: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(hearing, "hear", broken)
    source = known(make_source(kind="browser")[0])

    [(body, reason)] = hearing.hear_all(source, [{"event": hearing.SENT}])

    assert json.loads(body) == {"event": hearing.SENT}
    assert "Replay it" in reason


@committing
def test_a_reason_that_repeats_what_was_sent_can_be_kept() -> None:
    _source, key = make_source(kind="server")

    status, _said, _headers = send("/v1/batch", {"batch": [{"type": "\0odd", "userId": "u"}]}, key=key)

    assert (status, DeadLetter.objects.get().reason) == (200, "There is no call “odd”.")


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["²", "\0", "9" * 400, "-1"])
def test_the_page_of_a_survey_takes_only_numbers_for_numbers(value: str) -> None:
    survey = make_survey("nps", channels=["link"])
    link = reverse("survey_page", args=[personal_link(survey_id=survey.pk, contact_id=make_contact().pk).token])

    assert Client().get(link, {"a": value}).status_code == 200
    assert Client().post(link, {"question": "nps", "number": value}).status_code == 422
