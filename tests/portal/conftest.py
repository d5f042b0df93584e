"""Visitors of the portal."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from wellheard.customers.models import Contact
from wellheard.foundation.mail.models import OutgoingMail


@pytest.fixture(autouse=True)
def _nobody_flooded_before(db: None) -> None:
    cache.clear()


@pytest.fixture
def visiting() -> Callable[[Contact], Client]:
    """Return a browser in which this contact is signed in on the portal."""

    def sign_in(contact: Contact) -> Client:
        client = Client()
        session = client.session
        session["contact_id"] = contact.pk
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
        return client

    return sign_in


@pytest.fixture
def mailed_code() -> Callable[[], str]:
    """Return the digits of the newest code that was mailed."""

    def read() -> str:
        mail = OutgoingMail.objects.filter(subject__contains="is your code").newest_first()[0]
        found = re.search(r"(\d{3}) (\d{3})", mail.body)
        assert found
        return found[1] + found[2]

    return read


@pytest.fixture
def prove(mailed_code: Callable[[], str]) -> Callable[[Client, str], None]:
    """Prove an address in a browser, as a visitor does: by the code from the mail."""

    def sign_in(client: Client, email: str) -> None:
        client.post("/portal/codes/", {"email": email})
        assert client.post("/portal/session/", {"code": mailed_code()}).status_code == 302

    return sign_in
