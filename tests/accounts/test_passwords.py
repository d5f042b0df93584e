"""Choosing a new password: by a mailed link, or while signed in. Every change is noted and told."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.makers import make_staff
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]

PASSWORD = "correct horse battery"
NEXT = "a boat full of quiet otters"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> None:
    cache.clear()


def mailed_path() -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", OutgoingMail.objects.latest("pk").body)
    assert found
    return found[1]


def choose(client: Client, path: str, password: str = NEXT) -> object:
    form = client.get(path, follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True)


def test_a_mailed_link_lets_one_choose_a_new_password_once(client: Client) -> None:
    ines = make_staff(email="ines@northwind.example", name="Ines Calder")
    page = client.post("/accounts/password/reset/", {"email": "INES@northwind.example"}, follow=True)
    assert "Look into your mail" in page.content.decode()
    path = mailed_path()
    mail = OutgoingMail.objects.get()
    assert (mail.to_address, mail.subject) == ("ines@northwind.example", "Choose a new password for Wellheard")
    assert "Hello Ines," in mail.body

    choose(client, path)

    ines.refresh_from_db()
    assert ines.check_password(NEXT)
    assert "This link was used or has ended" in Client().get(path, follow=True).content.decode()
    assert OutgoingMail.objects.latest("pk").subject == "You chose a new password by a mailed link."
    assert Fact.objects.get(name="staff.sign_in_changed").details == {"what": "password_reset"}


def test_the_page_reads_the_same_for_an_unknown_address_and_nothing_is_mailed(client: Client) -> None:
    make_staff(email="ines@northwind.example")
    make_staff(email="gone@northwind.example", is_active=False)

    pages = [
        client.post("/accounts/password/reset/", {"email": email}, follow=True).content
        for email in ("ines@northwind.example", "eve@evil.example", "gone@northwind.example")
    ]

    assert len({re.sub(rb"csrf[^>]*>|X-CSRFToken[^>]*>", b"", page) for page in pages}) == 1
    assert list(OutgoingMail.objects.values_list("to_address", flat=True)) == ["ines@northwind.example"]


def test_a_link_ends_after_three_days(client: Client) -> None:
    make_staff(email="ines@northwind.example")
    client.post("/accounts/password/reset/", {"email": "ines@northwind.example"})

    with time_machine.travel(clock.now() + timedelta(days=3, minutes=5)):
        assert "was used or has ended" in client.get(mailed_path(), follow=True).content.decode()


def test_a_link_never_names_another_host(client: Client) -> None:
    make_staff(email="ines@northwind.example")

    client.post("/accounts/password/reset/", {"email": "ines@northwind.example"}, headers={"host": "localhost"})

    assert mailed_path().startswith("/accounts/password/reset/key/")


@pytest.mark.parametrize("key", ["1-nonsense", "1-set-password", "zzzzzzzzzzzzzzzz-x", "0-%00", "1-" + "x" * 2000])
def test_a_forged_link_opens_nothing(client: Client, key: str) -> None:
    make_staff()

    page = client.get(f"/accounts/password/reset/key/{key}/", follow=True)

    assert page.status_code in {200, 404}
    assert 'name="password1"' not in page.content.decode()


def test_asking_again_and_again_is_stopped(client: Client) -> None:
    make_staff(email="ines@northwind.example")
    for _ask in range(5):
        client.post("/accounts/password/reset/", {"email": "ines@northwind.example"})

    assert client.post("/accounts/password/reset/", {"email": "ines@northwind.example"}).status_code == 429
    assert OutgoingMail.objects.count() == 5


def test_the_mail_reads_in_the_language_its_reader_chose(client: Client) -> None:
    make_staff(email="ines@northwind.example", language="de")

    client.post("/accounts/password/reset/", {"email": "ines@northwind.example"})

    assert OutgoingMail.objects.get().to_address == "ines@northwind.example"


def test_changing_it_keeps_this_browser_signed_in_and_signs_the_others_out(signed_in: SignIn) -> None:
    ines = make_staff()
    here, elsewhere = signed_in(ines), signed_in(ines)

    answers = {"oldpassword": PASSWORD, "password1": NEXT, "password2": NEXT}
    response = here.post("/accounts/password/change/", answers)

    assert response["Location"] == "/settings/profile/"
    assert here.get("/settings/profile/").status_code == 200
    assert elsewhere.get("/settings/profile/").status_code == 302
    mail = OutgoingMail.objects.get()
    assert (mail.subject, mail.to_address) == ("Your password was changed.", ines.email)
    assert "If it was not you, choose a new password now and tell an admin" in mail.body


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"oldpassword": "wrong"}, "This is not your present password."),
        ({"password2": "another boat of otters"}, "same password each time"),
        ({"password1": "short", "password2": "short"}, "at least 10 characters"),
        ({"password1": "x\x00" * 10, "password2": "x\x00" * 10}, "Null characters"),
    ],
)
def test_a_change_that_cannot_be_is_refused(signed_in: SignIn, answers: dict[str, str], sentence: str) -> None:
    ines = make_staff()
    good = {"oldpassword": PASSWORD, "password1": NEXT, "password2": NEXT}

    page = signed_in(ines).post("/accounts/password/change/", good | answers)

    assert sentence in page.content.decode()
    ines.refresh_from_db()
    assert ines.check_password(PASSWORD)


def test_who_came_without_a_password_chooses_a_first_one(signed_in: SignIn) -> None:
    ines = make_staff()
    ines.set_unusable_password()
    ines.save(update_fields=["password"])
    browser = signed_in(ines)
    assert (
        "You have none; you come by your company’s own sign-in." in browser.get("/settings/profile/").content.decode()
    )
    assert browser.get("/accounts/password/change/")["Location"] == "/accounts/password/set/"

    browser.post("/accounts/password/set/", {"password1": NEXT, "password2": NEXT})

    ines.refresh_from_db()
    assert ines.check_password(NEXT)
    assert browser.get("/settings/profile/").status_code == 200
