"""What is doubtful in files of deals: listed row by row, decided on the page, or mended in a file and brought in again."""

import csv
import io
from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client

from tests.imports.deal_files import HEAD, RunJobs, SignIn, body, bring_in
from tests.imports.made_deals import made_deals
from tests.makers import make_staff
from wellheard.customers.commands import add_company
from wellheard.customers.models import Company
from wellheard.listen.deals.models import Deal, DealDoubt, DealReason, StageMeaning
from wellheard.listen.models import Import
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


def test_a_large_untidy_file_loses_nothing_and_lists_every_doubtful_row(desk: Client, run_jobs: RunJobs) -> None:
    made = made_deals(120)
    for name in made.companies:
        add_company(name=name)
    run = bring_in(desk, run_jobs, made.content)

    assert (run.state, run.new_count, run.refused_count) == ("done", 120, 0)
    assert Deal.objects.filter(source="import").count() == 120
    assert set(Deal.objects.exclude(currency="").values_list("currency", flat=True)) == {"EUR", "USD", "GBP"}
    counted = Counter(DealDoubt.objects.standing().values_list("kind", flat=True))
    assert counted == Counter({kind: count for kind, count in made.doubts.items() if count})
    assert len(counted) >= 5
    page = body(desk.get(f"/imports/{run.pk}/doubts/"))
    rows = DealDoubt.objects.standing().values("deal").distinct().count()
    assert 0 < rows < sum(counted.values())
    assert f"{rows} rows wait for a decision" in page
    assert f"/imports/{run.pk}/doubts/" in body(desk.get(f"/imports/{run.pk}/"))


def test_one_decision_about_a_company_places_all_rows_that_spell_it_so(desk: Client, run_jobs: RunJobs) -> None:
    acme = add_company(name="Acme Works Ltd")
    rows = (
        "1,A,Acme Work,5,EUR,Open,\n2,B,Acme Work,5,EUR,Open,\n3,C,Zebra,5,EUR,Open,\n4,D,ACME WORKS LTD,5,EUR,Open,\n"
    )
    run = bring_in(desk, run_jobs, HEAD + rows)
    address = f"/imports/{run.pk}/doubts/"
    page = body(desk.get(address))
    assert "3 rows wait for a decision" in page
    assert f'<option value="{acme.pk}">Acme Works Ltd</option>' in page

    said = {"said-0": "Acme Work", "company-0": str(acme.pk), "said-1": "Zebra", "company-1": "new"}
    desk.post(f"{address}company/", {**said, "only": "0"})
    assert not Company.objects.filter(name="Zebra").exists()
    desk.post(f"{address}company/", said)
    assert list(Deal.objects.order_by("external_id").values_list("company__name", flat=True)) == [
        "Acme Works Ltd",
        "Acme Works Ltd",
        "Zebra",
        "Acme Works Ltd",
    ]
    assert Company.objects.get(name="Zebra").stage == "prospect"
    assert "Nothing is doubtful any more" in body(desk.get(address))
    assert "See the deals" in body(desk.get(f"/imports/{run.pk}/"))
    assert "Choose a company" in body(
        desk.post(f"{address}company/", {"said-0": "x", "company-0": "9" * 30}, follow=True)
    )
    unknown = body(desk.post(f"{address}company/", {"said-0": "x", "other-0": "Nobody & Co"}, follow=True))
    assert "There is no one company “Nobody &amp; Co”" in unknown
    assert "Choose a company" in body(desk.post(f"{address}company/", {"said-0": "x", "company-0": ""}, follow=True))


def test_a_stage_decided_later_settles_its_rows(desk: Client, run_jobs: RunJobs) -> None:
    run = bring_in(desk, run_jobs, HEAD + "1,A,,5,EUR,Verbal,\n2,B,,5,EUR,Verbal,\n")
    address = f"/imports/{run.pk}/doubts/"
    assert "2 rows wait" in body(desk.get(address))
    meaning = StageMeaning.objects.get(stage="Verbal")
    desk.post(f"{address}meanings/", {f"stage-{meaning.pk}": "won"})
    run_jobs()
    assert set(Deal.objects.values_list("outcome", flat=True)) == {"won"}
    for doubt in DealDoubt.objects.standing():
        desk.post(f"{address}settling/", {"doubt": str(doubt.pk)})
    assert "Nothing is doubtful any more" in body(desk.get(address))
    assert desk.post(f"{address}meanings/", {f"stage-{meaning.pk}": "perhaps"}).status_code == 422


def test_what_cannot_be_read_in_a_row_is_doubted_and_the_rest_of_it_kept(desk: Client, run_jobs: RunJobs) -> None:
    content = (
        "Deal ID,Deal Name,Amount,Currency,Stage,Create Date,Industry\n"
        "1,A,-5,EUR,Open,2025-01-01,Retail\n2,B,7,QQQ,Open,soon,Retail\n3,C,8,,Open,2025-02-30,\n,,,,,,\n"
    )
    run = bring_in(desk, run_jobs, content)
    assert (run.new_count, run.refused_count) == (3, 0)
    kinds = DealDoubt.objects.order_by("number", "kind").values_list("number", "kind")
    assert set(kinds) >= {(2, "amount"), (3, "currency"), (3, "day"), (4, "day")}
    assert Deal.objects.get(external_id="2").raw["Currency"] == "QQQ"
    assert Deal.objects.get(external_id="1").industry == "Retail"


