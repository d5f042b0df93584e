"""Outside systems hear of facts: signed, again when it fails, never for ever."""

import http.server
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.foundation.http.outside import outside_system
from tests.makers import make_staff
from wellheard.connect.webhooks import commands, queries, reactions
from wellheard.connect.webhooks.models import Attempt, Delivery, Endpoint
from wellheard.connect.webhooks.signing import signed
from wellheard.decide.commands import open_idea
from wellheard.foundation import clock
from wellheard.foundation.facts.running import run_in_place
from wellheard.foundation.jobs import OUTSIDE, OUTSIDE_SLOW
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


class Receiver:
    """A system of the customer's: it remembers what it was sent and answers as it is told to."""

    def __init__(self) -> None:
        self.url = ""
        self.status = 200
        self.got: list[tuple[dict[str, str], bytes]] = []

    def answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        self.got.append(({name.lower(): value for name, value in handler.headers.items()}, body))
        handler.send_response(self.status)
        handler.send_header("Location", "http://127.0.0.1:1/elsewhere")
        handler.send_header("Content-Length", "5")
        handler.end_headers()
        handler.wfile.write(b"hello")


@pytest.fixture
def receiver(settings: LazySettings) -> Iterator[Receiver]:
    settings.HTTP_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    found = Receiver()
    with outside_system(found.answer) as found.url:
        yield found


def make_endpoint(receiver: Receiver, *names: str) -> tuple[Endpoint, str]:
    made = commands.add_endpoint(url=receiver.url, fact_names=names, by=None)
    queries.forget()
    return made


def waiting(column: str, *, task_name: str) -> Any:
    return ProcrastinateJob.objects.filter(task_name=task_name).values_list(column, flat=True)


def test_the_standards_own_example_is_signed_as_it_says() -> None:
    headers = signed(
        b'{"test": 2432232314}',
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        moment=1614265330,
        with_secrets=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_fact_arrives_signed_in_codes_and_ids(receiver: Receiver, run_jobs: Callable[[], None]) -> None:
    _endpoint, secret = make_endpoint(receiver, "idea.opened")

    idea = open_idea(title="Secret plans", by=None)
    run_jobs()

    [(headers, body)] = receiver.got
    told = json.loads(body)
    assert (told["type"], told["data"]["subject"]) == ("idea.opened", {"type": "idea", "id": idea.pk})
    assert b"Secret plans" not in body
    moment = int(headers["webhook-timestamp"])
    again = signed(body, message_id=headers["webhook-id"], moment=moment, with_secrets=[secret])
    assert headers["webhook-signature"] == again["webhook-signature"]
    assert Delivery.objects.get().state == "delivered"
    assert Attempt.objects.get().excerpt == "hello"


def test_only_what_was_chosen_is_sent(receiver: Receiver, run_jobs: Callable[[], None]) -> None:
    make_endpoint(receiver, "idea.shipped")

    open_idea(title="Offline", by=None)
    run_jobs()

    assert receiver.got == []


def test_a_repeated_job_sends_nothing_more(receiver: Receiver, run_jobs: Callable[[], None]) -> None:
    make_endpoint(receiver, "idea.opened")
    open_idea(title="Offline", by=None)
    run_jobs()

    reactions.deliver_once(Delivery.objects.get().pk)

    assert len(receiver.got) == 1


def test_after_a_crash_between_sending_and_noting_the_same_id_comes_again(
    receiver: Receiver, run_jobs: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_endpoint(receiver, "idea.opened")
    open_idea(title="Offline", by=None)
    delivery = Delivery.objects.get()
    with monkeypatch.context() as crash:
        crash.setattr(commands, "note_attempt", None)
        with pytest.raises(TypeError):
            reactions.deliver_once(delivery.pk)
    run_jobs()

    assert [headers["webhook-id"] for headers, _body in receiver.got] == [delivery.message_id] * 2


@pytest.mark.parametrize("status", [500, 404, 302])
def test_what_is_refused_is_tried_for_a_day_and_then_failed(
    receiver: Receiver, run_jobs: Callable[[], None], status: int
) -> None:
    receiver.status = status
    make_endpoint(receiver, "idea.opened")
    open_idea(title="Offline", by=None)
    run_jobs()

    assert len(receiver.got) == 1 + len(commands.WAITS)
    assert Delivery.objects.get().state == "failed"
    receiver.status = 200
    commands.redeliver(delivery_id=Delivery.objects.get().pk)
    run_jobs()
    assert Delivery.objects.get().state == "delivered"
    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1
    assert Endpoint.objects.get().failing_since is None


def test_a_system_that_is_gone_is_told_nothing_more_and_admins_hear(
    receiver: Receiver, run_jobs: Callable[[], None]
) -> None:
    admin = make_staff()
    make_staff(role=Role.VIEWER)
    receiver.status = 410
    endpoint, _secret = make_endpoint(receiver, "idea.opened")
    open_idea(title="Offline", by=None)
    run_jobs()
    queries.forget()
    open_idea(title="Online", by=None)
    run_jobs()

    assert len(receiver.got) == 1
    endpoint.refresh_from_db()
    assert endpoint.switched_off_at
    assert [mail.to_address for mail in OutgoingMail.objects.all()] == [admin.email]


def test_five_days_of_failures_switch_it_off(receiver: Receiver, run_jobs: Callable[[], None]) -> None:
    receiver.status = 500
    endpoint, _secret = make_endpoint(receiver, "idea.opened")
    Endpoint.objects.update(failing_since=clock.now() - timedelta(days=6))
    open_idea(title="Offline", by=None)
    run_jobs()

    endpoint.refresh_from_db()
    assert endpoint.switched_off_at
    assert len(receiver.got) == 1
    assert commands.switch_on(endpoint_id=endpoint.pk).switched_off_at is None


def test_for_a_day_both_secrets_sign(receiver: Receiver, run_jobs: Callable[[], None]) -> None:
    endpoint, _old = make_endpoint(receiver)
    commands.rotate_secret(endpoint_id=endpoint.pk)
    commands.owe_test(endpoint_id=endpoint.pk)
    run_jobs()

    assert len(receiver.got[0][0]["webhook-signature"].split()) == 2
    endpoint.refresh_from_db()
    with clock.at(clock.now() + timedelta(days=2)):
        assert len(commands.secrets_of(endpoint)) == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "https://169.254.169.254/x", "https://[::1]/", "nonsense", ""])
