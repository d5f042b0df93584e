"""Make rows for tests: what a test does not say is filled in plainly."""

import itertools
from datetime import date, datetime, timedelta

from wellheard.customers.models import Attribute, Company, Contact, ContactIdentity, Membership, Subscription
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Area, Category, Product, Staff, Team, Tier
from wellheard.workspace.permissions import Role

_numbers = itertools.count(1)


def make_staff(*, role: Role = Role.ADMIN, **fields: object) -> Staff:
    """Make somebody who works here; their password is "correct horse battery"."""
    number = next(_numbers)
    staff = Staff(
        **{
            "email": f"staff{number}@vendor.example",
            "name": f"Staff Member{number}",
            "role": role,
            "joined_at": clock.now(),
        }
        | fields
    )
    staff.set_password("correct horse battery")
    staff.save(force_insert=True)
    return staff


def make_team(**fields: object) -> Team:
    """Make a team."""
    return Team.objects.create(**{"name": f"Team {next(_numbers)}"} | fields)


def make_tier(**fields: object) -> Tier:
    """Make a tier."""
    return Tier.objects.create(**{"name": f"Tier {next(_numbers)}"} | fields)


def make_product(**fields: object) -> Product:
    """Make a product."""
    return Product.objects.create(**{"name": f"Product {next(_numbers)}"} | fields)


def make_area(**fields: object) -> Area:
    """Make an area of a product."""
    if "product" not in fields:
        fields["product"] = make_product()
    return Area.objects.create(**{"name": f"Area {next(_numbers)}"} | fields)


def make_category(**fields: object) -> Category:
    """Make a category."""
    number = next(_numbers)
    return Category.objects.create(**{"key": f"category-{number}", "name": f"Category {number}"} | fields)


def make_company(*, mrr: int = 0, **fields: object) -> Company:
    """Make a company that pays `mrr` whole units of the reporting currency a month."""
    company = Company.objects.create(
        **{"name": f"Company {next(_numbers)}", "mrr_minor": mrr * 100, "created_at": clock.now()} | fields
    )
    if mrr:
        Subscription.objects.create(
            company=company, amount_minor=mrr * 100, currency="USD", from_on=date(2024, 1, 1), plan="Pro"
        )
    return company


def make_attribute(**fields: object) -> Attribute:
    """Make a custom attribute of companies."""
    number = next(_numbers)
    return Attribute.objects.create(
        **{"of": "company", "key": f"attribute_{number}", "label": f"Attribute {number}"} | fields
    )


def make_contact(*, company: Company | None = None, email: str | None = None, **fields: object) -> Contact:
    """Make a contact with a verified address; pass email="" for one we cannot write to."""
    number = next(_numbers)
    contact = Contact.objects.create(**{"name": f"Contact Person{number}", "created_at": clock.now()} | fields)
    address = f"contact{number}@customer.example" if email is None else email
    if address:
        ContactIdentity.objects.create(
            contact=contact, kind=ContactIdentity.Kind.EMAIL, value=address, verified_at=clock.now()
        )
    if company:
        Membership.objects.create(contact=contact, company=company)
    return contact


def make_feedback(
    words: str = "I lose my work when the signal goes.",
    *,
    contact: Contact | None = None,
    company: Company | None = None,
    heard_at: datetime | None = None,
    **fields: object,
) -> Feedback:
    """Make feedback as it stands after it was heard, without the facts of hearing it."""
    if contact and not company:
        company = contact.companies.first()
    heard = heard_at or clock.now() - timedelta(minutes=next(_numbers))
    defaults = {"source": Feedback.Source.PORTAL, "recorded_at": heard, "language": "en"}
    return Feedback.objects.create(words=words, contact=contact, company=company, heard_at=heard, **defaults | fields)


def make_idea(title: str = "", **fields: object) -> Idea:
    """Make an idea nobody has asked for yet."""
    moment = clock.now()
    return Idea.objects.create(
        **{"title": title or f"Idea {next(_numbers)}", "created_at": moment, "status_changed_at": moment} | fields
    )
