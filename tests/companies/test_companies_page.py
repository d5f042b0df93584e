"""The list of companies."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.models import Answer
from wellheard.customers.commands import save_segment
from wellheard.customers.models import Company, Contact, Membership
from wellheard.foundation import clock, remembering
from wellheard.web.companies import queries
from wellheard.web.companies.queries import Row
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Staff], Client]
LIST = "/companies/"


@pytest.fixture
def browser(signed_in: SignedIn) -> Client:
    """Return the browser of somebody who may only read."""
    return signed_in(make_staff(role=Role.VIEWER))


def owe(contact: Contact) -> Answer:
    """Owe somebody an answer."""
    return Answer.objects.create(
        contact=contact, idea=make_idea(), occasion="shipped", state="owed", words="Live.", waiting_since=clock.now(),
        owed_at=clock.now(),
    )  # fmt: skip


def rows(browser: Client, query: str = "") -> list[Row]:
    response = browser.get(f"{LIST}?{query}")
    assert response.status_code == 200
    found: list[Row] = response.context["page"].items
    return found


def names(browser: Client, query: str = "") -> list[str]:
    return [row.company.name for row in rows(browser, query)]


def test_who_pays_most_comes_first_with_what_they_said_and_are_owed(browser: Client) -> None:
    large = make_company(
        name="Meridian & Co", mrr=3900, industry="Cooling", owner=make_staff(name="Joel Amberg"),
        joined_on=clock.today() - timedelta(days=366 * 2),
    )  # fmt: skip
    make_company(name="Grebe Pools", mrr=62)
    contact = make_contact(company=large)
    for _ in range(2):
        make_feedback(contact=contact)
    make_feedback(company=large)
    owe(contact)

    first, second = rows(browser)
    page = browser.get(LIST).content.decode()

    assert (first.company, first.said, first.owed) == (large, 3, 1)
    assert (second.company.name, second.said, second.owed, second.last_heard) == ("Grebe Pools", 0, 0, None)
    for words in ("2 companies, one of them silent", "They pay $3,962 a month", "Meridian &amp; Co", "Cooling", "Joel Amberg",
                  "$3,900", "2 y 0 m", "said nothing", "never", "self-service"):  # fmt: skip
        assert words in page


def test_it_says_what_to_do_before_there_is_any(browser: Client) -> None:
    page = browser.get(LIST).content.decode()
    assert "No company is here yet" in page
    assert "Bring them from a file" in page


def test_each_order_is_kept_over_the_pages(browser: Client) -> None:
    for number in range(60):
        joined = date(2020, 1, 1) + timedelta(days=number % 7) if number % 5 else None
        make_company(name=f"{'ab'[number % 2]} Łódź {number}", mrr=number % 4, joined_on=joined)
    keys: dict[str, Callable[[Company], Any]] = {
        "name": lambda company: company.name.lower(),
        "pays": lambda company: -company.mrr_minor,
        "longest": lambda company: company.joined_on or date.max,
        "newest": lambda company: -(company.joined_on or date.min).toordinal(),
    }
    for sort, key in keys.items():
        found: list[Company] = []
        cursor = ""
        while True:
            response = browser.get(LIST, {"sort": sort, "after": cursor})
            found += [row.company for row in response.context["page"].items]
            if not (cursor := response.context["page"].next):
                break
        assert len({company.pk for company in found}) == len(found) == 60, sort
        shown = [key(company) for company in found]
        assert shown == sorted(shown), sort


def test_each_view_shows_its_companies(browser: Client) -> None:
    risky = make_company(name="Risky", stage=Company.Stage.AT_RISK)
    owed = make_company(name="Owed")
    contact = make_contact(company=owed)
    make_feedback(contact=contact)
    owe(contact)
    # Somebody who also works elsewhere waits at their main company only.
    Membership.objects.create(contact=contact, company=risky, is_primary=False)
    heard = make_company(name="Heard")
    make_feedback(company=heard)

    assert names(browser, "view=risk") == ["Risky"]
    assert names(browser, "view=owed") == ["Owed"]
    assert names(browser, "view=silent") == ["Risky"]
    assert sorted(names(browser, "view=all")) == ["Heard", "Owed", "Risky"]


def test_it_is_narrowed_down_by_name_segment_and_stage(browser: Client) -> None:
    fits = make_company(name="Harbour Lift", mrr=20_000, industry="Lifts", domain="harbour.example", stage="trial")
    make_company(name="Other", mrr=3)
    segment = save_segment(name="Large", rule={"all": [{"field": "mrr", "op": ">", "value": 1_500_000}]})
    for query in (
        "q=harb",
        "q=LIFTS",
        "q=harbour.exa",
        f"segment={segment.pk}",
        "stage=trial",
        f"q=lift&stage=trial&segment={segment.pk}",
    ):
        assert names(browser, query) == [fits.name], query
    page = browser.get(f"{LIST}?q=zzz").content.decode()
    assert "No company fits all of this" in page
    assert names(browser, f"segment={segment.pk}&view=owed") == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("segment=999999", "This segment does not exist any more"),
        ("stage=asleep", "There is no such stage"),
        ("sort=colour", "There is no such order"),
        ("view=secret", "There is no such list"),
        (f"q={'a' * 101}", "Use at most 100 characters"),
    ],
)
def test_a_filter_that_cannot_be_is_named_and_left_out(browser: Client, query: str, sentence: str) -> None:
    make_company(name="Here")
    assert names(browser, query) == ["Here"]
    assert sentence in browser.get(f"{LIST}?{query}").content.decode()


def test_hostile_words_break_nothing(browser: Client) -> None:
    make_company(name='<script>alert(1)</script>"', industry="=1+1", domain="x")
    for words in ("%00", "%F0%9F", "%27%20OR%201=1", "%25", "%3Cscript%3E", "after=x&sort=name"):
        assert browser.get(f"{LIST}?q={words}").status_code == 200
    page = browser.get(LIST).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_it_asks_as_many_questions_for_twenty_companies_as_for_one(browser: Client) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get(LIST)
        return len(asked)

    def one_more() -> None:
        contact = make_contact(company=make_company(mrr=100, owner=make_staff()))
        make_feedback(contact=contact)
        owe(contact)

    one_more()
    browser.get(LIST)
    for_one = questions()
    for _ in range(19):
        one_more()
    assert questions() == for_one


def test_it_is_only_read_by_staff(browser: Client, client: Client) -> None:
    assert browser.post(LIST).status_code == 405
    assert client.get(LIST).status_code == 302


def test_many_companies_are_counted_once_a_minute_and_those_a_search_finds_always(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "_kept", {})
    monkeypatch.setattr(queries, "_MANY", 1)
    for number in range(2):
        make_company(name=f"Firm {number}", mrr=10)

    def counted(query: str = "") -> int:
        totals: queries.Totals = browser.get(f"{LIST}?{query}").context["totals"]
        return totals.all

    assert (counted(), counted("q=firm"), counted("stage=lost")) == (2, 2, 0)
    make_company(name="Firm 2", stage="lost")

    assert (counted(), counted("q=firm"), counted("stage=lost")) == (2, 3, 1)
