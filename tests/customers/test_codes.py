"""A code by mail proves that somebody reads an address."""

import re
from datetime import timedelta

import pytest
import time_machine

from tests.makers import make_company, make_contact
from wellheard.customers.commands import (
    InvalidEmailError,
    TooManyCodesError,
    check_email_code,
    send_email_code,
    suppress,
    unsuppress,
)
from wellheard.customers.models import Contact, ContactIdentity, EmailCode, Suppression
from wellheard.customers.queries import suggested_companies, writable_address
from wellheard.customers.tasks import forget_old_codes
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db


def _mailed() -> str:
    mail = OutgoingMail.objects.newest_first()[0]
    found = re.search(r"(\d{3}) (\d{3})", mail.body)
    assert found
    return found[1] + found[2]


def test_the_mailed_code_proves_the_address() -> None:
    send_email_code(email="Ada@Example.com", vendor="Northwind")
    assert "Northwind" in OutgoingMail.objects.get().subject

    check = check_email_code(email="ada@example.com", code=f" {_mailed()[:3]} {_mailed()[3:]}", name="Ada")

    assert check.contact is not None
    assert check.contact.name == "Ada"
    assert ContactIdentity.objects.get(value="ada@example.com").verified_at
    assert check_email_code(email="ada@example.com", code=_mailed()).problem.startswith(
        "This code is not valid any more"
    )


def test_the_code_itself_is_not_kept() -> None:
    code = send_email_code(email="ada@example.com")

    assert _mailed() not in code.code_sha256
    assert len(code.code_sha256) == 64


def test_five_wrong_tries_end_it_even_for_the_right_code() -> None:
    send_email_code(email="ada@example.com")
    right = _mailed()
    wrong = f"{(int(right) + 1) % 1_000_000:06}"

    problems = [check_email_code(email="ada@example.com", code=wrong).problem for _try in range(5)]

    assert "4 more tries" in problems[0]
    assert "1 more try." in problems[3]
    assert "last try" in problems[4]
    assert check_email_code(email="ada@example.com", code=right).contact is None
    assert not Contact.objects.exists()


@pytest.mark.parametrize("typed", ["", "\x00", "１２３４５６", "abcdef", "0" * 5000, "\ud800"])
def test_what_is_no_code_is_a_wrong_try(typed: str) -> None:
    send_email_code(email="ada@example.com")

    assert "4 more tries" in check_email_code(email="ada@example.com", code=typed).problem


def test_a_code_is_for_one_address_only() -> None:
    send_email_code(email="ada@example.com")

    assert check_email_code(email="bob@example.com", code=_mailed()).contact is None
    assert "not an e-mail address" in check_email_code(email="nobody", code=_mailed()).problem


def test_a_code_ends_after_ten_minutes_and_is_forgotten_after_a_day() -> None:
    start = clock.now()
    send_email_code(email="ada@example.com")
    with time_machine.travel(start + timedelta(minutes=10, seconds=1)):
        assert "not valid" in check_email_code(email="ada@example.com", code=_mailed()).problem
        forget_old_codes(0)
        assert EmailCode.objects.exists()
    with time_machine.travel(start + timedelta(days=2)):
        forget_old_codes(0)
    assert not EmailCode.objects.exists()


def test_codes_are_not_mailed_as_often_as_somebody_likes() -> None:
    start = clock.now()
    send_email_code(email="ada@example.com")
    with pytest.raises(TooManyCodesError, match="half a minute"):
        send_email_code(email="ADA@example.com")
    for minute in range(1, 5):
        with time_machine.travel(start + timedelta(minutes=minute)):
            send_email_code(email="ada@example.com")
    with time_machine.travel(start + timedelta(minutes=6)), pytest.raises(TooManyCodesError, match="Wait an hour"):
        send_email_code(email="ada@example.com")
    with time_machine.travel(start + timedelta(minutes=62)):
        send_email_code(email="ada@example.com")


@pytest.mark.parametrize("email", ["", "ada", "ada@example.com\nBcc: all@example.com", "\x00"])
def test_no_code_goes_to_what_is_no_address(email: str) -> None:
    with pytest.raises(InvalidEmailError):
        send_email_code(email=email)
    assert not OutgoingMail.objects.exists()


def test_an_address_we_must_not_write_to_is_passed_over() -> None:
    ada = make_contact(email="ada@example.com")
    ada.identities.create(kind="email", value="ada@work.example")
    assert writable_address(ada) == "ada@example.com"

    suppress(email="Ada@example.com", reason="bounced")
    suppress(email="ada@example.com", reason="asked")
    assert writable_address(ada) == "ada@work.example"
    assert Suppression.objects.get().reason == "bounced"

    unsuppress(email="ada@example.com")
    unsuppress(email="ada@example.com")
    assert writable_address(ada) == "ada@example.com"


def test_a_mail_domain_only_suggests_and_free_mail_not_even_that() -> None:
    acme = make_company(domain="Acme.example")
    make_company(domain="gmail.com")

    assert list(suggested_companies("ada@ACME.example")) == [acme]
    assert not suggested_companies("ada@gmail.com")
    assert not suggested_companies("ada")
