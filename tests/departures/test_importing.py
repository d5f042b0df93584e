"""Departures of files: each row is kept, and what is doubtful is said."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.departures.makers_departures import reason
from tests.makers import make_company, make_staff
from wellheard.customers.models import Company
from wellheard.listen.commands import undoing
from wellheard.listen.departures.commands import explain_departure
from wellheard.listen.departures.models import Departure, SaidReason
from wellheard.listen.imports.importers import Options
from wellheard.listen.imports.reports import Report
from wellheard.listen.imports.running import import_file
from wellheard.listen.imports.trying import choices_of
from wellheard.listen.models import Feedback, Import

pytestmark = pytest.mark.django_db
CHECKOUT = Path(__file__).resolve().parents[2]
FOUND = sorted(CHECKOUT.parent.glob("*/data/ravenstack/ravenstack_churn_events.csv"))
Bring = Callable[..., Report]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    def run(content: str, **options: Any) -> Report:
        path = tmp_path / "left.csv"
        path.write_text(content)
        reason("price")
        return import_file(
            kind="departures",
            path=path,
            options=Options(**options),
            progress=lambda _rows: None,
        )

    return run


def notes_of(report: Report) -> str:
    return " ".join(str(note) for note in report.notes_kept)


def test_rows_without_words_and_with_unknown_reasons_are_kept(bring: Bring) -> None:
    make_company(external_id="a")
    make_company(external_id="b")
    report = bring(
        "churn_event_id,account_id,churn_date,reason_code,feedback_text\n"
        "1,a,2026-02-03,pricing,too expensive\n"
        "2,b,2026-02-04,strange,\n",
        source="file",
    )
    assert report.counts["new"] == 2
    assert [one.reason and one.reason.key for one in Departure.objects.order_by("left_on")] == ["price", None]
    assert Feedback.objects.get().words == "too expensive"
    assert SaidReason.objects.undecided().get().said == "strange"
    assert "no meaning yet" in notes_of(report)


def test_the_same_file_again_changes_nothing(bring: Bring) -> None:
    make_company(external_id="a")
    rows = "id,company,left_on,reason\n1,a,2026-02-03,pricing\n2,a,2026-04-03,bugs\n"
    bring(rows, source="x")
    assert bring(rows, source="x").counts["unchanged"] == 2
    assert Departure.objects.count() == 2
    assert Feedback.objects.count() == 0


def test_what_the_importer_says_a_word_means_counts_and_is_remembered(bring: Bring) -> None:
    make_company(external_id="a")
    bring("company,left_on,reason\na,2026-02-03,Zu teuer\n", values={"reason": {"zu teuer": "price"}})
    departure = Departure.objects.get()
    assert (departure.reason, departure.reason_said) == (reason("price"), "Zu teuer")
    assert SaidReason.objects.get().reason == reason("price")


def test_an_unknown_company_and_a_missing_day_are_listed_not_lost(bring: Bring) -> None:
    make_company(external_id="a")
    report = bring("company,left_on\nnobody,2026-02-03\na,\na,2090-01-01\n")
    assert report.refusals.count == 3
    assert not Departure.objects.exists()


def test_who_left_twice_has_two_departures_and_a_note(bring: Bring) -> None:
    company = make_company(external_id="a", name="Acme", mrr=10)
    report = bring("company,left_on\na,2026-02-03\na,2026-01-01\n")
    assert "Acme left on 2026-01-01 and again on 2026-02-03" in notes_of(report)
    assert "still has a running subscription" in notes_of(report)
    assert Departure.objects.filter(company=company).count() == 2


def test_a_competitor_and_money_in_another_currency_come_along(bring: Bring) -> None:
    make_company(external_id="a")
    bring("company,left_on,reason,competitor,mrr,currency\na,2026-02-03,competitor,Rival,100,EUR\n")
    departure = Departure.objects.get()
    assert departure.competitor is not None
    assert departure.competitor.name == "Rival"
    # There is no rate for that day.
    assert departure.mrr_minor is None


def test_an_import_is_taken_back_but_for_what_somebody_changed_since(bring: Bring) -> None:
    kept, gone = make_company(external_id="a"), make_company(external_id="b", stage="active")
    bring("id,company,left_on,comment\n1,a,2026-02-03,Bye\n2,b,2026-02-03,Ciao\n3,b,2026-03-03,\n")
    explain_departure(departure_id=Departure.objects.get(company=kept).pk, reason=reason("price"), by=make_staff())
    run = Import.objects.get()
    undoing.begin_undo(run_id=run.pk)
    while undoing.undo_part(run_id=run.pk):
        pass
    undoing.end_undo(run_id=run.pk)
    assert Departure.objects.get().company == kept
    gone.refresh_from_db()
    assert gone.stage == Company.Stage.ACTIVE
    assert Feedback.objects.get().words == "Bye"


def test_the_reasons_to_choose_from_are_ours() -> None:
    reason("price")
    assert {"price", "missing-function", "unknown"} <= {key for key, _label in choices_of("departures", "reason")}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def without_return_by_hand(folder: Path, rows: list[dict[str, str]]) -> int:
    """Count the pairs of departures of one company between which no paid subscription began."""
    begun, left = defaultdict(list), defaultdict(list)
    for row in rows_of(folder / "ravenstack_subscriptions.csv"):
        if row["is_trial"] != "True" and float(row["mrr_amount"]) > 0:
            begun[row["account_id"]].append(row["start_date"])
    for row in rows:
        left[row["account_id"]].append(row["churn_date"])
    pairs = [(key, *pair) for key, days in left.items() for pair in pairwise(sorted(days))]
    return sum(not any(first < day <= second for day in begun[key]) for key, first, second in pairs)


@pytest.mark.all
@pytest.mark.skipif(not FOUND, reason="the real file of departures (ravenstack) does not lie beside the checkout")
def test_six_hundred_real_departures_are_all_kept() -> None:
    reason("price")
    folder = FOUND[0].parent
    for kind, name in [("companies", "accounts"), ("subscriptions", "subscriptions"), ("departures", "churn_events")]:
        path = folder / f"ravenstack_{name}.csv"
        report = import_file(kind=kind, path=path, options=Options(source="ravenstack"), progress=lambda _rows: None)
        assert report.refusals.count == 0
    rows = rows_of(FOUND[0])
    assert len(rows) == Departure.objects.count() == 600
    wanted: dict[str, str | None] = {
        "pricing": "price",
        "features": "missing-function",
        "support": "support",
        "budget": "budget",
    }
    wanted |= {"competitor": "competitor", "unknown": None}
    said = Counter(wanted[row["reason_code"]] for row in rows)
    assert Counter(Departure.objects.values_list("reason__key", flat=True)) == said
    assert Departure.objects.filter(feedback=None).count() == 148
    assert {row["churn_event_id"]: row["churn_date"] for row in rows} == {
        key: day.isoformat() for key, day in Departure.objects.values_list("external_id", "left_on")
    }
    # Each company has at most one open, and each earlier one says what came of it.
    companies = {row["account_id"] for row in rows}
    assert len(companies) == Departure.objects.values("company").distinct().count()
    left_again = Departure.objects.exclude(followed_by=None).count()
    back = Departure.objects.returned().count()
    assert left_again + back + Departure.objects.open().count() == 600
    assert left_again == without_return_by_hand(folder, rows)
    assert Departure.objects.exclude(mrr_minor=None).count() == 600
