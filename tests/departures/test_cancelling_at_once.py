"""A cancellation is noted once and told once: from the vendor's page to billing, twice at once, and through a crash."""

import http.server
import json
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_network

import jwt
import pytest
from django.conf import LazySettings
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.departures.makers_departures import leave, reason
from tests.foundation.http.outside import outside_system
from tests.makers import make_company, make_contact, make_idea, make_staff
from tests.meanwhile import ours_first
from wellheard.connect.webhooks import commands as webhooks
from wellheard.connect.webhooks import queries as webhook_queries
from wellheard.connect.webhooks.signing import signed
from wellheard.customers.commands import make_identity_secret, save_subscription
from wellheard.customers.models import Company
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import EvidenceItem
from wellheard.deliver import commands as deliver
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.departures import commands
from wellheard.listen.departures.commands import DepartureError, Visit, Why
from wellheard.listen.departures.models import Cancellation, Departure
from wellheard.web.departures import leaving
from wellheard.workspace.models import Task

pytestmark = pytest.mark.django_db(transaction=True)
AUDIENCE = "https://feedback.vendor.example"
Run = Callable[[], None]


def visit_of(company: Company, link: str = "the link") -> Visit:
    return Visit(link=link, company=company, contact=make_contact(company=company))


def confirmed() -> int:
    return Fact.objects.filter(name="cancellation.confirmed").count()


