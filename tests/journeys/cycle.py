"""Who and what there is before a cycle of decisions begins, and how its pages are walked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.makers import make_area, make_company, make_contact, make_feedback, make_idea, make_staff
from tests.reviews.tables import Department, people
from wellheard.answer.tasks import send_due_answers
from wellheard.customers.models import Company, Contact, ExchangeRate
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.foundation.facts.running import run_waiting_jobs
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.understand import similar
from wellheard.workspace.commands import add_competitor, add_standard_categories, add_standard_reasons
from wellheard.workspace.installation import forget
from wellheard.workspace.models import Area, Staff, Vendor
from wellheard.workspace.permissions import Role

Show = Callable[[Page, str], None]

OFFLINE, LAYOUT = "Keep working without a signal", "Invoice layout per customer"
SAML, TRAVEL = "Single sign-on with SAML", "Travel time on the board"
# What each idea is about; and who asks for it, what their company pays a month, and in which words.
PROBLEMS = {
    OFFLINE: "The job sheet is gone when the signal is.",
    LAYOUT: "Their own customers cannot read our invoices.",
    SAML: "Large customers must not keep passwords.",
    TRAVEL: "Two jobs an hour apart are planned back to back.",
}
WISHES = {
    OFFLINE: (
        ("Brightwell Heating", "Colm Darcy", 900, "My fitters write on paper below ground and type it in at night."),
        ("Pellworth Waste", "Idris Okonjo", 640, "The depot has no signal. The list of the day will not open there."),
        ("Sandgate Roofing", "Maeve Hurley", 450, "On the far side of the hill the app shows a wheel and nothing else."),
        ("Castellan Security", "Tomas Lind", 2400, "Plant rooms have thick walls. We lose what we typed."),
    ),
    LAYOUT: (
        ("Quay Plumbing", "Nora Quay", 380, "Two customers refused to pay because our VAT number was cut off."),
        ("Marsh & Daughters", "Edie Marsh", 520, "The council wants its order number on top."),
    ),
    SAML: (
        ("Sentry Vault Alarms", "Piet Vos", 1900, "Our auditor counts passwords. You are number nine."),
    ),
    TRAVEL: (
        ("Fenland Lifts", "Ada Fen", 310, "I plan with a paper map beside your screen."),
    ),
}  # fmt: skip


@dataclass
class Cycle:
    """One browser that several colleagues use in turn, one of a customer, and what `show` does with a page on the way."""

    page: Page
    customer: Page
    server: LiveServer
    sign_in: Callable[[Staff], None]
    show: Show
    folder: Path
    people: dict[str, Staff] = field(default_factory=dict)
    joel: Staff = field(default_factory=Staff)

    @property
    def ines(self) -> Staff:
        return self.people[Department.PRODUCT]

    def open(self, path: str) -> Page:
        """Open a page of ours."""
        self.page.goto(f"{self.server.url}{path}")
        return self.page

    def as_customer(self, path: str) -> Page:
        """Open a page as somebody who is not signed in."""
        self.customer.goto(f"{self.server.url}{path}")
        return self.customer


def begin(cycle: Cycle) -> None:
    """Make a vendor with four departments, its customers, and what they have asked for so far."""
    Vendor.objects.update_or_create(pk=1, defaults={"name": "Northwind"})
    forget()
    add_standard_categories()
    add_standard_reasons()
    add_competitor(name="Fieldly")
    area = make_area(name="Mobile app")
    cycle.people = people()
    cycle.joel = make_staff(name="Joel Martins", role=Role.SUCCESS, department=Department.SUCCESS)
    long_ago = clock.today() - timedelta(days=400)
    for currency, rate in (("EUR", "1.10"), ("GBP", "1.30")):
        ExchangeRate.objects.create(currency=currency, into="USD", on=long_ago, rate=Decimal(rate), source="a bank")
    for title in WISHES:
        _wanted(title, area, owner=cycle.ines)
    _customer("Harbour Lift & Escalator", "Anneke Visser", 2480, owner=cycle.joel)
    _customer("Acme Ferries", "Ruta Berg", 1200, owner=cycle.joel, industry="Shipping")
    make_company(name="Greenfield Cooling Ltd.", industry="Cooling", stage="prospect")
    make_company(name="Voltwerk", industry="Cooling", stage="prospect")
    make_company(name="Brill & Zoon", mrr=700, industry="Lifts", stage="active")


def settle() -> None:
    """Let everything happen that was owed, and what is held for customers go out."""
    run_waiting_jobs()
    send_due_answers(timestamp=0)
    run_waiting_jobs()


def mails_to(name: str) -> list[OutgoingMail]:
    """Return what a contact was sent, in order."""
    address = Contact.objects.get(name=name).identities.get(kind="email").value
    return list(OutgoingMail.objects.filter(to_address=address).order_by("pk"))


def _customer(company: str, person: str, mrr: int, **fields: object) -> Contact:
    there = Company.objects.filter(name=company).first()
    return make_contact(name=person, company=there or make_company(name=company, mrr=mrr, stage="active", **fields))


def _wanted(title: str, area: Area, *, owner: Staff) -> Idea:
    idea = make_idea(title, problem=PROBLEMS[title], area=area, owner=owner, is_public=True, language="en")
    similar.index(kind="idea", object_id=idea.pk, text=title, language="en")
    for number, (company, person, mrr, words) in enumerate(WISHES[title]):
        said = make_feedback(
            words,
            contact=_customer(company, person, mrr),
            heard_at=clock.now() - timedelta(days=12 - number),
            area=area,
        )
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    return idea
