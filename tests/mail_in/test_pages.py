"""Settings of mailboxes and the quarantine: what stands there, what may be changed, and what is never shown."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_mailbox, make_staff
from tests.postbox import Postbox
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.mail.sender import way_of
from wellheard.foundation.sealing import seal, unseal
from wellheard.listen.mailboxes import commands
from wellheard.listen.mailboxes.access import FETCHING, SENDING
from wellheard.listen.mailboxes.models import IncomingMail, Mailbox
from wellheard.listen.mailboxes.sending import via
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
LIST, NEW, QUARANTINE = "/settings/mailboxes/", "/settings/mailboxes/new/", "/operations/quarantine/"


def said(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Support", "address": "Support@Vendor.example", "intake": "handed", "imap_tls": "tls", "sign_in": "password",
        "imap_port": "993", "imap_folder": "INBOX", "smtp_kind": "smtp+plain",
    } | fields  # fmt: skip


def keep(raw: bytes = b"Subject: x\n\nwords", key: str = "1") -> IncomingMail:
    return commands.keep_mail(raw=raw, came_by="smtp", origin_key=key)


def quarantine(key: str = "1") -> IncomingMail:
    return commands.quarantine_mail(mail_id=keep(key.encode(), key).pk, problem="It took too long to read.")


def test_a_mailbox_is_set_up_and_its_secrets_are_shown_to_nobody(signed_in: SignIn) -> None:
    browser = signed_in(make_staff())
    there = said(
        intake="imap", imap_host="imap.vendor.example", secret="s3cret one", smtp_host="smtp.vendor.example",
        smtp_user="me@vendor.example", smtp_password="p@ss:word", dkim_selector="wellheard",
    )  # fmt: skip
    answer = browser.post(NEW, there)
    box = Mailbox.objects.get()
    assert answer.headers["Location"] == f"{LIST}{box.pk}/"
    assert (box.address, unseal(box.secret_sealed, purpose=FETCHING)) == ("support@vendor.example", "s3cret one")
    way = way_of(via(box))
    assert way.smtp_url == "smtp+plain://me%40vendor.example:p%40ss%3Aword@smtp.vendor.example:25"
    assert way.dkim
    assert "PRIVATE KEY" in way.dkim.key
    page = browser.get(f"{LIST}{box.pk}/").content.decode()
    assert "wellheard._domainkey.vendor.example" in page
    for secret in ("s3cret", "p@ss", "p%40ss", "PRIVATE KEY"):
        assert secret not in page


def test_saving_again_keeps_secrets_that_were_left_empty_but_gives_them_to_no_other_server(signed_in: SignIn) -> None:
    browser = signed_in(make_staff())
    box = make_mailbox(smtp_url_sealed=seal("smtp+plain://me:old@smtp.vendor.example:25", purpose=SENDING))
    there = said(version=box.version, smtp_host="smtp.vendor.example", smtp_user="me")
    browser.post(f"{LIST}{box.pk}/", there)
    box.refresh_from_db()
    assert unseal(box.smtp_url_sealed, purpose=SENDING) == "smtp+plain://me:old@smtp.vendor.example:25"
    browser.post(f"{LIST}{box.pk}/", there | {"version": box.version, "smtp_host": "smtp.thief.example"})
    box.refresh_from_db()
    assert unseal(box.smtp_url_sealed, purpose=SENDING) == "smtp+plain://me:@smtp.thief.example:25"


def test_a_password_to_fetch_with_goes_to_no_other_server(signed_in: SignIn) -> None:
    browser = signed_in(make_staff())
    box = make_mailbox(intake="imap", imap_host="imap.vendor.example", secret_sealed=seal("old", purpose=FETCHING))
    there = said(version=box.version, intake="imap", imap_host="imap.thief.example")
    answer = browser.post(f"{LIST}{box.pk}/", there)
    assert (answer.status_code, "for another server" in answer.content.decode()) == (422, True)
    browser.post(f"{LIST}{box.pk}/", there | {"intake": "handed"})
    box.refresh_from_db()
    assert (box.imap_host, box.secret_sealed) == ("imap.thief.example", "")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"address": "no address"}, "Write a whole mail address"),
        ({"address": "taken@vendor.example"}, "has this address already"),
        ({"aliases": "taken@vendor.example"}, "has this address already"),
        ({"intake": "imap"}, "Write the mail server"),
        ({"dkim_selector": "a b"}, "Use letters, digits"),
        ({"dkim_selector": "a", "dkim_key": "nonsense"}, "no RSA key"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(
    signed_in: SignIn, fields: dict[str, str], sentence: str
) -> None:
    make_mailbox(address="taken@vendor.example")
    answer = signed_in(make_staff()).post(NEW, said(name="My mailbox", **fields))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "My mailbox" in answer.content.decode()
    assert Mailbox.objects.count() == 1


def test_the_second_of_two_editors_is_told_what_stands(signed_in: SignIn) -> None:
    box = make_mailbox(name="Support", version=3)
    answer = signed_in(make_staff()).post(f"{LIST}{box.pk}/", said(name="Other", version=2))
    assert answer.status_code == 422
    assert "Somebody else changed this" in answer.content.decode()


def test_another_folder_is_read_from_its_own_beginning(signed_in: SignIn) -> None:
    box = make_mailbox(intake="imap", imap_host="a.example", uid_validity=7, last_uid=99, last_error="no")
    signed_in(make_staff()).post(f"{LIST}{box.pk}/", said(version=1, intake="imap", imap_host="b.example"))
    box.refresh_from_db()
    assert (box.uid_validity, box.last_uid, box.last_error) == (None, 0, "")


def test_trying_says_what_is_well_and_what_is_not(signed_in: SignIn, postbox: Postbox) -> None:
    box = make_mailbox(intake="imap", imap_host="127.0.0.1", imap_port=1, imap_tls="none")
    page = signed_in(make_staff()).post(f"{LIST}{box.pk}/trial/").content.decode()
    assert "127.0.0.1 cannot be reached on port 1" in page
    assert "Mail can be sent" in page


def test_a_closed_mailbox_takes_nothing_until_it_is_opened(signed_in: SignIn) -> None:
    box, browser = make_mailbox(), signed_in(make_staff())
    for is_open in (False, True):
        browser.post(f"{LIST}{box.pk}/switching/")
        box.refresh_from_db()
        assert box.is_open == is_open


def test_the_secret_of_programs_is_shown_once(signed_in: SignIn) -> None:
    browser = signed_in(make_staff())
    assert "whsec_" in browser.post(f"{LIST}key/").content.decode()
    assert "whsec_" not in browser.get(LIST).content.decode()


def test_a_consent_that_nobody_asked_for_is_worth_nothing(signed_in: SignIn) -> None:
    box = make_mailbox(intake="imap", imap_host="imap.gmail.com", sign_in="google")
    answer = signed_in(make_staff()).post(f"{LIST}consent/", {"code": "stolen", "state": f"{box.pk}:made:up"})
    assert answer.headers["Location"] == LIST
    box.refresh_from_db()
    assert box.secret_sealed == ""


def test_the_quarantine_says_why_and_gives_the_mail_out_safely(signed_in: SignIn) -> None:
    browser, mail = signed_in(make_staff()), quarantine()
    assert "It took too long to read." in browser.get(QUARANTINE).content.decode()
    answer = browser.get(f"{QUARANTINE}{mail.pk}/raw/")
    assert (answer.content, answer.headers["Content-Type"]) == (b"1", "application/octet-stream")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="mail-{mail.pk}.eml"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_mail_in_quarantine_is_read_anew_or_deleted(signed_in: SignIn) -> None:
    browser, first, second, third = signed_in(make_staff()), quarantine("1"), quarantine("2"), quarantine("3")
    browser.post(f"{QUARANTINE}{first.pk}/retry/")
    browser.post(f"{QUARANTINE}{second.pk}/removal/")
    browser.post(f"{QUARANTINE}{second.pk}/removal/")
    assert IncomingMail.objects.get(pk=first.pk).state == "kept"
    assert not IncomingMail.objects.filter(pk=second.pk).exists()
    browser.post(f"{QUARANTINE}retries/")
    assert IncomingMail.objects.get(pk=third.pk).state == "kept"


def test_the_lists_ask_no_more_for_twenty_than_for_one(
    signed_in: SignIn, queries_of: Callable[[Client, str], int]
) -> None:
    browser = signed_in(make_staff())
    quarantine("0")
    make_mailbox()
    few = [queries_of(browser, url) for url in (QUARANTINE, LIST)]
    for number in range(1, 20):
        quarantine(str(number))
        make_mailbox()
    assert [queries_of(browser, url) for url in (QUARANTINE, LIST)] == few


def test_admins_are_told_once_that_mail_cannot_be_fetched(run_jobs: Callable[[], None]) -> None:
    admin = make_staff()
    box = make_mailbox(address="support@vendor.example", intake="imap")
    for _ in range(6):
        commands.note_sign_in_failed(mailbox_id=box.pk, problem="The password is wrong.")
    run_jobs()
    (mail,) = OutgoingMail.objects.filter(to_address=admin.email)
    assert mail.subject == "The mail of support@vendor.example cannot be fetched"
    assert "The password is wrong." in mail.body
