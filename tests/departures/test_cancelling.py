"""The cancellation form never blocks leaving, asks why, offers what fits, and is safe against what strangers send."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from tests.departures.makers_departures import leave, reason
from tests.makers import make_company, make_contact, make_idea, make_staff
from wellheard.answer.models import Answer
from wellheard.customers.commands import join_company
from wellheard.customers.models import Company, Contact
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Evidence, Idea
from wellheard.deliver import commands as deliver
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.departures import commands
from wellheard.listen.departures.models import Cancellation, Departure
from wellheard.understand import similar
from wellheard.web.departures import links
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


def ship(idea: Idea) -> None:
    release = deliver.draft_release(title="Exports", notes="Here", idea_ids=[idea.pk], by=None)
    deliver.publish_release(release_id=release.pk)


@pytest.fixture
def owner() -> Staff:
    return make_staff(name="Joel")


@pytest.fixture
def company(owner: Staff) -> Company:
    reason("price")
    return make_company(name="Acme", mrr=100, owner=owner)


@pytest.fixture
def contact(company: Company) -> Contact:
    made = make_contact(name="Ruta", email="ruta@acme.example")
    join_company(contact=made, company=company)
    return made


@pytest.fixture
def address(contact: Contact, company: Company) -> str:
    commands.set_return_origins(origins=["https://app.example.com"])
    token = links.token_for(contact=contact, company=company, return_url="https://app.example.com/plan?x=1")
    return reverse("cancelling", args=[token])


def test_opening_the_link_changes_nothing_and_offers_every_way_out(client: Client, address: str) -> None:
    shown = client.get(address).content.decode()
    assert "What makes you leave?" in shown
    assert "Cancel anyway" in shown
    assert "It costs too much" in shown
    assert not Cancellation.objects.exists()
    # The fixed last one, however the others are shuffled.
    assert shown.rindex('name="reason"') == shown.index('name="reason" value="other"')


def test_each_visit_has_an_order_of_its_own_that_stays(client: Client, contact: Contact, company: Company) -> None:
    def order(token: str) -> list[str]:
        page = client.get(reverse("cancelling", args=[token])).content.decode()
        return [part.split('"')[0] for part in page.split('name="reason" value="')[1:]]

    tokens = [links.token_for(contact=contact, company=company) for _ in range(6)]
    assert order(tokens[0]) == order(tokens[0])
    assert len({tuple(order(token)) for token in tokens}) > 1


def test_leaving_without_a_word_is_kept(client: Client, address: str, company: Company) -> None:
    shown = client.post(address, {"step": "leave"}).content.decode()
    assert "Your cancellation is noted" in shown
    departure = Departure.objects.get()
    assert (departure.reason, departure.reported_by, departure.mrr_minor) == (None, "customer", 10_000)
    company.refresh_from_db()
    assert company.stage == Company.Stage.LOST
    assert 'href="https://app.example.com/plan?x=1&amp;cancellation=left&amp;id=' in shown


def test_an_offer_fits_the_reason_and_does_not_block(client: Client, address: str) -> None:
    commands.set_offer(
        reason=reason("price"),
        version=0,
        kind="downgrade",
        texts={"en": "Take Basic."},
        url="https://app.example.com/basic",
    )
    shown = client.post(address, {"step": "reason", "reason": "price", "comment": "Too dear"}).content.decode()
    assert "Take Basic." in shown
    assert "Cancel anyway" in shown
    assert not Departure.objects.exists()
    done = client.post(address, {"step": "stay", "reason": "price"}).content.decode()
    assert "You stay with us" in done
    assert "https://app.example.com/basic" in done
    assert Cancellation.objects.get().outcome == "stayed"
    assert not Departure.objects.exists()


def test_a_double_click_and_a_late_change_of_mind_leave_one_departure(client: Client, address: str) -> None:
    for _ in range(3):
        assert client.post(address, {"step": "leave", "reason": "price", "comment": "Bye"}).status_code == 200
    assert client.post(address, {"step": "stay"}).status_code == 200
    assert Departure.objects.count() == 1
    assert Cancellation.objects.get().outcome == "left"
    assert Fact.objects.filter(name="cancellation.confirmed").count() == 1


def test_what_billing_said_first_is_explained_by_the_customer(client: Client, address: str, company: Company) -> None:
    first = leave(company, clock.today())
    client.post(address, {"step": "leave", "reason": "support", "comment": "Nobody rang"})
    first.refresh_from_db()
    assert (first.reason, Departure.objects.count()) == (reason("support"), 1)
    assert first.feedback is not None


def test_who_misses_something_finds_it_and_hears_from_their_former_owner_when_it_ships(
    client: Client, address: str, owner: Staff, run_jobs: Callable[[], None]
) -> None:
    idea = make_idea(title="Export to spreadsheets", is_public=True)
    make_idea(title="Export to spreadsheets, secretly")
    for one in Idea.objects.all():
        similar.index(kind="idea", object_id=one.pk, text=one.title, language="en")
    found = client.post(address, {"step": "find", "reason": "missing-function", "missing": "export spreadsheets"})
    assert "Export to spreadsheets" in found.content.decode()
    assert "secretly" not in found.content.decode()
    client.post(
        address, {"step": "leave", "reason": "missing-function", "missing": "export spreadsheets", "idea": str(idea.pk)}
    )
    evidence = Evidence.objects.get(idea=idea)
    assert (evidence.grade, evidence.company) == ("A", Departure.objects.get().company)
    run_jobs()
    ship(idea)
    run_jobs()
    answer = Answer.objects.get(idea=idea, occasion="shipped")
    assert answer.state == Answer.State.OWED
    assert Task.objects.open().get(kind="tell_answer", subject_id=answer.pk).assignee == owner


def test_to_whom_they_go_is_kept(client: Client, address: str) -> None:
    client.post(address, {"step": "leave", "reason": "competitor", "competitor": "Rival"})
    departure = Departure.objects.get()
    assert departure.competitor is not None
    assert departure.competitor.name == "Rival"


@pytest.mark.parametrize(
    "sent",
    [
        {"reason": "x" * 5_000, "idea": "9" * 400, "comment": "\x00" + "y" * 50_000, "missing": "z" * 9_000},
        {"reason": "no-decision", "idea": "-1", "competitor": "\x00\u202e"},
        {"reason": "payment", "idea": "abc", "competitor": "c" * 9_000},
    ],
)
def test_nothing_that_is_sent_keeps_anybody_from_leaving(client: Client, address: str, sent: dict[str, str]) -> None:
    assert client.post(address, {"step": "leave"} | sent).status_code == 200
    assert Departure.objects.count() == 1


def test_links_of_others_and_old_ones_open_nothing(client: Client, address: str, contact: Contact) -> None:
    assert client.get(reverse("cancelling", args=["nonsense"])).status_code == 410
    forged = signing.dumps([1, contact.pk, "", None, "x"], salt="another")
    assert client.post(reverse("cancelling", args=[forged]), {"step": "leave"}).status_code == 410
    with clock.at(clock.now()):
        assert client.get(address).status_code == 200
    old = links.VALID_SECONDS
    links.VALID_SECONDS = -1
    try:
        reply = client.post(address, {"step": "leave"})
    finally:
        links.VALID_SECONDS = old
    assert reply.status_code == 410
    assert "This link has ended" in reply.content.decode()
    assert not Departure.objects.exists()


def test_nobody_is_handed_back_to_a_site_that_is_not_ours(client: Client, contact: Contact, company: Company) -> None:
    commands.set_return_origins(origins=["https://app.example.com"])
    for bad in ("https://evil.example/", "https://app.example.com.evil.example/", "javascript:alert(1)",
                "https://app.example.com@evil.example/", "//evil.example", "https://app.example.com\\@evil.example"):  # fmt: skip
        assert commands.allowed_return(bad) == ""
    assert commands.allowed_return("https://app.example.com/a?b=c") == "https://app.example.com/a?b=c"


def test_a_program_without_a_token_that_can_be_believed_is_refused(client: Client) -> None:
    assert client.post(reverse("cancelling_enter"), {"token": "x.y.z"}).status_code == 422
    assert client.get(reverse("cancelling_enter")).status_code == 405


def test_staff_make_a_link_and_say_what_is_offered(client: Client, contact: Contact) -> None:
    client.force_login(make_staff(role=Role.ADMIN))
    shown = client.post(reverse("cancelling_link", args=[contact.pk])).content.decode()
    assert "/cancel/" in shown
    assert client.get(reverse("settings_cancellation")).status_code == 200
    page = reverse("settings_offer", args=[reason("price").pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"version": 0, "kind": "pause", "text_en": ""}).status_code == 422
    assert client.post(page, {"version": 0, "kind": "pause", "text_en": "Wait a month."}).status_code == 302
    bad = client.post(reverse("settings_cancellation"), {"origins": "not a site"})
    assert bad.status_code == 422
    assert client.post(reverse("settings_cancellation"), {"origins": "https://a.example/x"}).status_code == 302
    client.force_login(make_staff(role=Role.VIEWER))
    assert client.get(reverse("settings_cancellation")).status_code == 403
    assert client.post(reverse("cancelling_link", args=[contact.pk])).status_code == 403


def test_of_whom_we_know_nobody_the_owner_has_a_task_until_they_are_back(
    company: Company, owner: Staff, run_jobs: Callable[[], None]
) -> None:
    departure = leave(company, clock.today() - timedelta(days=9), words="No export", reason=reason("missing-function"))
    idea = make_idea(title="Export")
    assert departure.feedback_id
    link_feedback(feedback_id=departure.feedback_id, idea_id=idea.pk, by=None)
    ship(idea)
    run_jobs()
    task = Task.objects.open().get(kind="win_back")
    assert (task.assignee, task.subject_id) == (owner, departure.pk)
    commands.record_return(departure_id=departure.pk, returned_on=clock.today())
    run_jobs()
    assert not Task.objects.open().filter(kind="win_back").exists()
