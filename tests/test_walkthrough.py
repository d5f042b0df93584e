"""The walk of docs/walkthrough.md on its real files, where they lie beside the checkout; nobody here wrote them."""

import csv
import runpy
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from wellheard.answer.commands import record_solved, send_all
from wellheard.answer.models import Answer
from wellheard.customers.commands import save_segment
from wellheard.customers.models import Company, Contact, Subscription
from wellheard.decide.commands import link_feedback, open_idea, record_decision
from wellheard.decide.models import Evidence, Idea
from wellheard.decide.queries import Choice, IdeaRow, ranking
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.learn import loop
from wellheard.listen.imports.importers import Options
from wellheard.listen.imports.reports import Report
from wellheard.listen.imports.running import import_file
from wellheard.listen.models import Feedback
from wellheard.understand.commands import file_feedback
from wellheard.workspace.commands import add_standard_categories
from wellheard.workspace.models import Area, Category

CHECKOUT = Path(__file__).resolve().parent.parent
FOUND = sorted(CHECKOUT.parent.glob("*/data/ravenstack/ravenstack_accounts.csv"))
DATA = FOUND[0].parent.parent if FOUND else None

pytestmark = [
    pytest.mark.all,
    pytest.mark.django_db,
    pytest.mark.skipif(
        DATA is None, reason="the walk's real files (ravenstack, banking77) do not lie beside the checkout"
    ),
]


def bring(kind: str, path: Path, *, areas: str = "") -> Report:
    return import_file(kind=kind, path=path, options=Options(areas_product=areas), progress=lambda _rows: None)


@pytest.fixture
def brought(tmp_path: Path) -> dict[str, Report]:
    assert DATA is not None
    accounts = DATA / "ravenstack" / "ravenstack_accounts.csv"
    questions = DATA / "text" / "banking77_train.jsonl"
    authors = runpy.run_path(str(CHECKOUT / "docs" / "walkthrough" / "make_authors.py"))
    authors["main"](str(accounts), str(questions), str(tmp_path))
    add_standard_categories()
    return {
        "companies": bring("companies", accounts),
        "subscriptions": bring("subscriptions", DATA / "ravenstack" / "ravenstack_subscriptions.csv"),
        "contacts": bring("contacts", tmp_path / "contacts.csv"),
        "feedback": bring("feedback", tmp_path / "feedback.jsonl", areas="Bank"),
    }


def mrr_by_hand() -> dict[str, Decimal]:
    """Add up what runs today, straight from the file: several subscriptions of one company run at once."""
    assert DATA is not None
    today, sums = clock.today(), defaultdict[str, Decimal](Decimal)
    with (DATA / "ravenstack" / "ravenstack_subscriptions.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            begun = date.fromisoformat(row["start_date"]) <= today
            runs_on = not row["end_date"] or date.fromisoformat(row["end_date"]) > today
            if begun and runs_on and row["is_trial"] != "True":
                sums[row["account_id"]] += Decimal(row["mrr_amount"])
    return sums


def test_the_whole_walk(brought: dict[str, Report], run_jobs: Callable[[], None]) -> None:
    assert DATA is not None
    questions = (DATA / "text" / "banking77_train.jsonl").read_text().splitlines()
    assert (Company.objects.count(), Subscription.objects.count()) == (500, 5000)
    assert Feedback.objects.count() == len(questions) == 10_003
    assert Area.objects.count() == 9
    assert Contact.objects.exclude(memberships=None).count() == Contact.objects.count()
    by_hand = mrr_by_hand()
    ours = dict(Company.objects.values_list("external_id", "mrr_minor"))
    assert {key: sums * 100 for key, sums in by_hand.items() if sums} == {key: mrr for key, mrr in ours.items() if mrr}
    # Nobody is written to because of an import.
    run_jobs()
    assert not OutgoingMail.objects.exists()
    assert not Answer.objects.exists()

    request = Category.objects.get(key="feature-request")
    wishes = {
        "top_up_limits": "Higher limits for topping up",
        "virtual_card_not_working": "Virtual cards that work everywhere",
        "card_delivery_estimate": "Show when the card arrives",
    }
    ideas: dict[str, Idea] = {}
    for intent, title in wishes.items():
        said = list(Feedback.objects.filter(attributes__intent=intent).order_by("pk"))
        ideas[intent] = open_idea(title=title, by=None, area=said[0].area, problem=title)
        for feedback in said:
            file_feedback(feedback_id=feedback.pk, area_id=feedback.area_id, category_id=request.pk, by=None)
            link_feedback(feedback_id=feedback.pk, idea_id=ideas[intent].pk, by=None)
    segment = save_segment(
        name="Pays over $15,000 a month, with us 6+ months",
        rule={
            "all": [
                {"field": "mrr", "op": ">", "value": 1_500_000},
                {"field": "months_with_us", "op": ">=", "value": 6},
            ]
        },
    )
    ranked: list[IdeaRow] = ranking(Choice(segment=segment)).items
    assert len(ranked) == len(wishes)
    for row in ranked:
        inside = Evidence.objects.filter(idea=row.idea_id, company__in=segment.members.values("company_id"))
        assert row.money == sum(inside.values_list("company__mrr_minor", flat=True))
        assert row.companies == inside.count()
    assert [row.money for row in ranked] == sorted((row.money for row in ranked), reverse=True)

    top = Idea.objects.get(pk=ranked[0].idea_id)
    record_decision(
        idea_id=top.pk, version=top.version, outcome="yes", reason="Most money.", public_reason="Yes.", by=None
    )
    publish_release(release_id=draft_release(title="It is here", notes="It is here.", idea_ids=[top.pk], by=None).pk)
    run_jobs()
    send_all(idea_id=top.pk)
    run_jobs()

    askers = set(Feedback.objects.filter(pk__in=top.items.values("feedback_id")).values_list("contact_id", flat=True))
    addresses = list(OutgoingMail.objects.values_list("to_address", flat=True))
    assert len(addresses) == len(set(addresses)) == len(askers)
    record_solved(answer_id=Answer.objects.told().earliest("pk").pk, solved="yes")
    everything = loop.Period("all", clock.now().replace(year=2020), clock.now())
    counts = loop.counts(everything)
    assert counts["listen"] == 10_003
    assert counts["answer"] == top.items.count()
    assert {stage: loop.reached(stage, everything).count() for stage in loop.STAGES} == counts
