"""Files of deals: every row is a deal, what broke off goes on, and a whole file can be taken back."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.imports.deal_files import HEAD, RunJobs, body, bring_in, prepared, upload
from tests.imports.made_deals import made_deals
from wellheard.customers.commands import add_company, save_rate
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.commands import begin_import
from wellheard.listen.deals.commands import place_deal, say_what_a_stage_means
from wellheard.listen.deals.imports.importer import DealImporter
from wellheard.listen.deals.models import Deal, DealDoubt, DealReason, ReasonMeaning, StageMeaning
from wellheard.listen.imports import parts, uploads
from wellheard.listen.imports.importers import Draft, Result
from wellheard.listen.imports.running import go_on
from wellheard.workspace.commands import add_competitor, add_reason, add_standard_reasons
from wellheard.workspace.models import Reason

pytestmark = pytest.mark.django_db


def test_the_same_file_again_makes_nothing_twice(desk: Client, run_jobs: RunJobs) -> None:
    made = made_deals(15)
    bring_in(desk, run_jobs, made.content)
    again = bring_in(desk, run_jobs, made.content)
    assert (again.new_count, again.unchanged_count, Deal.objects.count()) == (0, 15, 15)
    without_ids = "Deal Name,Account Name,Amount\nPilot,Acme,5\nPilot,Birch,5\n"
    bring_in(desk, run_jobs, without_ids)
    bring_in(desk, run_jobs, without_ids)
    assert Deal.objects.count() == 17


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


def test_words_nobody_knows_are_offered_for_later_and_reasons_with_the_one_they_belong_to(desk: Client) -> None:
    add_standard_reasons()
    price = Reason.objects.get(kind="deal", key="price")
    add_reason(kind=Reason.Kind.DEAL, name="A cheaper plan elsewhere", parent=price)
    run = upload(desk, HEAD + "1,A,Acme,5,EUR,Paper process,They paid less elsewhere\n")
    form = desk.get(f"/imports/{run.pk}/columns/").context["form"]
    assert form.fields["value-stage-0"].choices[0] == ("", "To be decided afterwards")
    offered = [name for _key, name in form.fields["value-deal_reason-0"].choices]
    assert offered[0] == "To be decided afterwards"
    assert f"{price.label} › A cheaper plan elsewhere" in offered


def test_a_stage_whose_name_says_how_it_ended_waits_for_nobody(desk: Client, run_jobs: RunJobs) -> None:
    rows = "1,A,Acme,5,EUR,Closed won,\n2,B,Acme,5,EUR,Closed lost,\n3,C,Acme,5,EUR,Open,\n"
    add_company(name="Acme")
    bring_in(desk, run_jobs, HEAD + rows)
    assert not StageMeaning.objects.undecided().exists()
    assert dict(Deal.objects.values_list("external_id", "outcome")) == {"1": "won", "2": "lost_unknown", "3": "open"}

    lost = StageMeaning.objects.get(stage="Closed lost")
    say_what_a_stage_means(meaning_id=lost.pk, outcome="lost_no_decision", by=None)
    bring_in(desk, run_jobs, HEAD + "4,D,Acme,5,EUR,Closed lost,\n")
    assert Deal.objects.get(external_id="4").outcome == "lost_no_decision"


def test_a_file_whose_worker_dies_in_the_middle_goes_on_and_doubles_nothing(
    desk: Client, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "BATCH", 10)
    made = made_deals(35)
    for name in made.companies:
        add_company(name=name)
    heard: list[int] = []
    saved = DealImporter.save

    def dying(importer: DealImporter, drafts: Sequence[Draft]) -> list[Result]:
        results = saved(importer, drafts)
        heard.append(len(drafts))
        if heard == [10, 10, 10]:
            raise KeyboardInterrupt
        return results

    run = prepared(desk, run_jobs, made.content)
    monkeypatch.setattr(DealImporter, "save", dying)
    begin_import(run_id=run.pk)
    with pytest.raises(KeyboardInterrupt):
        go_on(run=run, path=uploads.path_of(run), options=uploads.options_of(run))
    run.refresh_from_db()
    # What the third part had heard is not kept; how far the file is, is seen by others.
    assert (run.state, run.row_count, Deal.objects.count()) == ("running", 20, 20)
    assert "20 of 35 rows so far" in body(desk.get(f"/imports/{run.pk}/"))
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.new_count, run.unchanged_count, Deal.objects.count()) == ("done", 35, 0, 35)
    assert Fact.objects.filter(name="deal.heard").count() == 35
    assert DealDoubt.objects.count() == sum(made.doubts.values())


def test_the_same_file_in_two_tabs_comes_in_once(desk: Client, run_jobs: RunJobs) -> None:
    made = made_deals(12)
    for name in made.companies:
        add_company(name=name)
    one, other = prepared(desk, run_jobs, made.content), prepared(desk, run_jobs, made.content)
    for run in (one, other):
        assert run.trial["new"] == 12
        desk.post(f"/imports/{run.pk}/beginning/")
    desk.post(f"/imports/{one.pk}/beginning/")
    run_jobs()
    for run in (one, other):
        run.refresh_from_db()
    assert sorted([(one.new_count, one.unchanged_count), (other.new_count, other.unchanged_count)]) == [
        (0, 12),
        (12, 0),
    ]
    assert Deal.objects.count() == 12
    assert DealDoubt.objects.count() == sum(made.doubts.values())


def test_one_bad_line_in_the_middle_spoils_no_other(desk: Client, run_jobs: RunJobs) -> None:
    lines = [f"{n},Deal {n},Acme,5,EUR,Open,Maps" for n in range(1, 8)]
    # Too long to be kept as somebody's words; seen only when all its part is heard.
    lines[3] = lines[3].replace("Maps", "m" * 20_001)
    content = "Deal ID,Deal Name,Account Name,Amount,Currency,Stage,Missing Feature\n" + "\n".join(lines)
    run = bring_in(desk, run_jobs, content)
    assert (run.new_count, run.refused_count) == (6, 1)
    assert run.refused.get().number == 5
    assert Deal.objects.filter(missing__feedback__words="Maps").count() == 6


def test_an_amount_without_a_rate_is_kept_and_in_no_sum_until_a_rate_comes(desk: Client, run_jobs: RunJobs) -> None:
    run = bring_in(desk, run_jobs, HEAD + "1,A,Acme,5,GBP,Closed won,\n2,B,Acme,7,USD,Closed won,\n")
    assert (run.new_count, run.refused_count) == (2, 0)
    assert dict(Deal.objects.values_list("currency", "reporting_minor")) == {"GBP": None, "USD": 700}
    page = body(desk.get("/deals/"))
    assert "One deal is in neither sum" in page
    assert "no rate" in page
    save_rate(currency="GBP", on=clock.today(), rate=Decimal("1.25"))
    run_jobs()
    assert Deal.objects.get(currency="GBP").reporting_minor == 625


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
