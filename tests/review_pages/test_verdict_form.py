"""The form of a yes: it asks what the chosen measure needs, keeps what was typed, and takes words for something else alone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import make_event_name
from tests.reviews.tables import Table, agreed_table
from wellheard.decide.reviews.models import Expectation
from wellheard.foundation import clock
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def made() -> Table:
    return agreed_table(1)


def address_of(made: Table) -> str:
    return f"/reviews/{made.review.pk}/ideas/{made.items()[0].pk}/verdict/"


def yes(client: Client, made: Table, **said: str) -> str:
    """Fill in a yes as the page has it, and return the page that follows."""
    version = re.search(r'name="version" value="(\d+)"', client.get(address_of(made)).text)
    usual = {
        "version": version[1] if version else "",
        "outcome": "accept",
        "public_reason": "We do it.",
        "reason": "It blocks them.",
        "measure": "solved",
        "amount": "60",
        "by_day": (clock.today() + timedelta(days=90)).isoformat(),
    }
    return client.post(address_of(made), usual | said, follow=True).text


def test_each_field_of_one_measure_is_marked_with_it_and_events_are_offered(made: Table, signed_in: SignIn) -> None:
    make_event_name(name="invoice.printed")
    page = signed_in(made.lead).get(address_of(made)).text
    event = page[page.index('class="only-adoption"') : page.index('class="only-adoption"') + 900]
    assert 'name="event"' in event
    words = page[page.index('class="only-other"') : page.index('class="only-other"') + 900]
    assert 'name="words"' in words
    assert '<option value="invoice.printed">' in page
    assert "only-" not in signed_in(made.lead).get(address_of(made) + "?outcome=not_now").text


def test_what_was_typed_for_another_measure_does_not_stand_in_its_place(made: Table, signed_in: SignIn) -> None:
    yes(signed_in(made.lead), made, words="Fewer calls", event="invoice.printed")
    expected = Expectation.objects.get()
    assert (expected.measure, expected.words) == ("solved", "")
    # Who uses it is known all the same, and is put beside the rest after 30 days.
    assert expected.event == "invoice.printed"


def test_something_else_needs_words_and_what_was_typed_stays(made: Table, signed_in: SignIn) -> None:
    page = yes(signed_in(made.lead), made, measure="other", event="invoice.printed", amount="7")
    assert "Write in a few words what is to change." in page
    for kept in ('value="invoice.printed"', 'value="7"', "It blocks them."):
        assert kept in page
    assert '<option value="other" selected>' in page
    yes(signed_in(made.lead), made, measure="other", words="Calls a week", amount="7")
    assert Expectation.objects.get().words == "Calls a week"
