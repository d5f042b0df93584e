"""The list of what customers said."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.makers import make_area, make_category, make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.customers.commands import save_segment
from wellheard.decide.commands import link_feedback
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.understand import similar
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Staff], Client]
LIST = "/feedback/"


@pytest.fixture
def browser(signed_in: SignedIn) -> Client:
    """Return the browser of somebody who may only read."""
    return signed_in(make_staff(role=Role.VIEWER))


def shown(browser: Client, **query: str | int) -> list[Feedback]:
    response = browser.get(LIST, query)
    assert response.status_code == 200
    return [row.feedback for row in response.context["page"].items]


def test_it_shows_their_words_who_they_are_and_what_they_pay_newest_first(browser: Client) -> None:
    company = make_company(name="Harbour Lift & Escalator", mrr=2480)
    old = make_feedback("The signal goes.", contact=make_contact(name="Anneke", company=company))
    new = make_feedback("The map is slow.", heard_at=clock.now())
    link_feedback(feedback_id=old.pk, idea_id=make_idea("Work offline").pk, by=None)

    page = browser.get(LIST).content.decode()

    assert [feedback.pk for feedback in shown(browser)] == [new.pk, old.pk]
    for words in (
        "“The signal goes.”",
        "Harbour Lift &amp; Escalator",
        "Anneke",
        "$2,480 a month",
        "Work offline",
        "Portal",
    ):
        assert words in page
    assert "Somebody we do not know yet" in page


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "yesterday"])
def test_a_day_that_cannot_be_meant_narrows_nothing_and_is_said(browser: Client, day: str) -> None:
    made = make_feedback()
    for field in ("since", "until"):
        assert shown(browser, **{field: day}) == [made]
        assert "Write a day such as 2026-11-30." in browser.get(LIST, {field: day}).content.decode()


def test_it_says_what_will_stand_there_before_anybody_spoke(browser: Client) -> None:
    page = browser.get(LIST).content.decode()
    assert "Nobody has told us anything yet" in page
    assert "Their words will stand here" in page


def test_each_filter_narrows_it_down(browser: Client) -> None:
    company, area, category = make_company(mrr=20_000), make_area(), make_category()
    part = make_area(product=area.product, parent=area)
    segment = save_segment(name="Large", rule={"all": [{"field": "mrr", "op": ">", "value": 1_500_000}]})
    fits = make_feedback(
        company=company, area=part, category=category, filed_at=clock.now(), source=Feedback.Source.SUPPORT,
        contact=make_contact(company=company),
    )  # fmt: skip
    other = make_feedback(company=make_company(mrr=5), source=Feedback.Source.PORTAL)

    queries: tuple[dict[str, str | int], ...] = (
        {"area": area.pk},
        {"category": category.pk},
        {"source": "support"},
        {"filed": "yes"},
        {"company": company.pk},
        {"contact": fits.contact_id or 0},
        {"segment": segment.pk},
        {"area": part.pk, "source": "support", "segment": segment.pk},
    )
    for query in queries:
        assert shown(browser, **query) == [fits], query
    assert shown(browser, filed="no") == [other]
    assert shown(browser, area=area.pk, filed="no") == []
    assert "Nothing fits all of this" in browser.get(f"{LIST}?area={area.pk}&filed=no").content.decode()


def test_words_are_found_in_what_was_said(browser: Client) -> None:
    fits, other = make_feedback("The invoices are late."), make_feedback("The map is slow.")
    for feedback in (fits, other):
        similar.index(kind="feedback", object_id=feedback.pk, text=feedback.words, language="en")
    assert shown(browser, q="invoice") == [fits]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("area=999999", "This area does not exist any more"),
        ("area=x", "This area does not exist any more"),
        ("category=-1", "This category does not exist any more"),
        ("source=%00", "There is no such way in"),
        ("filed=maybe", "Choose filed, not yet filed or set aside"),
        ("segment=9" * 9, "This segment does not exist any more"),
        ("company=99999999999999999999999", "This company does not exist any more"),
        ("contact=%F0%28", "This contact does not exist any more"),
        (f"q={'a' * 101}", "Use at most 100 characters"),
    ],
)
def test_a_filter_that_cannot_be_is_named_and_left_out(browser: Client, query: str, sentence: str) -> None:
    make_feedback()
    response = browser.get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert len(response.context["page"].items) == 1


@pytest.mark.parametrize("words", ["\x00", "\u202e", "' OR 1=1 --", "%", "💥", "<script>", "&|!:*()"])
def test_hostile_words_find_nothing_and_break_nothing(browser: Client, words: str) -> None:
    make_feedback()
    response = browser.get(LIST, {"q": words})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().replace('<script src="', "")


def test_what_they_said_is_never_markup(browser: Client) -> None:
    company = make_company(name="<b>Bold</b> Ltd")
    make_feedback(
        "<script>alert(1)</script> *bold* [x](javascript:1)", contact=make_contact(name='"><i>', company=company)
    )
    page = browser.get(LIST).content.decode()
    assert "<script>alert" not in page
    assert "<b>Bold" not in page
    assert "<i>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; *bold*" in page


def test_every_piece_stands_on_exactly_one_page(browser: Client) -> None:
    moment = clock.now() - timedelta(days=1)
    pieces = [make_feedback(f"Thing {number}", heard_at=moment) for number in range(120)]
    found, cursor = [], ""
    while True:
        response = browser.get(LIST, {"after": cursor, "filed": "no"})
        found += [row.feedback.pk for row in response.context["page"].items]
        if not (cursor := response.context["page"].next):
            break
    assert sorted(found) == sorted(piece.pk for piece in pieces)


def test_it_asks_as_many_questions_for_twenty_rows_as_for_one(browser: Client) -> None:
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(LIST)
        return len(asked)

    def one_more() -> None:
        company = make_company(mrr=100, owner=make_staff())
        feedback = make_feedback(contact=make_contact(company=company), area=make_area(), category=make_category())
        link_feedback(feedback_id=feedback.pk, idea_id=make_idea().pk, by=None)

    one_more()
    browser.get(LIST)
    for_one = questions()
    for _ in range(19):
        one_more()
    assert questions() == for_one


def test_only_who_may_file_is_offered_to(signed_in: SignedIn) -> None:
    feedback = make_feedback()
    link = reverse("filing_of", args=[feedback.pk])
    assert link in signed_in(make_staff(role=Role.AGENT)).get(LIST).content.decode()
    assert link not in signed_in(make_staff(role=Role.VIEWER)).get(LIST).content.decode()


def test_it_is_only_read(browser: Client) -> None:
    assert browser.post(LIST).status_code == 405