def test_a_row_put_right_settles_what_was_doubtful_in_it(desk: Client, run_jobs: RunJobs) -> None:
    add_company(name="Acme")
    bring_in(desk, run_jobs, HEAD + "1,A,,x,EUR,Open,\n")
    assert DealDoubt.objects.standing().count() == 2
    bring_in(desk, run_jobs, HEAD + "1,A,Acme,12,EUR,Open,\n")
    assert (DealDoubt.objects.standing().count(), Deal.objects.get().amount_minor) == (0, 1200)


def doubtful(desk: Client, run: Import) -> list[dict[str, str]]:
    """Take the doubtful rows of a file away, as a file."""
    page = body(desk.get(f"/imports/{run.pk}/doubts/"))
    assert f"/imports/{run.pk}/doubtful.csv" in page
    answer = desk.get(f"/imports/{run.pk}/doubtful.csv")
    assert answer["Cache-Control"] == "no-store"
    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(content)))


def written(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_doubtful_rows_are_taken_away_mended_and_brought_in_again(desk: Client, run_jobs: RunJobs) -> None:
    add_company(name="Acme")
    content = HEAD + "1,A,Akme,x,EUR,Open,Price\n2,B,Acme,5,EUR,Open,\n3,C,Acme,7,QQQ,Open,\n,D,Akme,9,EUR,Open,\n"
    run = bring_in(desk, run_jobs, content)
    page = body(desk.get(f"/imports/{run.pk}/doubts/"))
    assert f'href="/deals/{Deal.objects.get(external_id="3").pk}/"' in page
    rows = doubtful(desk, run)
    assert [(row["line"], row["Deal Name"], row["Account Name"], row["Amount"]) for row in rows] == [
        ("2", "A", "Akme", "x"),
        ("4", "C", "Acme", "7"),
        ("5", "D", "Akme", "9"),
    ]
    assert rows[0]["waits because"] == "Amount not understood: x; Company not found, or several alike: Akme"
    assert rows[0]["Loss Reason"] == "Price"

    for row in rows:
        row |= {"Account Name": "Acme", "Currency": "EUR", "Amount": row["Amount"].replace("x", "6")}
    again = bring_in(desk, run_jobs, written(rows))
    assert (again.new_count, again.updated_count, again.refused_count) == (0, 3, 0)
    assert Deal.objects.count() == 4
    assert not DealDoubt.objects.standing().exists()
    assert sorted(Deal.objects.values_list("title", "amount_minor", "company__name")) == [
        ("A", 600, "Acme"),
        ("B", 500, "Acme"),
        ("C", 700, "Acme"),
        ("D", 900, "Acme"),
    ]
    assert list(DealReason.objects.values_list("said", flat=True)) == ["Price"]


def test_rows_without_any_id_are_known_again_when_they_are_mended(desk: Client, run_jobs: RunJobs) -> None:
    add_company(name="Acme")
    run = bring_in(desk, run_jobs, "Deal Name,Account Name,Amount\nPilot,Akme,5\n-Pilot,Akme,-5\n")
    rows = doubtful(desk, run)
    for row in rows:
        row["Account Name"] = "Acme"
    again = bring_in(desk, run_jobs, written(rows))
    assert (again.updated_count, Deal.objects.count()) == (2, 2)
    assert set(Deal.objects.values_list("company__name", flat=True)) == {"Acme"}


def test_only_those_who_may_import_decide_about_its_rows(
    desk: Client, signed_in: SignIn, run_jobs: RunJobs, queries_of: Callable[[Client, str], int]
) -> None:
    one = bring_in(desk, run_jobs, HEAD + "1,A,Acme 1,5,EUR,Open,\n")
    many = bring_in(desk, run_jobs, HEAD + "".join(f"{n},A,Firma {n},5,EUR,Open,\n" for n in range(2, 22)))
    assert queries_of(desk, f"/imports/{one.pk}/doubts/") == queries_of(desk, f"/imports/{many.pk}/doubts/")
    viewer = signed_in(make_staff(role=Role.VIEWER))
    assert viewer.get(f"/imports/{one.pk}/doubts/").status_code == 403
    assert viewer.post(f"/imports/{one.pk}/doubts/company/", {"said-0": "Acme 1"}).status_code == 403
    assert desk.get(f"/imports/{one.pk}/doubts/company/").status_code == 405
    assert desk.get("/imports/99999/doubts/").status_code == 404
    assert viewer.get(f"/imports/{one.pk}/doubtful.csv").status_code == 403
    assert desk.get("/imports/99999/doubtful.csv").status_code == 404
