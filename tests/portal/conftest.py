"""Visitors of the portal."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from wellheard.customers.models import Contact


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
        client.cookies["wellheard_session"] = session.session_key or ""
        return client

    return sign_in