def test_from_the_vendors_page_with_a_signed_token_to_what_billing_hears(
    client: Client, settings: LazySettings, run_jobs: Run
) -> None:
    reason("price")
    settings.HTTP_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    commands.set_return_origins(origins=["https://app.example.com"])
    company = make_company(name="Acme", external_id="acme-7", mrr=100)
    _key, secret = make_identity_secret(name="App", audience=AUDIENCE, by=None)
    claims = {"sub": "u-17", "name": "Ada Stone", "aud": AUDIENCE, "exp": clock.now() + timedelta(minutes=5)}
    token = jwt.encode(claims | {"company": {"id": "acme-7"}}, secret, algorithm="HS256")
    got: list[tuple[dict[str, str], bytes]] = []

    def hear(handler: http.server.BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        got.append(({name.lower(): value for name, value in handler.headers.items()}, body))
        handler.send_response(200)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with outside_system(hear) as url:
        _endpoint, signs = webhooks.add_endpoint(url=url, fact_names=("cancellation.confirmed",), by=None)
        webhook_queries.forget()
        back = "https://app.example.com/billing"
        opened = client.post(
            "/cancel/", {"token": token, "return": back}, headers={"origin": "https://app.example.com"}
        )
        page = opened["Location"]
        assert token not in page
        client.post(page, {"step": "reason", "reason": "price", "comment": "Too dear"})
        done = client.post(page, {"step": "leave", "reason": "price", "comment": "Too dear"}).text
        run_jobs()

    [(headers, body)] = got
    told = json.loads(body)
    departure = Departure.objects.get()
    assert (departure.company, departure.mrr_minor) == (company, 10_000)
    assert departure.contact is not None
    assert departure.contact.name == "Ada Stone"
    assert told["type"] == "cancellation.confirmed"
    assert told["data"]["company_id"] == company.pk
    assert told["data"]["details"] == {"departure": departure.pk, "reason": "price"}
    assert b"Too dear" not in body
    moment = int(headers["webhook-timestamp"])
    again = signed(body, message_id=headers["webhook-id"], moment=moment, with_secrets=[signs])
    assert headers["webhook-signature"] == again["webhook-signature"]
    assert f"{back}?cancellation=left" in done


def test_a_token_of_somebody_elses_or_an_old_one_opens_nothing(client: Client) -> None:
    claims = {"sub": "u-17", "aud": AUDIENCE, "exp": clock.now() + timedelta(minutes=5), "company": {"id": "acme-7"}}
    make_company(external_id="acme-7")
    _key, secret = make_identity_secret(name="App", audience=AUDIENCE, by=None)
    old = claims | {"exp": clock.now() - timedelta(hours=1)}
    elsewhere = claims | {"aud": "https://elsewhere.example"}
    for said, key in ((claims, "x" * 40), (old, secret), (elsewhere, secret)):
        refused = client.post("/cancel/", {"token": jwt.encode(said, key, algorithm="HS256")})
        assert refused.status_code == 422
    assert client.post("/cancel/", {"token": jwt.encode(claims, secret, algorithm="HS256")}).status_code == 302


def test_a_double_click_at_the_same_moment_is_one_departure() -> None:
    visit, why = visit_of(make_company(mrr=100)), Why(comment="Bye")
    with ours_first(lambda: leaving.leave(visit, why), lambda: leaving.leave(visit, why)) as other:
        pass
    assert other.result().departure == Departure.objects.get()
    assert (confirmed(), Cancellation.objects.count()) == (1, 1)


def test_two_of_one_company_who_cancel_at_the_same_moment_leave_it_once() -> None:
    company = make_company(mrr=100)
    first, second = visit_of(company), visit_of(company, "another link")
    with ours_first(
        lambda: leaving.leave(first, Why(comment="Bye")), lambda: leaving.leave(second, Why(comment="Bye too"))
    ) as other:
        pass
    assert other.result().departure == Departure.objects.get()
    assert confirmed() == 2


def test_two_of_one_company_who_miss_two_things_are_each_heard_for_their_own(run_jobs: Run) -> None:
    company, ideas = make_company(mrr=100), [make_idea(title, is_public=True) for title in ("Export", "Offline")]
    visits = [visit_of(company), visit_of(company, "another link")]
    for visit, idea in zip(visits, ideas, strict=True):
        for _click in range(2):
            leaving.leave(visit, Why(missing=idea.title, idea_id=idea.pk))
    run_jobs()
    heard = {item.idea_id: item.feedback for item in EvidenceItem.objects.select_related("feedback")}
    assert {key: said and (said.contact, said.words) for key, said in heard.items()} == {
        idea.pk: (visit.contact, idea.title) for visit, idea in zip(visits, ideas, strict=True)
    }


def test_whoever_takes_the_offer_while_a_second_window_leaves_has_left() -> None:
    visit = visit_of(make_company())
    with ours_first(lambda: leaving.leave(visit, Why()), lambda: commands.stay(visit=visit)) as other:
        pass
    assert other.result().outcome == "left"
    assert Fact.objects.filter(name="cancellation.stayed").count() == 0


def test_billing_and_the_customer_at_the_same_moment_are_one_departure() -> None:
    company = make_company(mrr=100)
    visit = visit_of(company)
    with ours_first(
        lambda: leave(company, clock.today()), lambda: leaving.leave(visit, Why(comment="Too dear"))
    ) as other:
        pass
    other.result()
    departure = Departure.objects.get()
    assert (departure.reported_by, departure.feedback is not None) == ("billing", True)


def test_a_return_that_is_noted_twice_at_once_is_told_once() -> None:
    one = leave(make_company(mrr=100), clock.today() - timedelta(days=9))

    def back() -> Departure:
        return commands.record_return(departure_id=one.pk, returned_on=clock.today())

    with ours_first(back, back) as other:
        pass
    assert other.result().returned_on == clock.today()
    assert Fact.objects.filter(name="company.returned").count() == 1


def test_after_a_crash_halfway_nothing_is_there_and_the_next_click_does_all_of_it(
    run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea = make_idea(is_public=True)
    company = make_company(mrr=100)
    visit, why = visit_of(company), Why(reason=reason("missing-function"), missing="Export", idea_id=idea.pk)
    with monkeypatch.context() as crash:
        crash.setattr(leaving, "link_feedback", None)
        with pytest.raises(TypeError):
            leaving.leave(visit, why)
    assert not Departure.objects.exists()
    assert not Cancellation.objects.exists()
    assert confirmed() == 0
    leaving.leave(visit, why)
    run_jobs()
    assert EvidenceItem.objects.get().idea == idea
    assert (Departure.objects.count(), confirmed()) == (1, 1)


def test_a_crash_before_its_reactions_loses_none_and_repeats_none(run_jobs: Run) -> None:
    owner = make_staff()
    company = make_company(owner=owner)
    departure = leave(company, clock.today() - timedelta(days=9), words="No export", reason=reason("missing-function"))
    idea = make_idea()
    assert departure.feedback_id
    link_feedback(feedback_id=departure.feedback_id, idea_id=idea.pk, by=None)
    run_jobs()
    release = deliver.draft_release(title="Exports", notes="Here", idea_ids=[idea.pk], by=None)
    deliver.publish_release(release_id=release.pk)
    # What is owed stands in the database: a worker that dies here has lost nothing.
    waiting = ProcrastinateJob.objects.filter(status="todo")
    owed = [(one.task_name, one.args) for one in waiting]
    assert owed
    run_jobs()
    for name, args in owed:
        if "fact_id" in args:
            app.configure_task(name).defer(**args)
    run_jobs()
    assert Task.objects.filter(kind="win_back").count() == 1


def test_a_return_by_billing_that_crashes_is_noted_by_the_next_try(
    monkeypatch: pytest.MonkeyPatch, run_jobs: Run
) -> None:
    company = make_company()
    one = leave(company, clock.today() - timedelta(days=9))
    save_subscription(company_id=company.pk, amount_minor=5_000, currency="USD", from_on=clock.today())
    with monkeypatch.context() as crash:
        crash.setattr(commands.returning, "keep_stage", None)
        with pytest.raises(TypeError):
            commands.notice_return(company_id=company.pk)
    one.refresh_from_db()
    assert one.returned_on is None
    run_jobs()
    run_jobs()
    now = Departure.objects.get()
    assert (now.returned_on, now.returned_mrr_minor) == (clock.today(), 5_000)
    assert Fact.objects.filter(name="company.returned").count() == 1


def test_what_is_heard_in_the_wrong_order_finds_its_place() -> None:
    company = make_company()
    today = clock.today()
    second = leave(company, today - timedelta(days=10))
    first = leave(company, today - timedelta(days=90), reported_by="import", external_id="1", source="billing")
    second.refresh_from_db()
    assert (first.followed_by, second.is_open) == (second, True)
    # The return after the first one is heard of last, and belongs between the two.
    back = commands.record_return(departure_id=first.pk, returned_on=today - timedelta(days=40))
    assert (back.followed_by, back.is_open) == (None, False)
    company.refresh_from_db()
    assert company.stage == Company.Stage.LOST
    with pytest.raises(DepartureError):
        commands.record_return(departure_id=first.pk, returned_on=today - timedelta(days=5))
    back.refresh_from_db()
    assert back.returned_on == today - timedelta(days=40)
