"""Where GitHub's messages arrive: nothing unsigned is believed, nothing signed is lost, whatever it is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.github.conftest import Connected
from wellheard.connect.github.commands import make_new_secret
from wellheard.connect.github.models import Arrival, Connection
from wellheard.connect.signatures import is_signed, signature_of
from wellheard.deliver.work_items.models import WorkItem

pytestmark = pytest.mark.django_db

SECRET = "It's a Secret to Everybody"
CHECKOUT = Path(__file__).resolve().parents[2]
PAYLOADS = sorted(CHECKOUT.parent.glob("*/data/*_webhooks/github/*.json"))
PAYLOADS += sorted(CHECKOUT.parent.glob("*/data/github_webhooks/*/*.json"))
REOPENED = [path for path in PAYLOADS if path.parts[-2:] == ("issues", "reopened.payload.json")]


def test_githubs_own_example_is_signed_as_it_says() -> None:
    assert signature_of(b"Hello, World!", SECRET) == (
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    )


@pytest.mark.parametrize(
    "said",
    [
        "",
        "nonsense",
        "sha256=",
        "sha256=é",
        "sha1=757107ea",
        signature_of(b"{} ", SECRET),
        signature_of(b"{}", "other"),
    ],
)
def test_whatever_else_stands_in_the_header_is_no_signature(said: str) -> None:
    assert not is_signed(b"{}", said, SECRET)
    assert not is_signed(b"{}", signature_of(b"{}", ""), "")


@pytest.mark.parametrize("said", [None, "sha256=00", "v1", "sha256=" + "é" * 40])
def test_what_is_not_signed_is_refused_and_never_kept(github: Connected, said: str | None) -> None:
    headers: Any = {"X-GitHub-Event": "ping", "X-GitHub-Delivery": "1"} | (
        {"X-Hub-Signature-256": said} if said else {}
    )

    assert github.arrive(b"{}", headers).status_code == 401
    assert Client().post("/hooks/github/another/", b"{}", content_type="application/json").status_code == 401
    assert Client().get(f"/hooks/github/{github.connection.path}/").status_code == 405
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("body", [b"[]", b"null", b"{", b"\xff\xfe\x00", b'{"action": 7}', b'{"issue": {}}'])
def test_what_is_signed_and_cannot_be_read_is_kept_and_shown(
    github: Connected, run_jobs: Callable[[], None], body: bytes
) -> None:
    assert github.arrive(body, github.there.headers("issues", body)).status_code == 202
    run_jobs()

    arrival = Arrival.objects.get()
    assert (arrival.state, bytes(arrival.body)) == ("failed", body)


def test_a_body_as_a_form_is_refused_with_what_to_change(github: Connected) -> None:
    body = b"payload=%7B%7D"
    headers: Any = github.there.headers("ping", body)
    response = Client().post(
        f"/hooks/github/{github.connection.path}/",
        body,
        content_type="application/x-www-form-urlencoded",
        headers=headers,
    )

    assert response.status_code == 415
    assert b"application/json" in response.content


def test_the_old_secret_holds_no_more_once_there_is_a_new_one(github: Connected) -> None:
    _connection, secret = make_new_secret(connection_id=github.connection.pk)
    body = b"{}"
    assert github.arrive(body, github.there.headers("ping", body)).status_code == 401
    github.there.secret = secret
    assert github.arrive(body, github.there.headers("ping", body)).status_code == 202
    assert Connection.objects.get().heard_at


@pytest.mark.skipif(not PAYLOADS, reason="The published examples of GitHub's messages do not lie beside this checkout.")
def test_every_published_message_is_taken_and_none_breaks_anything(
    github: Connected, run_jobs: Callable[[], None]
) -> None:
    for path in PAYLOADS:
        body, event = (
            path.read_bytes(),
            path.parent.name if path.parent.name != "github" else path.stem.replace("-", "_"),
        )
        assert github.arrive(body, github.there.headers(event, body)).status_code == 202, path
    run_jobs()

    states = dict(Arrival.objects.values_list("event", "state"))
    assert len(states) > 50
    assert Arrival.objects.count() == len(PAYLOADS)
    assert not Arrival.objects.filter(state="waiting").exists()
    # Nothing there is ours.
    assert set(Arrival.objects.exclude(event="ping").values_list("state", flat=True)) == {"not_ours"}
    assert not WorkItem.objects.exists()


@pytest.mark.skipif(not PAYLOADS, reason="The published examples of GitHub's messages do not lie beside this checkout.")
@pytest.mark.parametrize(
    ("reason", "outcome"), [("completed", "shipped"), ("not_planned", "declined"), (None, "unknown")]
)
def test_the_published_example_with_its_end_derived_from_the_schema_closes_the_issue(
    github: Connected, run_jobs: Callable[[], None], reason: str | None, outcome: str
) -> None:
    """There is no example of a closed issue: it is the one of a reopened issue, as issues.closed of the schema differs."""
    said = json.loads(REOPENED[0].read_text())
    name, number = said["repository"]["full_name"], said["issue"]["number"]
    github.there.add_repository(name)
    github.connection.repositories.create(name=name, added_at=github.there.now)
    issue = said["issue"] | {"state": "closed", "state_reason": reason, "closed_at": said["issue"]["updated_at"]}
    github.there.issues[name.lower(), number] = issue
    item = WorkItem.objects.create(
        tracker="github", site=github.connection.site, repository=name.lower(), number=number, made_at=github.there.now
    )
    body = json.dumps(said | {"action": "closed", "issue": issue}).encode()
    github.arrive(body, github.there.headers("issues", body))
    run_jobs()

    item.refresh_from_db()
    assert (item.state, item.outcome, item.title) == ("closed", outcome, said["issue"]["title"])
