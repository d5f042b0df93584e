"""Files of deals: every row is a deal, what is doubtful is listed for a person, and a whole file can be taken back."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.imports.made_deals import made_deals
from tests.makers import make_staff
from wellheard.customers.commands import add_company
from wellheard.customers.models import Company
from wellheard.listen.deals.models import Deal, DealDoubt, DealReason, ReasonMeaning, StageMeaning
from wellheard.listen.models import Import
from wellheard.workspace.commands import add_competitor, add_standard_reasons
from wellheard.workspace.models import Reason, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignIn = Callable[[Staff], Client]
RunJobs = Callable[[], None]

HEAD = "Deal ID,Deal Name,Account Name,Amount,Currency,Stage,Loss Reason\n"


@pytest.fixture(autouse=True)
def _files_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def desk(signed_in: SignIn) -> Client:
    return signed_in(make_staff())


def bring_in(
    desk: Client, run_jobs: RunJobs, content: str, *, name: str = "deals.csv", origin: str = "", **fields: str
) -> Import:
    """Upload a file by hand, say how it is meant, try it and bring it in."""
    file = SimpleUploadedFile(name, content.encode())
    response = desk.post("/imports/new/", {"kind": "deals", "origin": origin, "file": file})
    assert response.status_code == 302, response.content.decode()
    run = Import.objects.latest("pk")
    page = desk.get(f"/imports/{run.pk}/columns/")
    initial = {bound.name: bound.value() or "" for bound in page.context["form"]}
    assert desk.post(f"/imports/{run.pk}/columns/", {**initial, "try": "1", **fields}).status_code == 302
    before = Deal.objects.count()
    run_jobs()
    assert Deal.objects.count() == before
    desk.post(f"/imports/{run.pk}/beginning/")
    run_jobs()
    run.refresh_from_db()
    return run


def body(response: Any) -> str:
    return str(response.content.decode())


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


def test_the_same_file_again_makes_nothing_twice(desk: Client, run_jobs: RunJobs) -> None:
    made = made_deals(15)
    bring_in(desk, run_jobs, made.content)
    again = bring_in(desk, run_jobs, made.content)
    assert (again.new_count, again.unchanged_count, Deal.objects.count()) == (0, 15, 15)
    without_ids = "Deal Name,Account Name,Amount\nPilot,Acme,5\nPilot,Birch,5\n"
    bring_in(desk, run_jobs, without_ids)
    bring_in(desk, run_jobs, without_ids)
    assert Deal.objects.count() == 17


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

    desk.post(f"{address}company/", {"said": "Acme Work", "company": str(acme.pk)})
    desk.post(f"{address}company/", {"said": "Zebra", "company": "new"})
    assert list(Deal.objects.order_by("external_id").values_list("company__name", flat=True)) == [
        "Acme Works Ltd",
        "Acme Works Ltd",
        "Zebra",
        "Acme Works Ltd",
    ]
    assert Company.objects.get(name="Zebra").stage == "prospect"
    assert "Nothing is doubtful any more" in body(desk.get(address))
    assert "See the deals" in body(desk.get(f"/imports/{run.pk}/"))
    assert "Choose a company" in body(desk.post(f"{address}company/", {"said": "x", "company": "9" * 30}, follow=True))


def test_stages_and_reasons_are_mapped_before_anything_comes_in(desk: Client, run_jobs: RunJobs) -> None:
    add_standard_reasons()
    rival = add_competitor(name="Rivaltool")
    price = Reason.objects.get(kind="deal", key="price")
    rows = "1,A,Acme,5,EUR,Paper process,They paid less elsewhere\n2,B,Acme,5,EUR,Paper process,The blue one\n"
    run = bring_in(
        desk,
        run_jobs,
        HEAD + rows,
        **{
            "value-stage-0": "lost_unknown",
            "value-deal_reason-0": f"competitor:{rival.pk}",
            "value-deal_reason-1": str(price.pk),
        },
    )
    said = {value: key for key, value in run.options["values"]["deal_reason"].items()}
    assert StageMeaning.objects.get(stage="Paper process").outcome == "lost_unknown"
    blue = Deal.objects.get(reasons__said__iexact=said[f"competitor:{rival.pk}"])
    assert (blue.competitor, blue.outcome) == (rival, "lost_competitor")
    assert DealReason.objects.get(said__iexact=said[str(price.pk)]).reason == price
    assert not ReasonMeaning.objects.undecided().exists()
    assert not DealDoubt.objects.filter(kind="stage").exists()


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


def test_a_file_is_taken_back_with_all_that_followed_from_it(desk: Client, run_jobs: RunJobs) -> None:
    kept = bring_in(desk, run_jobs, HEAD + "1,Before,Acme,5,EUR,Open,\n")
    run = bring_in(
        desk, run_jobs, HEAD + "1,After,Acme,9,EUR,Verbal,Price\n2,B,Acme,5,EUR,Verbal,Price\n3,C,,,EUR,Verbal,\n"
    )
    meaning = StageMeaning.objects.get(stage="Verbal")
    desk.post(f"/imports/{run.pk}/doubts/meanings/", {f"stage-{meaning.pk}": "won"})
    run_jobs()
    third = Deal.objects.get(external_id="3")
    acme = add_company(name="Acme")
    from wellheard.listen.deals.commands import place_deal

    place_deal(deal_id=third.pk, company=acme, by=None)
    desk.post(f"/imports/{run.pk}/undoing/")
    run_jobs()

    assert {deal.external_id for deal in Deal.objects.all()} == {"1", "3"}
    first = Deal.objects.get(external_id="1")
    assert (first.title, first.amount_minor, first.stage_said, first.outcome) == ("Before", 500, "Open", "open")
    assert not DealReason.objects.exists()
    assert "somebody changed it since" in body(desk.get(f"/imports/{run.pk}/"))
    assert kept.state == "done"


@pytest.mark.parametrize("wrapped", [False, True])
def test_the_records_of_a_singer_tap_are_deals(desk: Client, run_jobs: RunJobs, wrapped: bool) -> None:  # noqa: FBT001
    def said(value: object) -> object:
        return {"value": value, "timestamp": 1} if wrapped else value

    deal = {"deal_id": 7, "properties": {"dealname": said("Pilot"), "amount": said("12.5"), "dealstage": said("won")}}
    lines: list[dict[str, Any]] = [
        {"type": "SCHEMA", "stream": "companies", "schema": {"type": "object"}, "key_properties": ["id"]},
        {"type": "RECORD", "stream": "companies", "record": {"id": 1, "name": "Acme"}},
        {"type": "SCHEMA", "stream": "deals", "schema": {"type": "object"}, "key_properties": ["deal_id"]},
        {"type": "RECORD", "stream": "deals", "record": deal, "time_extracted": "2026-01-01T00:00:00Z"},
        {"type": "STATE", "value": {"deals": "2026-01-01"}},
        {"type": "RECORD", "stream": "deals", "record": {**deal, "deal_id": 8}},
    ]
    content = "\n".join(json.dumps(line) for line in lines) + "\nnot json\n"
    fields = {
        "column-title": "properties.dealname",
        "column-deal_amount": "properties.amount",
        "column-stage": "properties.dealstage",
    }
    run = bring_in(desk, run_jobs, content, name="deals.jsonl", origin="HubSpot", **fields)
    assert (run.new_count, run.refused_count) == (2, 1)
    deals = Deal.objects.order_by("external_id")
    assert [(one.source, one.external_id, one.title, one.amount_minor, one.outcome) for one in deals] == [
        ("hubspot", "7", "Pilot", 1250, "won"),
        ("hubspot", "8", "Pilot", 1250, "won"),
    ]


def test_only_those_who_may_import_decide_about_its_rows(
    desk: Client, signed_in: SignIn, run_jobs: RunJobs, queries_of: Callable[[Client, str], int]
) -> None:
    one = bring_in(desk, run_jobs, HEAD + "1,A,Acme 1,5,EUR,Open,\n")
    many = bring_in(desk, run_jobs, HEAD + "".join(f"{n},A,Firma {n},5,EUR,Open,\n" for n in range(2, 22)))
    assert queries_of(desk, f"/imports/{one.pk}/doubts/") == queries_of(desk, f"/imports/{many.pk}/doubts/")
    viewer = signed_in(make_staff(role=Role.VIEWER))
    assert viewer.get(f"/imports/{one.pk}/doubts/").status_code == 403
    assert viewer.post(f"/imports/{one.pk}/doubts/company/", {"said": "Acme 1"}).status_code == 403
    assert desk.get(f"/imports/{one.pk}/doubts/company/").status_code == 405
    assert desk.get("/imports/99999/doubts/").status_code == 404