def test_what_only_we_can_reach_is_refused(url: str) -> None:
    with pytest.raises(commands.EndpointError):
        commands.add_endpoint(url=url, fact_names=[], by=None)


def test_no_message_waits_among_reactions_and_those_of_slow_systems_wait_apart(
    receiver: Receiver, run_jobs: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_endpoint(receiver, "idea.opened")
    first, again = "connect.webhooks.deliver_first", "connect.webhooks.deliver_again"
    with monkeypatch.context() as pace:
        pace.setattr(commands, "SLOW_MILLISECONDS", -1)
        open_idea(title="Offline", by=None)
        assert list(waiting("queue_name", task_name=first)) == [OUTSIDE]
        run_jobs()
    assert Endpoint.objects.get().slow_since

    open_idea(title="Dark mode", by=None)
    run_in_place(app.tasks[first], waiting("args", task_name=first).get())
    assert len(receiver.got) == 1
    assert list(waiting("queue_name", task_name=again)) == [OUTSIDE_SLOW]

    run_jobs()
    assert len(receiver.got) == 2
    assert Endpoint.objects.get().slow_since is None


def test_without_endpoints_a_fact_costs_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert queries.endpoints_for("idea.opened") == []


def test_the_pages_add_change_test_and_remove(receiver: Receiver, signed_in: Callable[..., Client]) -> None:
    browser = signed_in(make_staff())
    assert browser.post("/settings/webhooks/", {"url": "https://127.0.0.2.nip/"}).status_code == 422
    page = browser.post("/settings/webhooks/", {"url": receiver.url, "fact_names": ["idea.opened"]})
    secret = page.context["secret"]
    endpoint = Endpoint.objects.get()
    path = f"/settings/webhooks/{endpoint.pk}/"

    assert secret in page.content.decode()
    assert secret not in browser.get(path).content.decode()
    assert secret not in str(Endpoint.objects.values().get())
    assert browser.post(path, {"url": receiver.url, "fact_names": []}).status_code == 302
    assert browser.post(f"{path}test/").status_code == 302
    assert "webhook.test" in browser.get(path).content.decode()
    assert browser.post(f"{path}rotation/").context["secret"] != secret
    assert browser.get(f"{path}removal/").status_code == 405
    assert browser.post(f"{path}removal/").status_code == 302
    assert not Endpoint.objects.exists()
    assert signed_in(make_staff(role=Role.VIEWER)).get("/settings/webhooks/").status_code == 403
