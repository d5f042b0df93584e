"""What people agreed to, and who is left alone, under whatever address they are known."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import make_contact, make_staff
from wellheard.answer.queries import addresses
from wellheard.customers.commands import (
    UnknownContactError,
    erase_contact,
    merge_contacts,
    set_consents,
    suppress,
    undo_merge,
    unsuppress,
)
from wellheard.customers.models import Consent, Contact, Suppression
from wellheard.customers.queries import agreed_to, may, writable_address
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.commands import Letter, note_undelivered, queue_mail
from wellheard.foundation.mail.failures import failure_in_words
from wellheard.web.portal import visits
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


def agree(contact: Contact, *purposes: str) -> None:
    set_consents(contact_id=contact.pk, purposes=purposes, source="staff", by=None)


def test_each_time_somebody_agrees_is_kept() -> None:
    ada = make_contact()
    agree(ada, "beta", "quote")
    agree(ada, "beta", "quote")
    agree(ada, "beta")
    agree(ada, "beta", "quote")

    assert agreed_to(ada.pk) == {"beta", "quote"}
    assert Consent.objects.filter(purpose="quote").count() == 2
    given = Fact.objects.filter(name__startswith="consent.").order_by("pk").values_list("name", flat=True)
    assert list(given) == ["consent.given", "consent.given", "consent.withdrawn", "consent.given"]


def test_who_may_be_asked_is_one_question() -> None:
    ada, bob, eve = make_contact(), make_contact(), make_contact()
    agree(ada, "research")
    agree(bob, "news")
    agree(eve, "research")
    erase_contact(contact_id=eve.pk)
    assert may([ada.pk, bob.pk, eve.pk], "research") == {ada.pk}
    with pytest.raises(UnknownContactError):
        agree(eve, "news")


@pytest.mark.parametrize("kept_first", [True, False])
def test_the_latest_word_counts_when_two_turn_out_to_be_one(kept_first: bool) -> None:  # noqa: FBT001
    ada, double = make_contact(), make_contact()
    agree(ada, "quote")
    with clock.at(clock.now() + timedelta(minutes=1)):
        agree(double, "quote")
    with clock.at(clock.now() + timedelta(minutes=2)):
        agree(double)
    kept, gone = (ada, double) if kept_first else (double, ada)

    merge = merge_contacts(kept_id=kept.pk, gone_id=gone.pk, by=None)
    assert may([kept.pk], "quote") == set()

    undo_merge(merge_id=merge.pk, by=None)
    assert may([ada.pk, double.pk], "quote") == {ada.pk}

    merge_contacts(kept_id=kept.pk, gone_id=gone.pk, by=None)
    with clock.at(clock.now() + timedelta(minutes=3)):
        agree(kept, "quote")
    assert may([kept.pk], "quote") == {kept.pk}


@pytest.mark.parametrize(("reason", "left"), [("asked", ""), ("staff", ""), ("bounced", "ada@work.example")])
def test_a_wish_to_be_left_alone_holds_for_every_address_after_a_merge(reason: str, left: str) -> None:
    ada, double = make_contact(email="ada@work.example"), make_contact(email="ada@home.example")
    suppress(email="ada@home.example", reason=reason)
    assert writable_address(ada) == "ada@work.example"

    merge = merge_contacts(kept_id=ada.pk, gone_id=double.pk, by=None)

    assert writable_address(ada) == left
    assert addresses([ada.pk]).get(ada.pk, "") == left
    undo_merge(merge_id=merge.pk, by=None)
    assert writable_address(ada) == "ada@work.example"
    unsuppress(email="ada@home.example")
    assert writable_address(double) == "ada@home.example"


@pytest.mark.parametrize(
    ("reply", "address", "is_stopped"),
    [
        ("550 5.1.1 No such user", "ada@work.example", True),
        ("450 4.1.1 No such user", "ada@work.example", False),
        ("552 5.2.2 Mailbox full", "ada@work.example", False),
        ("550 5.1.1 No such user", "nobody-we-know@work.example", False),
    ],
)
def test_an_address_that_does_not_exist_is_not_written_to_again(
    run_jobs: Callable[[], None], reply: str, address: str, *, is_stopped: bool
) -> None:
    make_contact(email="ada@work.example")
    mail = queue_mail(Letter(key="m", to_address=address, subject="s", body="b"))
    run_jobs()
    mail.refresh_from_db()
    note_undelivered(mail=mail, error=reply, is_final=True, failure=failure_in_words(reply))
    run_jobs()
    assert Suppression.objects.filter(reason="bounced").exists() == is_stopped


# --- pages ------------------------------------------------------------------------------------------------------------


def test_staff_note_what_somebody_agreed_to(client: Client) -> None:
    ada, success = make_contact(), make_staff(role=Role.SUCCESS)
    client.force_login(success)
    client.post(f"/contacts/{ada.pk}/consents/", {"purposes": ["beta", "news"]})
    assert agreed_to(ada.pk) == {"beta", "news"}
    assert Consent.objects.first().noted_by == success  # type: ignore[union-attr]
    assert client.get(f"/contacts/{ada.pk}/").content.decode().count(" checked") == 2

    client.post(f"/contacts/{ada.pk}/consents/", {"purposes": ["everything"]})
    assert agreed_to(ada.pk) == {"beta", "news"}
    client.post(f"/contacts/{ada.pk}/consents/")
    assert agreed_to(ada.pk) == set()


def test_readers_see_what_somebody_agreed_to_and_change_nothing(client: Client) -> None:
    ada = make_contact()
    agree(ada, "quote")
    client.force_login(make_staff(role=Role.VIEWER))
    assert "Be quoted by name" in client.get(f"/contacts/{ada.pk}/").content.decode()
    assert client.post(f"/contacts/{ada.pk}/consents/").status_code == 403
    client.force_login(make_staff())
    assert client.get(f"/contacts/{ada.pk}/consents/").status_code == 405


def test_people_choose_for_themselves_on_the_portal(client: Client) -> None:
    ada = make_contact()
    assert client.get("/portal/consents/").status_code == 405
    client.post("/portal/consents/", {"purposes": ["news"]})
    assert not Consent.objects.exists()
    session = client.session
    session[visits.CONTACT] = ada.pk
    session.save()

    client.post("/portal/consents/", {"purposes": ["research"]})

    assert agreed_to(ada.pk) == {"research"}
    assert Consent.objects.get().source == "portal"
    assert client.get("/portal/mine/").content.decode().count(" checked") == 1
    erase_contact(contact_id=ada.pk)
    assert client.get("/portal/mine/").status_code == 302


def test_addresses_are_listed_found_added_and_lifted(client: Client) -> None:
    client.force_login(make_staff(role=Role.AGENT))
    assert "Every address may be written to" in client.get("/settings/suppressions/").content.decode()
    client.post("/settings/suppressions/", {"email": "Ada@Work.example", "reason": "staff"})
    client.post("/settings/suppressions/", {"email": "bob@work.example", "reason": "asked"})

    assert "2 addresses are not written to" in client.get("/settings/suppressions/").content.decode()
    page = client.get("/settings/suppressions/?q=ada").content.decode()
    assert "ada@work.example" in page
    assert "bob@work.example" not in page

    row = Suppression.objects.get(email="ada@work.example")
    client.post(f"/settings/suppressions/{row.pk}/lifting/")
    assert list(Suppression.objects.values_list("email", flat=True)) == ["bob@work.example"]
    assert client.post(f"/settings/suppressions/{row.pk}/lifting/").status_code == 404


def test_bad_input_and_wrong_people_are_refused(client: Client) -> None:
    client.force_login(make_staff())
    assert client.post("/settings/suppressions/", {"email": "nobody", "reason": "staff"}).status_code == 422
    assert client.post("/settings/suppressions/", {"email": "a@b.example", "reason": "mood"}).status_code == 422
    assert client.get("/settings/suppressions/1/lifting/").status_code == 405
    client.force_login(make_staff(role=Role.SALES))
    assert client.get("/settings/suppressions/").status_code == 403


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_asks_the_same_number_of_questions(
    client: Client, django_assert_max_num_queries: Callable[..., object], rows: int
) -> None:
    client.force_login(make_staff())
    for number in range(rows):
        suppress(email=f"p{number}@work.example", reason="asked")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get("/settings/suppressions/")
