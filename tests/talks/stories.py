"""Talks for tests: planned through the command, as everybody plans them."""

from datetime import timedelta
from typing import Any

from tests.makers import make_company, make_contact, make_staff
from wellheard.customers.models import Company, Contact
from wellheard.foundation import clock
from wellheard.listen.interviews.commands import TalkDraft, plan_interview
from wellheard.listen.interviews.models import Interview


def plan(*contacts: Contact, company: Company | None = None, days: float = 3, **fields: Any) -> Interview:
    """Plan a talk in some days; with negative `days` it took place."""
    company = company or (contacts[0].companies.get() if contacts else make_company())
    values: dict[str, Any] = {
        "kind": "check_in",
        "company": company,
        "planned_at": clock.now() + timedelta(days=days),
        "contacts": contacts,
        "title": "How printing goes",
    }
    values["host"] = fields.pop("host", None) or make_staff()
    return plan_interview(draft=TalkDraft(**values | fields), by=None)


def customer(name: str = "Ada Byron", **fields: Any) -> Contact:
    """Make somebody of a company."""
    return make_contact(company=make_company(**fields), name=name)
