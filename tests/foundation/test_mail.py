"""Outgoing mail: queued with the change that owes it, delivered once, recognisable when repeated."""

import smtplib
from collections.abc import Callable
from typing import Any

import pytest

from tests.ports import free_port
from tests.postbox import Postbox
from wellheard.foundation.mail.commands import Letter, queue_mail, requeue_mail
from wellheard.foundation.mail.delivery import MailWaitsError, deliver
from wellheard.foundation.mail.failures import Failure
from wellheard.foundation.mail.html import html_of
from wellheard.foundation.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
State = OutgoingMail.State


def letter(**fields: Any) -> Letter:
    return Letter(**{"key": "test:1", "to_address": "ada@customer.example", "subject": "Hello", "body": "Hi"} | fields)


def test_a_mail_reaches_a_real_server_with_its_own_identity(postbox: Postbox) -> None:
    mail = queue_mail(letter(to_name="Ada, Countess", body="Grüße\n\n> said\n\nhttps://x.example/a?b=1&c=2"))
    deliver(mail.pk)
    (message,) = postbox.received
    assert message["Message-ID"] == mail.message_id
    assert "ada@customer.example" in message["To"]
    html = message.get_body(("html",)).get_content()  # type: ignore[attr-defined]
    assert ">said</blockquote>" in html
    assert OutgoingMail.objects.get().state == State.SENT


def test_delivering_twice_sends_once(postbox: Postbox) -> None:
    mail = queue_mail(letter())
    deliver(mail.pk)
    deliver(mail.pk)
    assert len(postbox.received) == 1


def test_queuing_the_same_key_again_is_the_same_mail(run_jobs: Callable[[], None]) -> None:
    first, second = queue_mail(letter()), queue_mail(letter(subject="Other"))
    run_jobs()
    assert first.pk == second.pk
    assert OutgoingMail.objects.get().subject == "Hello"


def test_a_not_now_is_tried_again_and_nothing_is_lost(postbox: Postbox) -> None:
    mail = queue_mail(letter())
    postbox.says = "451 try later"
    with pytest.raises(MailWaitsError, match="try later"):
        deliver(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (State.QUEUED, 1)
    postbox.says = "250 OK"
    deliver(mail.pk)
    assert [message["Message-ID"] for message in postbox.received] == [mail.message_id]


def test_a_refused_address_fails_at_once_with_the_servers_words(postbox: Postbox) -> None:
    mail = queue_mail(letter())
    postbox.says = "550 no such user"
    deliver(mail.pk)
    mail.refresh_from_db()
    assert mail.state == State.FAILED
    assert "no such user" in mail.error


def test_a_failed_mail_goes_out_again_under_its_old_identity(postbox: Postbox) -> None:
    mail = queue_mail(letter())
    postbox.says = "550 mailbox full"
    deliver(mail.pk)
    postbox.says = "250 OK"
    requeue_mail(mail_id=mail.pk)
    deliver(mail.pk)
    assert [message["Message-ID"] for message in postbox.received] == [mail.message_id]


def test_the_eighth_try_in_vain_fails_the_mail(settings: Any) -> None:
    settings.SMTP_URL = f"smtp+plain://127.0.0.1:{free_port()}"
    mail = queue_mail(letter())
    for _ in range(8):
        try:
            deliver(mail.pk)
        except MailWaitsError:
            continue
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (State.FAILED, 8)


def test_without_a_mail_server_mails_stay_in_the_built_in_mailbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtplib, "SMTP", None)
    mail = queue_mail(letter())
    deliver(mail.pk)
    mail.refresh_from_db()
    assert mail.state == State.KEPT


def test_nobody_smuggles_a_header_into_a_mail(postbox: Postbox) -> None:
    mail = queue_mail(letter(subject="Hello\r\nBcc: all@x.example", to_name="Eve\nCc: all@x.example"))
    deliver(mail.pk)
    (message,) = postbox.received
    assert message["Bcc"] is None
    assert message["Cc"] is None


def test_a_wrong_address_of_the_mail_server_is_named(settings: Any) -> None:
    settings.SMTP_URL = "mail.example.com"
    mail = queue_mail(letter())
    with pytest.raises(MailWaitsError, match="smtp://user:password@"):
        deliver(mail.pk)


@pytest.mark.parametrize(
    ("reply", "failure"),
    [
        ("550 5.1.1 <x>: Recipient address rejected: User unknown", Failure.UNKNOWN_ADDRESS),
        ("550 No such user here", Failure.UNKNOWN_ADDRESS),
        ("552 5.2.2 Over quota", Failure.MAILBOX_FULL),
        ("550 mailbox full", Failure.MAILBOX_FULL),
        ("554 5.7.1 Service unavailable; blocked using a list", Failure.BLOCKED),
        ("550 Message rejected as spam", Failure.BLOCKED),
        ("550 Try another one", Failure.OTHER),
    ],
)
def test_the_servers_words_become_a_reason_a_person_can_act_on(postbox: Postbox, reply: str, failure: Failure) -> None:
    mail = queue_mail(letter())
    postbox.says = reply
    deliver(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.failure) == (State.FAILED, failure)


def test_a_refusal_after_the_letter_was_handed_over_is_final_too(postbox: Postbox) -> None:
    mail = queue_mail(letter())
    postbox.says = "554 5.7.1 refused"
    postbox.refuses_late = True
    deliver(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.failure) == (State.FAILED, Failure.BLOCKED)


def test_our_own_server_being_away_is_not_blamed_on_the_customer(settings: Any) -> None:
    settings.SMTP_URL = f"smtp+plain://127.0.0.1:{free_port()}"
    mail = queue_mail(letter())
    with pytest.raises(MailWaitsError):
        deliver(mail.pk)
    mail.refresh_from_db()
    assert mail.failure == Failure.OUR_SERVER


def test_the_small_print_stands_below_the_line_in_both_parts(postbox: Postbox) -> None:
    mail = queue_mail(letter(footer="Why you get this: https://x.example/stop", language="lt"))
    deliver(mail.pk)
    (message,) = postbox.received
    text = message.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    html = message.get_body(("html",)).get_content()  # type: ignore[attr-defined]
    assert "\n-- \nWhy you get this" in text.replace("\r", "")
    assert '<a href="https://x.example/stop">' in html
    assert 'lang="lt"' in html


def test_markup_in_a_mail_stays_text() -> None:
    assert "<script>" not in html_of("<script>alert(1)</script>")
