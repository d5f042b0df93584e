"""A mailbox sends with OAuth 2: its mail server takes tokens of the provider (XOAUTH2), and no password."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from django.core.signing import TimestampSigner
from django.test import Client

from tests.mail_in.tokens import Provider, running_provider
from tests.makers import make_mailbox, make_staff
from tests.postbox import Postbox, served
from wellheard.connect.mail_in.oauth import finish_consent
from wellheard.connect.mail_in.reactions import tell_admins_of_sending
from wellheard.connect.mail_in.trying import try_mailbox
from wellheard.foundation import clock
from wellheard.foundation.facts.ledger import react
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.foundation.mail.delivery import MailWaitsError, deliver
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.sealing import seal, unseal
from wellheard.listen.mailboxes.access import FETCHING, SENDING
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.listen.mailboxes.sending import via

pytestmark = pytest.mark.django_db
USER = "support@vendor.example"
BACK = "https://vendor.example/back"


class Guarded(Postbox):
    """A mail server that takes mail only from who shows a token that the provider says is theirs."""

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self.provider = provider
        self.tries: list[bool] = []

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - its interface
        user, token = base64.b64decode(args[1]).decode().rstrip("\x01").split("\x01auth=Bearer ")
        _status, whose = self.provider.whose(token)
        is_good = user == f"user={whose.get('email')}"
        self.tries.append(is_good)
        if not is_good:
            # What is wrong comes as a challenge, and is to be answered by an empty line.
            assert await server.challenge_auth(b'{"status":"401","schemes":"bearer"}') == b""
        return AuthResult(success=is_good, handled=False)

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        return "250 OK"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    settings.HTTP_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    with running_provider() as (provider, address):
        settings.GOOGLE_CLIENT_ID, settings.GOOGLE_CLIENT_SECRET = "client", "client secret"
        settings.MICROSOFT_CLIENT_ID, settings.MICROSOFT_CLIENT_SECRET = "client", "client secret"
        settings.GOOGLE_TOKEN_URL = address
        yield provider


@pytest.fixture
def server(provider: Provider) -> Iterator[tuple[Guarded, str]]:
    box = Guarded(provider)
    with served(box, auth_require_tls=False) as address:
        yield box, address


def mailbox_at(url: str, **fields: Any) -> Mailbox:
    sealed = seal(url, purpose=SENDING)
    return make_mailbox(
        **{"address": USER, "name": "Support", "smtp_url_sealed": sealed, "smtp_sign_in": "google"} | fields
    )


def send(mailbox: Mailbox, key: str) -> OutgoingMail:
    mail = queue_mail(Letter(key=key, to_address="ines@acme.example", subject="Re: It", body="Yes.", via=via(mailbox)))
    deliver(mail.pk)
    return OutgoingMail.objects.get(pk=mail.pk)


def test_a_token_is_used_until_it_ends_and_renewed_when_it_is_not_taken(
    server: tuple[Guarded, str], provider: Provider
) -> None:
    box, url = server
    mailbox = mailbox_at(url)
    finish_consent(mailbox, "google", code="code-1", back=BACK)
    assert [send(mailbox, key).state for key in ("1", "2")] == ["sent", "sent"]
    assert len(provider.asked) == 1, "one token serves many mails"
    provider.holding.clear()
    assert send(mailbox, "3").state == "sent"
    assert box.tries == [True, True, False, True], "one that ended before its time is renewed at once"
    Mailbox.objects.update(smtp_access_until=clock.now() + timedelta(minutes=1))
    send(mailbox, "4")
    assert box.tries[4:] == [True], "one that is about to end is not begun with"
    assert [asked["grant_type"] for asked in provider.asked][1:] == ["refresh_token"] * 2
    assert box.senders == [USER] * 4


def test_a_withdrawn_consent_is_told_on_the_mailbox_and_the_mail_waits(
    server: tuple[Guarded, str], provider: Provider, client: Client
) -> None:
    box, url = server
    mailbox = mailbox_at(url)
    finish_consent(mailbox, "google", code="code-1", back=BACK)
    provider.holding.clear()
    provider.refresh = "another"
    with pytest.raises(MailWaitsError, match="expired or revoked"):
        send(mailbox, "1")
    client.force_login(make_staff(email="boss@vendor.example"))
    page = client.get(f"/settings/mailboxes/{mailbox.pk}/").text
    assert "Answers of Support cannot be sent" in page
    assert "Token has been expired or revoked." in page
    assert "Agree with the provider (With Google (OAuth 2))" in page
    assert "Answers of one mailbox cannot be sent" in client.get("/settings/mailboxes/").text
    react(tell_admins_of_sending, Fact.objects.get(name="mailbox.shut_out"))
    assert OutgoingMail.objects.get(to_address="boss@vendor.example").subject == f"Answers of {USER} cannot be sent"

    finish_consent(mailbox, "google", code="code-1", back=BACK)
    deliver(OutgoingMail.objects.get(key="1").pk)
    mailbox.refresh_from_db()
    assert (len(box.received), mailbox.sending_error, mailbox.sending_failing_since) == (1, "", None)


def test_a_token_of_somebody_else_is_refused_with_the_words_of_the_mail_server(
    server: tuple[Guarded, str], provider: Provider
) -> None:
    mailbox = mailbox_at(server[1].replace("//", "//other%40vendor.example@"))
    finish_consent(mailbox, "google", code="code-1", back=BACK)
    (tried,) = try_mailbox(mailbox)
    assert not tried.is_good
    assert tried.sentence.startswith("The mail server does not let other@vendor.example in with OAuth 2: 535")


def test_a_mail_server_that_knows_no_oauth_is_named_so(provider: Provider) -> None:
    with served(Postbox()) as url:
        mailbox = mailbox_at(url)
        finish_consent(mailbox, "google", code="code-1", back=BACK)
        assert "does not offer signing in with OAuth 2" in try_mailbox(mailbox)[0].sentence


def test_a_token_is_never_said_where_others_can_read_along(client: Client, provider: Provider) -> None:
    mailbox = mailbox_at("smtp+plain://mail.acme.example:25")
    finish_consent(mailbox, "google", code="code-1", back=BACK)
    assert "needs encryption" in try_mailbox(mailbox)[0].sentence
    assert len(provider.asked) == 1, "no token was even asked for"
    client.force_login(make_staff())
    form = {
        "name": "Sales", "address": "sales@okdesk.example", "intake": "handed", "imap_tls": "tls", "sign_in": "password",
        "smtp_kind": "smtp+plain", "smtp_sign_in": "google", "smtp_host": "smtp.gmail.com",
    }  # fmt: skip
    assert "needs encryption" in client.post("/settings/mailboxes/new/", form).text


def test_one_consent_lets_a_mailbox_fetch_and_send_and_leaves_a_password_alone(provider: Provider) -> None:
    both = mailbox_at("smtp://smtp.gmail.com:587", intake="imap", sign_in="google")
    finish_consent(both, "google", code="code-1", back=BACK)
    assert (
        unseal(both.secret_sealed, purpose=FETCHING) == unseal(both.smtp_secret_sealed, purpose=SENDING) == "refresh-1"
    )
    password = seal("secret", purpose=FETCHING)
    one = mailbox_at("smtp://smtp.gmail.com:587", address="b@vendor.example", intake="imap", secret_sealed=password)
    finish_consent(one, "google", code="code-1", back=BACK)
    one.refresh_from_db()
    assert (unseal(one.secret_sealed, purpose=FETCHING), one.access_sealed) == ("secret", "")


def test_set_up_on_its_page_it_asks_the_provider_for_sending_alone(client: Client, provider: Provider) -> None:
    client.force_login(make_staff())
    form = {
        "name": "Support", "address": USER, "intake": "handed", "imap_tls": "tls", "sign_in": "password",
        "smtp_kind": "smtp", "smtp_sign_in": "microsoft",
    }  # fmt: skip
    page = client.post("/settings/mailboxes/new/", form)
    assert "smtp.office365.com" in page.text, "it asks for the provider's mail server"
    client.post("/settings/mailboxes/new/", form | {"smtp_host": "smtp.office365.com", "smtp_password": "left over"})
    mailbox = Mailbox.objects.get()
    assert unseal(mailbox.smtp_url_sealed, purpose=SENDING) == "smtp://smtp.office365.com:587"
    page = client.get(f"/settings/mailboxes/{mailbox.pk}/")
    (consent,) = page.context["consents"]
    asked = parse_qs(urlsplit(consent.address).query)
    assert asked["scope"] == ["https://outlook.office.com/SMTP.Send offline_access"]
    assert TimestampSigner(salt="mailbox consent").unsign(asked["state"][0]) == f"{mailbox.pk}:microsoft"


def test_what_was_agreed_for_one_mail_server_goes_to_no_other(client: Client, provider: Provider) -> None:
    client.force_login(make_staff())
    mailbox = mailbox_at("smtp://smtp.gmail.com:587")
    finish_consent(mailbox, "google", code="code-1", back=BACK)
    form = {
        "name": "Support", "address": USER, "intake": "handed", "imap_tls": "tls", "sign_in": "password",
        "smtp_kind": "smtp", "smtp_sign_in": "google", "smtp_host": "smtp.gmail.com", "smtp_port": 587,
    }  # fmt: skip
    address = f"/settings/mailboxes/{mailbox.pk}/"
    client.post(address, form | {"version": mailbox.version, "signature": "Yours"})
    mailbox.refresh_from_db()
    assert (mailbox.signature, mailbox.smtp_secret_sealed != "") == ("Yours", True)
    client.post(address, form | {"version": mailbox.version, "smtp_host": "smtp.elsewhere.example"})
    mailbox.refresh_from_db()
    assert (mailbox.smtp_secret_sealed, mailbox.smtp_access_sealed) == ("", "")
