"""One company, and one person: what they pay, what they said, what we answered."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.makers import (
    make_area,
    make_category,
    make_company,
    make_contact,
    make_feedback,
    make_idea,
    make_product,
    make_staff,
)
from wellheard.answer.models import Answer
from wellheard.customers.commands import save_segment
from wellheard.customers.models import Company, Contact, ContactIdentity, Membership, Subscription
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.web.companies.timeline import SIZE
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Staff], Client]


@pytest.fixture
def browser(signed_in: SignedIn) -> Client:
    """Return the browser of somebody who writes down and answers."""
    return signed_in(make_staff(role=Role.AGENT))


def page_of(browser: Client, row: Company | Contact, query: str = "") -> str:
    kind = "company" if isinstance(row, Company) else "contact"
    response = browser.get(f"{reverse(kind, args=[row.pk])}?{query}")
    assert response.status_code == 200
    return response.content.decode()


def answer(contact: Contact, idea: Idea, *, at: datetime | None = None, **fields: object) -> Answer:
    """Owe or tell somebody something."""
    moment = at or clock.now()
    plain = {"occasion": "shipped", "state": "owed", "words": "Live.", "waiting_since": moment, "owed_at": moment}
    return Answer.objects.create(**{"contact": contact, "idea": idea} | plain | fields)


def test_it_shows_who_they_are_and_what_they_are_worth(browser: Client) -> None:
    company = make_company(
        name="Harbour Lift & Escalator",
        mrr=2480,
        industry="Lift maintenance",
        plan="Fleet",
        seats=34,
        country="NL",
        domain="harbour.example",
        external_id="A-1",
        owner=make_staff(name="Joel Amberg"),
        attributes={"crm": "<x>"},
    )
    save_segment(name="Large", rule={"all": [{"field": "mrr", "op": ">", "value": 1}]})
    page = page_of(browser, company)
    for words in (
        "Harbour Lift &amp; Escalator",
        "$2,480 a month",
        "plan Fleet",
        "Joel Amberg looks after them",
        "harbour.example",
        "A-1",
        "NL",
        "34",
        "Large",
        "&lt;x&gt;",
        "Nobody of this company is known by name yet.",
        "They have said nothing yet",
    ):
        assert words in page


def test_what_they_pay_is_the_sum_of_what_runs_and_the_rest_is_said(browser: Client) -> None:
    company, today = make_company(mrr=1000), clock.today()
    shared = {"company": company, "from_on": today - timedelta(days=90)}
    Subscription.objects.create(
        **shared, amount_minor=50_050, currency="USD", plan="Texts", product=make_product(name="Sms")
    )
    Subscription.objects.create(**shared, amount_minor=70_000, currency="EUR", plan="Abroad")
    Subscription.objects.create(**shared, amount_minor=80_000, currency="USD", plan="Old", until=today)
    Subscription.objects.create(
        company=company, from_on=today + timedelta(days=9), amount_minor=1, currency="USD", plan="Next"
    )
    company.mrr_minor = 150_050
    company.save(update_fields=["mrr_minor"])
    response = browser.get(reverse("company", args=[company.pk]))
    paying = response.context["paying"]
    assert sum(one.amount_minor for one in paying.counted) == company.mrr_minor
    assert [
        [one.plan for one in part] for part in (paying.counted, paying.uncounted, paying.ended, paying.to_come)
    ] == [
        ["Pro", "Texts"],
        ["Abroad"],
        ["Old"],
        ["Next"],
    ]
    page = response.content.decode()
    for words in (
        "$1,500",
        "$500.50",
        "It is the sum of these 2 subscriptions",
        "€700",
        "Not counted in it: there is no dated rate to USD yet.",
        "One has ended",
        "One begins later",
        "Sms",
    ):
        assert words in page


def test_the_loop_counts_what_this_company_said(browser: Client) -> None:
    company, other = make_company(), make_company()
    contact = make_contact(company=company)
    shipped = make_idea(status=Idea.Status.SHIPPED)
    for filed_at in (None, clock.now(), clock.now()):
        feedback = make_feedback(contact=contact, filed_at=filed_at)
    link_feedback(feedback_id=feedback.pk, idea_id=shipped.pk, by=None)
    answer(contact, shipped, state="told", told_at=clock.now(), solved="yes")
    make_feedback(contact=make_contact(company=other))
    stages = browser.get(reverse("company", args=[company.pk])).context["stages"]
    assert [stage.count for stage in stages] == [3, 2, 0, 1, 1, 1]
    assert stages[1].note == "1 not yet filed"
    assert stages[5].note == "1 of 1 say it helped"


def test_what_they_said_and_what_we_answered_stand_in_one_order_of_time(browser: Client) -> None:
    company, idea = make_company(), make_idea("Work offline")
    ada, bob = make_contact(name="Ada Byron", company=company), make_contact(name="Bob Moss", company=company)
    told_by = make_staff(name="Priya Nandan")
    feedback = make_feedback(
        "The signal goes.",
        contact=ada,
        heard_at=clock.now() - timedelta(days=9),
        area=make_area(name="Mobile"),
        category=make_category(name="Bug"),
        filed_at=clock.now(),
    )
    link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=None)
    make_feedback("Older still.", contact=bob, heard_at=clock.now() - timedelta(days=20))
    answer(
        ada,
        idea,
        at=clock.now() - timedelta(days=5),
        state="told",
        told_at=clock.now() - timedelta(days=5),
        told_by=told_by,
        solved="partly",
        solved_comment="Nearly <there>",
    )
    answer(bob, idea, at=clock.now() - timedelta(days=2))
    answer(ada, make_idea(), occasion="acknowledged", state="told", told_at=clock.now())
    page = page_of(browser, company)
    order = [
        "Bob Moss asked for it and does not know yet.",
        "Priya Nandan told Ada Byron.",
        "“The signal goes.”",
        "“Older still.”",
    ]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert "Nearly &lt;there&gt;" in page
    assert "Answer them" in page
    said, answered = page_of(browser, company, "show=said"), page_of(browser, company, "show=answered")
    assert ("The signal goes." in said, "does not know yet" in said) == (True, False)
    assert ("The signal goes." in answered, "does not know yet" in answered) == (False, True)


def test_the_same_news_for_several_is_told_as_one(browser: Client) -> None:
    company, idea = make_company(), make_idea("Work offline")
    moment = clock.now().replace(hour=0, minute=30) - timedelta(days=1)
    for minutes in range(3):
        answer(make_contact(company=company), idea, at=moment + timedelta(minutes=minutes))
    page = page_of(browser, company)
    assert "They asked for it and do not know yet. 3 people." in page
    assert page.count("It is live: ") == 1
    assert "Answer the first of 3" in page


def test_a_long_history_is_shown_page_by_page_and_nothing_is_lost(browser: Client) -> None:
    company = make_company()
    contact = make_contact(company=company)
    moment = clock.now() - timedelta(days=1)
    said = {make_feedback(f"Thing {number}", contact=contact, heard_at=moment).pk for number in range(SIZE + 5)}
    told = {answer(contact, make_idea(), at=moment).pk for _ in range(SIZE)}
    seen_said, seen_told, cursor = [], [], ""
    while True:
        page = browser.get(reverse("company", args=[company.pk]), {"after": cursor}).context["page"]
        seen_said += [one.feedback.pk for one in page.items if one.feedback]
        seen_told += [part.pk for one in page.items for part in one.answers]
        if not (cursor := page.next):
            break
    assert (sorted(seen_said), sorted(seen_told)) == (sorted(said), sorted(told))


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "2020-01-01~1~1",
        "2020-01-01T00:00:00+00:00~7~1",
        "~~",
        "a" * 3000,
        "\x00",
        "2020-01-01T00:00:00+00:00~1~99999999999999999999",
    ],
)
def test_a_place_in_the_history_somebody_typed_is_the_beginning(browser: Client, cursor: str) -> None:
    company = make_company()
    make_feedback("Here it is.", company=company)
    response = browser.get(reverse("company", args=[company.pk]), {"after": cursor})
    assert "Here it is." in response.content.decode()
    assert browser.get(reverse("company", args=[company.pk]), {"show": "secrets"}).status_code == 404


def test_people_we_owe_come_first(browser: Client) -> None:
    company = make_company()
    quiet = make_contact(name="Quiet", company=company)
    spoke = make_contact(name="Spoke", company=company)
    owed = make_contact(name="Owed", company=company)
    make_feedback(contact=spoke)
    answer(spoke, make_idea(), state="sent", told_at=clock.now())
    answer(owed, make_idea())
    response = browser.get(reverse("company", args=[company.pk]))
    assert [member.contact for member in response.context["people"]] == [owed, spoke, quiet]
    page = response.content.decode()
    for words in ("3 people, 1 talked to us", "owed 1", "heard back", "never heard"):
        assert words in page


def test_of_many_people_only_some_are_listed(browser: Client) -> None:
    company = make_company()
    for _ in range(15):
        make_contact(company=company)
    assert "The 12 of 15 we owe something or heard last." in page_of(browser, company)


def test_a_person_is_shown_with_all_we_know(browser: Client) -> None:
    company, other = make_company(name="Harbour Lift", mrr=2480), make_company(name="Other")
    contact = make_contact(name="Anneke <Visser>", company=company, email="anneke@harbour.example", language="nl")
    Membership.objects.create(contact=contact, company=other, is_primary=False, role="buyer")
    ContactIdentity.objects.create(contact=contact, kind="email", value="a@home.example")
    ContactIdentity.objects.create(contact=contact, kind="external", value="U-77")
    make_feedback("The signal goes.", contact=contact)
    answer(contact, make_idea())
    page = page_of(browser, contact)
    for words in (
        "Anneke &lt;Visser&gt;",
        "User at Harbour Lift",
        "told us one thing",
        "owed 1",
        "proved to be theirs",
        "not proved to be theirs",
        "U-77",
        "Buyer",
        "“The signal goes.”",
        "$2,480 a month",
        "nl",
        "Answer them",
    ):
        assert words in page


def test_a_person_nobody_can_write_to_is_shown_as_such(browser: Client) -> None:
    page = page_of(browser, make_contact(email="", name=""))
    for words in ("By name only; there is no address to write to.", "Their company is not known yet.", "said nothing"):
        assert words in page


def test_who_may_only_read_is_offered_nothing_to_do(signed_in: SignedIn) -> None:
    company = make_company()
    contact = make_contact(company=company)
    owed = answer(contact, make_idea())
    browser = signed_in(make_staff(role=Role.VIEWER))
    for row in (company, contact):
        page = page_of(browser, row)
        assert "/feedback/new/" not in page
        assert "Answer them" not in page
    assert f"/answers/{owed.pk}/" in page_of(browser, company)


def test_they_ask_as_many_questions_for_much_as_for_little(browser: Client) -> None:
    company = make_company(mrr=10)

    def questions(row: Company | Contact) -> int:
        page_of(browser, row)
        with CaptureQueriesContext(connection) as asked:
            page_of(browser, row)
        return len(asked)

    def one_more(contact: Contact) -> None:
        feedback = make_feedback(contact=contact, company=company, area=make_area(), category=make_category())
        idea = make_idea()
        link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=None)
        answer(contact, idea)
        Subscription.objects.create(
            company=company, from_on=clock.today(), amount_minor=1, currency="USD", product=make_product()
        )

    first = make_contact(company=company)
    one_more(first)
    for_one = questions(company), questions(first)
    # As much as fits on one page of the history.
    for _ in range(SIZE // 4 - 1):
        one_more(make_contact(company=company))
        one_more(first)
    assert (questions(company), questions(first)) == for_one


def test_what_does_not_exist_is_not_found_and_nothing_is_posted(browser: Client) -> None:
    for name in ("company", "contact"):
        assert browser.get(reverse(name, args=[999_999])).status_code == 404
        assert browser.post(reverse(name, args=[1])).status_code == 405
