"""The pages about feedback, companies, contacts and segments, as people see them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
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
from wellheard.customers.models import Company, Subscription
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.understand import similar
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Staff], None]

WORDS = [
    "Half our lifts are in basements. When the signal goes, the job sheet goes with it, and the fitter writes on his hand.",
    "If one engineer calls in sick I drag forty jobs one by one. That is my whole Monday gone.",
    "Our older fitters do not read English. Sheets in Dutch, please.",
    "Two people carry a drive motor. Your app thinks one does.",
]


@pytest.fixture
def ines() -> Staff:
    """Make the person who looks."""
    return make_staff(name="Ines Calder")


@pytest.fixture
def harbour(ines: Staff) -> Company:
    """Make a company with people, subscriptions, words, ideas and answers."""
    company = make_company(
        name="Harbour Lift & Escalator",
        mrr=2480,
        industry="Lift maintenance",
        plan="Fleet",
        owner=make_staff(name="Joel Amberg"),
        stage=Company.Stage.AT_RISK,
        joined_on=clock.today() - timedelta(days=1160),
        seats=34,
        country="NL",
    )
    day = clock.today() - timedelta(days=800)
    Subscription.objects.create(company=company, amount_minor=50_000, currency="EUR", from_on=day, plan="Texts")
    Subscription.objects.create(
        company=company, amount_minor=90_000, currency="USD", from_on=day, until=clock.today(), plan="Team"
    )
    product = make_product(name="FieldWork")
    areas = [
        make_area(product=product, name=name)
        for name in ("Mobile app", "Scheduling", "Invoicing", "Parts & stock", "Reports")
    ]
    kinds = [
        make_category(name=name)
        for name in ("Bug", "Confusion", "Did not know it exists", "Feature request", "Question")
    ]
    offline = make_idea("Keep working without a signal", status=Idea.Status.SHIPPED, area=areas[0])
    for words, name, number in zip(
        WORDS, ("Anneke Visser", "Dirk Oosterling", "Femke Rood", "Joost van Ham"), range(4), strict=True
    ):
        contact = make_contact(name=name, company=company)
        feedback = make_feedback(
            words,
            contact=contact,
            company=company,
            heard_at=clock.now() - timedelta(days=3 + 40 * number),
            source=list(Feedback.Source)[number * 2],
        )
        if number:
            feedback.area, feedback.category, feedback.filed_at, feedback.filed_by = (
                areas[number],
                kinds[number],
                clock.now(),
                ines,
            )
            feedback.save(update_fields=["area", "category", "filed_at", "filed_by"])
            link_feedback(feedback_id=feedback.pk, idea_id=offline.pk, by=ines)
            Answer.objects.create(
                contact=contact,
                idea=offline,
                occasion=Answer.Occasion.SHIPPED,
                quote=feedback,
                words="It is live.",
                state=Answer.State.TOLD if number == 2 else Answer.State.OWED,
                waiting_since=feedback.heard_at,
                owed_at=clock.now(),
                told_at=clock.now() - timedelta(days=1) if number == 2 else None,
                told_by=ines if number == 2 else None,
                solved="yes" if number == 2 else "",
                subject_line="It is live",
            )
    similar.index(
        kind="idea", object_id=offline.pk, text=f"{offline.title} when the signal goes the sheet is gone", language="en"
    )
    return company


def test_the_list_of_feedback_looks_right(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, ines: Staff, harbour: Company
) -> None:
    browser_signed_in(ines)
    page.goto(live_server.url + reverse("feedback_list"))
    look(page, "feedback")
    page.goto(live_server.url + reverse("feedback_list") + f"?company={harbour.pk}&q=zebra")
    look(page, "feedback-nothing")


def test_one_thing_a_customer_said_looks_right(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, ines: Staff, harbour: Company
) -> None:
    browser_signed_in(ines)
    said = Feedback.objects.filter(company=harbour).exclude(filed_at=None).first()
    assert said
    page.goto(live_server.url + reverse("feedback", args=[said.pk]))
    look(page, "feedback-one")
    unknown = make_feedback("Somebody at the fair said the map is slow.", url="https://app.example/map", version="4.2")
    page.goto(live_server.url + reverse("feedback", args=[unknown.pk]))
    look(page, "feedback-unknown")


def test_writing_down_looks_right(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, ines: Staff, harbour: Company
) -> None:
    browser_signed_in(ines)
    page.goto(live_server.url + reverse("feedback_new") + f"?company={harbour.pk}")
    look(page, "feedback-new")
    page.get_by_label("Who said it").fill("Anneke")
    page.get_by_label("For which company").fill("Nobody Ltd")
    page.get_by_role("button", name="Keep it").click()
    look(page, "feedback-new-errors")


def test_filing_looks_right(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, ines: Staff, harbour: Company
) -> None:
    browser_signed_in(ines)
    make_feedback("The map is slow.")
    page.goto(live_server.url + reverse("filing"))
    look(page, "filing")
    Feedback.objects.unfiled().update(filed_at=clock.now())
    page.goto(live_server.url + reverse("filing"))
    look(page, "filing-done")


def test_companies_look_right(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, ines: Staff, harbour: Company
) -> None:
    browser_signed_in(ines)
    for number in range(30):
        make_company(
            name=f"Company {number}",
            mrr=number * 40,
            industry="Lifts",
            joined_on=clock.today() - timedelta(days=number * 33),
        )
    page.goto(live_server.url + reverse("companies"))
    look(page, "companies")
    page.goto(live_server.url + reverse("company", args=[harbour.pk]))
    look(page, "company")
    page.goto(live_server.url + reverse("company_edit", args=[harbour.pk]))
    look(page, "company-edit")
    page.goto(live_server.url + reverse("contacts"))
    look(page, "contacts")
    page.goto(live_server.url + reverse("contact_edit", args=[harbour.contacts.order_by("pk")[1].pk]))
    look(page, "contact-edit")
    page.goto(live_server.url + reverse("contact", args=[harbour.contacts.order_by("pk")[1].pk]))
    look(page, "contact")
    page.goto(live_server.url + reverse("company", args=[make_company(name="Grebe Pools").pk]))
    look(page, "company-silent")


def choose(page: Page, row: int, field: str) -> None:
    """Choose what a row asks about, and wait until its comparisons are there."""
    page.get_by_label(f"Row {row}: what").select_option(field)
    expect(page.locator(f'[name="rule.{row - 1}-field"] option[selected][value="{field}"]')).to_have_count(1)


def test_segments_look_right(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, ines: Staff, harbour: Company
) -> None:
    browser_signed_in(ines)
    page.goto(live_server.url + reverse("segments"))
    look(page, "segments-none")
    page.goto(live_server.url + reverse("segment_new"))
    look(page, "segment-new")
    page.get_by_label("Name").fill("Large and loyal")
    choose(page, 1, "mrr")
    page.get_by_label("Row 1: with").fill("1,000")
    expect(page.get_by_text("1 of 1 companies fit: pays over $1,000 a month.")).to_be_visible()
    choose(page, 2, "months_with_us")
    page.get_by_label("Row 2: with").fill("soon")
    page.get_by_role("button", name="Make the segment").click()
    expect(page.get_by_text("Compare this with a whole number")).to_be_visible()
    look(page, "segment-errors")
    page.get_by_role("button", name="Add a group").first.click()
    choose_group = page.get_by_role("group", name="Group 4 fits when")
    expect(choose_group).to_be_visible()
    look(page, "segment-groups")
    page.get_by_role("button", name="Remove group 4").click()
    expect(choose_group).to_have_count(0)
    page.get_by_label("Row 2: compared").select_option(">=")
    page.get_by_label("Row 2: with").fill("6")
    page.get_by_role("button", name="Make the segment").click()
    expect(page.get_by_role("heading", name="Large and loyal: one company")).to_be_visible()
    look(page, "segment")
    page.get_by_role("link", name="Remove it").click()
    look(page, "segment-removal")
    page.goto(live_server.url + reverse("segments"))
    look(page, "segments")
