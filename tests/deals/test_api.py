"""Programs tell of deals, one and many, note reasons, take back what was deleted, and read deals and competitors."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.deals.makers import MORNING, heard
from tests.makers import make_company, make_staff
from wellheard.customers.commands.merging import merge_companies
from wellheard.foundation.facts.models import Fact
from wellheard.listen.deals.commands import GivenReason, SaidReason, place_deal, set_reasons
from wellheard.listen.deals.models import Deal, DealDoubt, DealReason, ReasonMeaning
from wellheard.workspace.commands import add_standard_reasons, join_competitors, make_token
from wellheard.workspace.models import Competitor, Reason

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/deals"
ONE = f"{ADDRESS}/external/crm/d-7"
Ask = Callable[..., Any]


def headers(*scopes: str) -> dict[str, str]:
    _token, secret = make_token(name=f"For {scopes}", by=make_staff(), scopes=list(scopes))
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def ask(client: Client) -> Ask:
    """Return what asks with a token that may tell of deals."""
    may = headers("deals:write")

    def asks(method: str, address: str, body: Any = None, **more: Any) -> Any:
        plain = {"content_type": "application/json", "headers": may} | more
        return client.generic(method, address, _json(body), **plain)

    return asks


def _json(body: Any) -> str:
    return "" if body is None else json.dumps(body)


def reason(key: str) -> Reason:
    add_standard_reasons()
    return Reason.objects.get(kind=Reason.Kind.DEAL, key=key)


def kinds(told: Any) -> dict[str, str]:
    return {doubt["kind"]: doubt["said"] for doubt in told["doubts"]}


WHOLE = {
    "title": "Acme, 40 seats",
    "company_external_id": "c1",
    "outcome": "lost",
    "amount_minor": 1_200_000,
    "currency": "USD",
    "industry": "Logistics",
    "competitor": "Rivaltool",
    "reasons": [{"said": "Too dear", "said_by": "buyer"}],
    "missing": ["Offline maps"],
    "closed_on": "2026-03-01",
    "changed_at": "2026-03-01T09:00:00Z",
}


def test_a_deal_is_told_whole_and_the_same_again_changes_nothing(ask: Ask) -> None:
    company = make_company(external_id="c1")
    first = ask("PUT", ONE, WHOLE)
    told = first.json()
    assert (first.status_code, told["news"], told["company_id"]) == (201, "new", company.pk)
    assert (told["amount_minor"], told["currency"], told["reporting_currency"]) == (1_200_000, "USD", "USD")
    assert (told["outcome"], told["closed_on"], told["source"]) == ("lost_competitor", "2026-03-01", "crm")
    assert [(one["said"], one["said_by"], one["noted_by"]) for one in told["reasons"]] == [
        ("Too dear", "buyer", "source")
    ]
    assert [one["words"] for one in told["missing"]] == ["Offline maps"]
    assert told["competitor_id"] == Competitor.objects.get(name="Rivaltool").pk
    assert kinds(told) == {"reason": "Too dear"}
    again = ask("PUT", ONE, WHOLE)
    assert (again.status_code, again.json()) == (200, told | {"news": "same"})
    fact = Fact.objects.get(name="deal.heard")
    assert (fact.actor_type, fact.details["source"]) == ("api", "crm")
    assert Deal.objects.get().raw["missing"] == ["Offline maps"]


def test_whole_yen_and_dinars_are_minor_units_of_their_own(ask: Ask) -> None:
    for currency in ("JPY", "KWD"):
        told = ask("PUT", f"{ONE}-{currency}", {"title": "x", "amount_minor": 1_234_567, "currency": currency}).json()
        assert (told["amount_minor"], told["currency"], told["reporting_minor"]) == (1_234_567, currency, None)


@pytest.mark.parametrize("key", ["2026%2F07", "2026/07", "a%2F%2Fb", "%2Fa", "50%25%2Foff"])
def test_an_id_with_a_slash_is_told_withdrawn_and_told_again(ask: Ask, key: str) -> None:
    told = ask("PUT", f"{ADDRESS}/external/crm/{key}", {"title": "x"})
    assert (told.status_code, told.json()["external_id"]) == (201, unquote(key))
    assert ask("PUT", f"{ADDRESS}/external/crm/{key}", {"title": "x"}).json()["news"] == "same"
    gone = ask("POST", f"{ADDRESS}/external/crm/{key}/withdrawal", {}).json()
    assert (gone["id"], gone["withdrawn_at"] is None) == (told.json()["id"], False)
    assert Deal.objects.count() == 1


def test_a_company_is_named_by_our_number_which_holds_before_its_name(ask: Ask) -> None:
    acme, birch = make_company(name="Acme"), make_company(name="Birch")
    body = {"title": "x", "company_id": acme.pk, "company_name": "Birch"}
    assert ask("PUT", ONE, body).json()["company_id"] == acme.pk
    assert ask("PUT", ONE, body).json()["news"] == "same"
    assert ask("PUT", ONE, {"company_name": "Birch"}).json()["company_id"] == acme.pk
    moved = ask("PUT", ONE, {"company_id": birch.pk}).json()
    assert (moved["news"], moved["company_id"]) == ("changed", birch.pk)
    # What one of us said of it, no source says otherwise.
    place_deal(deal_id=moved["id"], company=acme, by=make_staff())
    assert ask("PUT", ONE, body | {"company_id": birch.pk}).json()["company_id"] == acme.pk


def test_a_number_that_no_company_has_is_refused_alone_and_in_its_row(ask: Ask) -> None:
    acme, gone = make_company(name="Acme"), make_company(name="Gone")
    merge_companies(kept_id=acme.pk, gone_id=gone.pk, by=None)
    for number in (gone.pk, acme.pk + 10_000):
        refused = ask("PUT", ONE, {"title": "x", "company_id": number})
        assert (refused.status_code, "company_id" in refused.json()["detail"]) == (422, True)
    rows = [{"source": "crm", "external_id": str(key), "title": "x"} for key in range(3)]
    rows[1]["company_id"] = gone.pk  # type: ignore[assignment]
    came = ask("POST", f"{ADDRESS}/batch", {"deals": rows}).json()["items"]
    assert [one["news"] for one in came] == ["new", "refused", "new"]


def test_older_news_never_wins_and_what_is_left_out_stays(ask: Ask) -> None:
    ask("PUT", ONE, {"title": "Now", "outcome": "won", "changed_at": "2026-03-05T09:00:00Z"})
    late = ask("PUT", ONE, {"title": "Before", "outcome": "open", "changed_at": "2026-03-04T09:00:00Z"}).json()
    assert (late["news"], late["title"], late["outcome"]) == ("older", "Now", "won")
    later = ask("PUT", ONE, {"industry": "Retail", "changed_at": "2026-03-06T09:00:00Z"}).json()
    assert (later["news"], later["title"], later["outcome"], later["industry"]) == ("changed", "Now", "won", "Retail")


def test_what_is_doubtful_comes_back_beside_the_deal_which_is_kept(ask: Ask) -> None:
    body = {"title": "x", "company_name": "Nobody Ltd", "pipeline": "p", "stage": "s9", "outcome": "lost"}
    told = ask("PUT", ONE, body).json()
    assert kinds(told) == {"company": "Nobody Ltd", "stage": "s9", "reason": ""}
    assert kinds(ask("GET", f"{ADDRESS}/{told['id']}").json()) == kinds(told)
    deal = Deal.objects.get()
    DealDoubt.objects.create(deal=deal, number=2, kind=DealDoubt.Kind.AMOUNT, said="many")
    DealDoubt.objects.create(deal=deal, number=2, kind=DealDoubt.Kind.COMPANY, said="Nobody Ltd")
    assert kinds(ask("GET", f"{ADDRESS}/{deal.pk}").json()) == kinds(told) | {"amount": "many"}


@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        ({"title": ""}, "called"),
        ({"outcome": "gone"}, "outcome"),
        ({"amount_minor": -1}, "amount_minor"),
        ({"amount_minor": 5, "currency": "ZZZ"}, "ZZZ"),
        ({"currency": "EURO"}, "currency"),
        ({"opened_on": "1066-01-01"}, "1066"),
        ({"closed_on": "soon"}, "closed_on"),
        ({"changed_at": "soon"}, "changed_at"),
        ({"changed_at": "0001-01-01T00:00:00+02:00"}, "the year 1"),
        ({"changed_at": "9999-12-31T23:59:59"}, "9999"),
        ({"reasons": [{"said": "x", "said_by": "cat"}]}, "said_by"),
        ({"reasons": [{"said": ""}]}, "said"),
        ({"missing": ["x" * 20_001]}, "20000"),
        ({"why": "?"}, "why"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_holds_up_no_other(
    ask: Ask, wrong: dict[str, Any], names: str
) -> None:
    address = f"{ADDRESS}/external/crm/7"
    if "title" not in wrong:
        alone = ask("PUT", address, {"title": "x"} | wrong)
        assert (alone.status_code, Deal.objects.count()) == (422, 0)
        assert names in alone.json()["detail"]
    row = {"title": "x", "source": "crm"}
    bad = row | wrong | ({"external_id": ""} if "title" in wrong else {"external_id": "7"})
    rows = [row | {"external_id": "6"}, bad, row | {"external_id": "8"}]
    came = ask("POST", f"{ADDRESS}/batch", {"deals": rows}).json()["items"]
    assert [one["news"] for one in came] == ["new", "refused", "new"]
    assert (came[1]["deal_id"], came[1]["problem"][-1]) == (None, ".")
    assert (came[0]["external_id"], came[0]["problem"], came[0]["source"]) == ("6", "", "crm")
    assert sorted(Deal.objects.values_list("external_id", flat=True)) == ["6", "8"]


def test_a_batch_is_answered_in_its_order_whatever_it_holds(ask: Ask) -> None:
    make_company(name="Acme")
    rows = [
        {"source": "crm", "external_id": "1", "title": "One", "company_name": "Acme"},
        "no deal",
        {"source": "Our CRM", "external_id": "1", "title": "x"},
        {"source": "crm", "external_id": "1", "title": "Uno"},
        {"source": "crm", "external_id": "1", "title": "Uno"},
        {"source": "crm", "title": "x"},
        {"source": "crm", "external_id": "2", "title": "Two", "company_name": "Nobody"},
        {"source": "crm", "external_id": " \u200b", "title": "x"},
    ]
    came = ask("POST", f"{ADDRESS}/batch", {"deals": rows}).json()["items"]
    assert [one["news"] for one in came] == [
        "new",
        "refused",
        "refused",
        "changed",
        "same",
        "refused",
        "new",
        "refused",
    ]
    assert "must be a JSON object" in came[1]["problem"]
    assert "Our CRM" in came[2]["problem"]
    assert came[5]["problem"] == "external_id is missing."
    assert "own id" in came[7]["problem"]
    assert (kinds(came[0]), kinds(came[6])) == ({}, {"company": "Nobody"})
    again = ask("POST", f"{ADDRESS}/batch", {"deals": rows}).json()["items"]
    assert {one["deal_id"] for one in again} == {one["deal_id"] for one in came}
    assert Deal.objects.count() == 2


@pytest.mark.parametrize("deals", [[], [{}] * 501, "x", None])
def test_a_batch_has_one_to_five_hundred_deals(ask: Ask, deals: Any) -> None:
    assert ask("POST", f"{ADDRESS}/batch", {"deals": deals}).status_code == 422


def test_a_batch_of_many_asks_the_database_as_often_as_one_of_few(ask: Ask) -> None:
    def asked(source: str, count: int) -> int:
        row = {"source": source, "title": "x", "company_name": "Nobody", "reasons": [{"said": "Dear"}], "stage": "s"}
        rows = [row | {"external_id": str(number)} for number in range(count)]
        ask("POST", f"{ADDRESS}/batch", {"deals": rows[:1]})
        with CaptureQueriesContext(connection) as queries:
            assert len(ask("POST", f"{ADDRESS}/batch", {"deals": rows}).json()["items"]) == count
        return len(queries)

    asked("before", 1)
    assert asked("few", 3) == asked("many", 40)


def test_a_reason_is_noted_once_with_who_said_it_and_no_source_takes_it_back(ask: Ask) -> None:
    make_company(name="Acme")
    deal = heard(
        external_id="d1",
        company_name="Acme",
        outcome="lost",
        reasons=(SaidReason("Too dear"),),
        changed_at=MORNING,
    )
    price = reason("price")
    address = f"{ADDRESS}/{deal.pk}/reasons"
    body = {"reason_id": price.pk, "said_by": "transcript", "said": "“We cannot pay that.”"}
    for _again in range(2):
        told = ask("POST", address, body).json()
        assert [(one["reason"], one["said_by"], one["noted_by"]) for one in told["reasons"]] == [
            ("", "seller", "source"),
            ("price", "transcript", "program"),
        ]
    assert (kinds(told), Fact.objects.filter(name="deal.reasons_set").count()) == ({}, 2)
    heard(external_id="d1", outcome="lost", reasons=(SaidReason("No time"),))
    said = [one["said"] for one in ask("GET", f"{ADDRESS}/{deal.pk}").json()["reasons"]]
    assert said == ["“We cannot pay that.”", "No time"]
    changed = ask("POST", address, body | {"said": "Budget"}).json()["reasons"]
    assert [one["said"] for one in changed] == ["Budget", "No time"]
    assert not ReasonMeaning.objects.filter(said="Budget").exists()


def test_what_a_person_noted_stays_theirs_and_they_may_take_back_what_a_program_noted(ask: Ask) -> None:
    deal, price = heard(outcome="lost"), reason("price")
    ada = make_staff()
    set_reasons(deal_id=deal.pk, reasons=[GivenReason(price, "buyer", "Dear")], competitor=None, by=ada)
    for said_by in ("buyer", "interview"):
        told = ask("POST", f"{ADDRESS}/{deal.pk}/reasons", {"reason_id": price.pk, "said_by": said_by}).json()
    assert [(one["said"], one["noted_by"], one["recorded_by_id"]) for one in told["reasons"]] == [
        ("Dear", "person", ada.pk),
        ("", "program", None),
    ]
    set_reasons(deal_id=deal.pk, reasons=[GivenReason(price, "buyer", "Dear")], competitor=None, by=ada)
    assert DealReason.objects.get().recorded_by == ada


@pytest.mark.parametrize("wrong", [{"reason_id": 987654}, {"said_by": "cat"}, {"reason_id": None}, {"note": "x"}])
def test_a_reason_that_is_none_of_ours_is_refused(ask: Ask, wrong: dict[str, Any]) -> None:
    deal = heard()
    body = {"reason_id": reason("price").pk, "said_by": "buyer"} | wrong
    assert ask("POST", f"{ADDRESS}/{deal.pk}/reasons", body).status_code == 422
    assert not DealReason.objects.exists()
    assert ask("POST", f"{ADDRESS}/987654/reasons", {"reason_id": 1, "said_by": "buyer"}).status_code == 404
    leaving = Reason.objects.filter(kind=Reason.Kind.DEPARTURE).first()
    assert leaving
    wrong_kind = ask("POST", f"{ADDRESS}/{deal.pk}/reasons", {"reason_id": leaving.pk, "said_by": "buyer"})
    assert wrong_kind.status_code == 422


def test_a_deal_that_was_deleted_counts_nowhere_until_it_is_told_of_again(ask: Ask) -> None:
    changed = "2026-03-05T09:00:00Z"
    ask("PUT", ONE, {"title": "x", "changed_at": changed})
    before = ask("POST", f"{ONE}/withdrawal", {"deleted_at": "2026-03-04T09:00:00Z"}).json()
    assert before["withdrawn_at"] is None
    assert ask("POST", f"{ONE}/withdrawal", {"deleted_at": "0001-01-01T00:00:00+02:00"}).status_code == 422
    for _again in range(2):
        assert ask("POST", f"{ONE}/withdrawal", {}).json()["withdrawn_at"]
    assert Fact.objects.filter(name="deal.withdrawn").count() == 1
    views = [len(ask("GET", f"{ADDRESS}?view={view}").json()["items"]) for view in ("all", "withdrawn")]
    assert views == [0, 1]
    assert ask("PUT", ONE, {"title": "x", "changed_at": changed}).json()["withdrawn_at"] is None
    assert ask("POST", f"{ADDRESS}/external/crm/never/withdrawal", {}).status_code == 404
    heard(source="crm", external_id="")
    for nameless in (f"{ADDRESS}/external/crm/%20/withdrawal", f"{ADDRESS}/external/crm/%20"):
        assert ask("POST" if nameless.endswith("l") else "PUT", nameless, {}).status_code == 422


def test_lists_go_on_by_a_cursor_and_are_narrowed_as_on_the_page(ask: Ask) -> None:
    acme = make_company(name="Acme")
    lost = heard(
        title="Big one", company_name="Acme", outcome="lost", competitor="Rivaltool", closed_on=date(2026, 3, 1),
        industry="Retail", reasons=(SaidReason(reason("price").name),),
    )  # fmt: skip
    won = heard(outcome="won", closed_on=date(2026, 3, 2), source="crm")
    open_ = heard(opened_on=date(2026, 3, 3), company_name="Elsewhere")
    page = ask("GET", f"{ADDRESS}?limit=2").json()
    rest = ask("GET", page["next"]).json()
    assert [one["id"] for one in page["items"] + rest["items"]] == [open_.pk, won.pk, lost.pk]
    assert rest["next"] is None
    for query, ids in {
        "view=lost": [lost.pk],
        "view=to_decide": [open_.pk, won.pk],
        "outcome=won": [won.pk],
        f"reason={reason('price').pk}": [lost.pk],
        f"exactly={reason('price').pk}": [lost.pk],
        "exactly=none": [open_.pk, won.pk],
        f"competitor={Competitor.objects.get().pk}": [lost.pk],
        f"company={acme.pk}": [lost.pk],
        "industry=retail": [lost.pk],
        "source=crm": [won.pk],
        "since=2026-03-02&until=2026-03-02": [won.pk],
        "q=elsewhere": [open_.pk],
        "q=BIG": [lost.pk],
    }.items():
        assert [one["id"] for one in ask("GET", f"{ADDRESS}?{query}").json()["items"]] == ids, query
    for wrong in ("view=gone", "exactly=x", "since=soon", "outcome=lost", "limit=201"):
        assert ask("GET", f"{ADDRESS}?{wrong}").status_code == 422


def test_the_list_asks_the_database_as_often_for_one_as_for_twenty(ask: Ask) -> None:
    def asked(count: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(ask("GET", f"{ADDRESS}?view=lost").json()["items"]) == count
        return len(queries)

    add_standard_reasons()
    more: dict[str, Any] = {
        "outcome": "lost",
        "reasons": (SaidReason("Dear"),),
        "missing": ("Maps",),
        "amount": Decimal(5),
    }
    heard(**more)
    asked(1)
    one = asked(1)
    for _number in range(19):
        heard(competitor="Rivaltool", **more)
    assert asked(20) == one


def test_competitors_are_read_with_all_they_are_called(ask: Ask) -> None:
    heard(competitor="Rivaltool")
    heard(competitor="Rival Tool Inc")
    heard(competitor="Other")
    kept, gone = (Competitor.objects.get(name=name) for name in ("Rivaltool", "Rival Tool Inc"))
    join_competitors(competitor_id=gone.pk, into_id=kept.pk)
    told = ask("GET", "/api/v1/competitors").json()["items"]
    assert [(one["name"], one["also_called"]) for one in told] == [("Other", []), ("Rivaltool", ["Rival Tool Inc"])]
    assert [one["id"] for one in ask("GET", "/api/v1/competitors?name=RIVAL tool inc").json()["items"]] == [kept.pk]
    assert ask("GET", f"/api/v1/competitors/{kept.pk}").json()["name"] == "Rivaltool"
    assert ask("GET", "/api/v1/competitors/987654").status_code == 404
    assert ask("POST", "/api/v1/competitors", {"name": "New"}).status_code == 405


def test_each_needs_its_scope_and_reading_is_not_telling(ask: Ask, client: Client) -> None:
    deal, reads = heard(), headers("deals:read")
    assert ask("GET", f"{ADDRESS}/{deal.pk}", headers=reads).json()["id"] == deal.pk
    assert ask("GET", "/api/v1/competitors", headers=reads).status_code == 200
    for method, address, body in (
        ("PUT", ONE, {"title": "x"}),
        ("POST", f"{ADDRESS}/batch", {"deals": [{"source": "crm", "external_id": "1", "title": "x"}]}),
        ("POST", f"{ADDRESS}/{deal.pk}/reasons", {"reason_id": 1, "said_by": "buyer"}),
        ("POST", f"{ONE}/withdrawal", {}),
    ):
        refusal = ask(method, address, body, headers=reads)
        assert (refusal.status_code, refusal.json()["scope"]) == (403, "deals:write")
        assert client.generic(method, address, _json(body), content_type="application/json").status_code == 401
    other = headers("companies:write", "departures:write")
    assert ask("GET", ADDRESS, headers=other).status_code == 403
    assert ask("GET", "/api/v1/competitors", headers=other).status_code == 403
    assert ask("GET", f"{ADDRESS}/987654").status_code == 404
    assert Deal.objects.count() == 1
