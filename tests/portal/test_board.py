"""The portal's first page."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_area, make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.customers.models import Contact
from wellheard.decide.commands import link_feedback, vote
from wellheard.decide.models import Idea
from wellheard.listen.models import Feedback


def test_public_ideas_are_listed_and_private_ones_do_not_exist(client: Client) -> None:
    make_idea("Work offline", is_public=True)
    make_idea("Buy our rival")

    page = client.get("/portal/")

    assert page.status_code == 200
    assert "Work offline" in page.text
    assert "Buy our rival" not in page.text
