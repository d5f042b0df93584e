"""Set the stage for the test of the whole: a vendor, three customers, whom is asked what, and the keys. Prints them as JSON."""

import json
import sys
from datetime import timedelta

import django

django.setup()

from tests.makers import make_area, make_company, make_contact, make_staff  # noqa: E402 - Django comes first
from wellheard.customers.commands import refresh_all_segments, save_segment  # noqa: E402
from wellheard.customers.commands.identity_keys import make_identity_secret  # noqa: E402
from wellheard.customers.models import Company, ContactIdentity  # noqa: E402
from wellheard.foundation import clock  # noqa: E402
from wellheard.listen.sources.commands import make_source  # noqa: E402
from wellheard.listen.surveys import commands  # noqa: E402
from wellheard.listen.surveys.drafts import QuestionDraft  # noqa: E402
from wellheard.listen.usage.models import EventName  # noqa: E402
from wellheard.workspace.commands import set_up_vendor  # noqa: E402

RULE = {"all": [
    {"field": "mrr", "op": ">", "value": 10_000}, {"field": "months_with_us", "op": ">=", "value": 6},
]}  # fmt: skip
NOW = clock.now()


def customer(name: str, *, mrr: int, months: int) -> Company:
    """Make a company that pays so many dollars a month, for so many months, with one person who uses the product."""
    since = NOW - timedelta(days=31 * months)
    company = make_company(
        name=name, mrr=mrr, stage="active", external_id=name.lower(), joined_on=since.date(), created_at=since
    )
    contact = make_contact(company=company, name=f"Ann of {name}", created_at=since)
    ContactIdentity.objects.create(contact=contact, kind="external", value=f"ann@{name.lower()}", verified_at=since)
    return company


def main() -> None:
    """Set it."""
    password = "correct horse battery"
    ines = set_up_vendor(
        vendor_name="Northwind", product_name="Northwind Field", admin_email="ines@northwind.example",
        admin_name="Ines Calder", password=password,
    )  # fmt: skip
    harbour = customer("Harbour", mrr=2_280, months=38)
    for _colleague in range(9):
        make_contact(company=harbour, created_at=NOW - timedelta(days=400))
    customer("Young", mrr=2_280, months=2)
    customer("Small", mrr=76, months=38)
    segment = save_segment(name="Pays over $100 a month, with us 6+ months", rule=RULE, by=ines)
    refresh_all_segments()
    nps = {"en": {"question": "Would you recommend Northwind?", "low": "not at all", "high": "surely"}}
    why = {"en": {"question": "What would make it a 10?"}}
    survey = commands.make_survey(
        name="Would they recommend Northwind?", kind="nps", by=ines, audience="segment", segment=segment,
        questions=[QuestionDraft("nps", "nps", nps), QuestionDraft("why", "text", why, is_required=False)],
    )  # fmt: skip
    commands.start_survey(survey_id=survey.pk)
    key, secret = make_identity_secret(name="Product", audience="wellheard", by=ines)
    _source, browser = make_source(name="Product", kind="browser", origins=[sys.argv[1]], by=ines)
    _source, server = make_source(name="Server", kind="server", by=ines)
    EventName.objects.create(name="Report Sent", area=make_area(name="Reports"), first_seen_at=NOW, last_seen_at=NOW)
    make_staff(email="joel@northwind.example", name="Joel Amberg")
    json.dump(
        {
            "company": harbour.pk, "survey": survey.pk, "kid": key.key_id, "secret": secret, "browser": browser,
            "server": server,
        },
        sys.stdout,
    )  # fmt: skip


main()
