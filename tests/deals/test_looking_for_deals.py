"""Deals are found by words of their name or company, by the beginnings of words, and by their id, through an index."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from tests.deals.makers import heard
from tests.makers import make_company
from wellheard.listen.deals.commands import withdraw_deal
from wellheard.listen.deals.models import Deal
from wellheard.listen.deals.queries import listing
from wellheard.listen.deals.queries.listing import VIEWS, Wanted, deals_wanted, in_view, totals_of, totals_of_newest

pytestmark = pytest.mark.django_db


def found(words: str) -> list[str]:
    return list(deals_wanted(Wanted(words=words)).order_by("pk").values_list("title", flat=True))


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Rollout in Vilnius", "vil"),
        ("Rollout in Vilnius", "VILNIUS roll"),
        ("Acme/2026-07_renewal", "07"),
        ("Acme/2026-07_renewal", "2026-07"),
        ("Acme/2026-07_renewal", "acme/2026"),
        ("Acme/2026-07_renewal", "renew"),
        ("Offer #418: <maps> & more", "418"),
        ("Offer #418: <maps> & more", "maps"),
        ("shop.acme.example", "acme"),
        ("ada@acme.example", "acme"),
        ("Сделка с Алёной", "ален"),
        ("Сделка с Алёной", "АЛЁН"),
        ("东京地图项目", "地图"),
        ("O’Neill’s 40 seats", "neill"),
        ("40seats", "40"),
    ],
)
def test_a_deal_is_found_by_the_beginnings_of_words_in_whatever_case(title: str, words: str) -> None:
    heard(title=title)
    heard(title="Another")
    assert found(words) == [title]


def test_all_words_count_and_signs_alone_find_nothing() -> None:
    heard(title="Rollout in Vilnius")
    heard(title="Rollout in Kaunas")
    assert found("rollout kaunas") == ["Rollout in Kaunas"]
    for nothing in ("rollout riga", "' | :* & !", "\\'", "_", "%", "???"):
        assert found(nothing) == [], nothing


def test_a_deal_is_found_by_its_company_by_the_company_it_was_told_with_and_by_its_id() -> None:
    make_company(name="Northwind Traders")
    heard(title="A", company_name="Northwind Traders", external_id="7")
    heard(title="B", company_name="Nobody GmbH", external_id="D/8")
    assert [found(words) for words in ("wind trad", "nobody", "D/8", "7")] == [["A"], ["B"], ["B"], ["A"]]


def test_an_index_names_the_deals_that_go_by_words() -> None:
    heard(title="Rollout in Vilnius")
    sql, values = deals_wanted(Wanted(words="vilnius")).query.sql_with_params()
    with connection.cursor() as cursor:
        # So few rows are read faster than looked up: what could be done is asked.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", values)
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "deal_words" in plan
    # Of a few rows either index that holds ids will do.
    assert "deal_by_external_id" in plan or "deal_heard_once" in plan
    assert "Seq Scan" not in plan


def test_what_stands_above_the_list_is_counted_in_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(3):
        heard(title=f"Rollout {number}", outcome="lost", stage=f"s{number}")
    with django_assert_num_queries(1):
        assert totals_of(deals_wanted(Wanted())).counts["to_decide"] == 3
    rows = deals_wanted(Wanted(words="rollout"))
    with django_assert_num_queries(1):
        assert totals_of_newest(rows).counts["to_decide"] == 3


def test_of_a_common_word_the_newest_are_counted_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST", 4)
    for day in range(1, 7):
        heard(title=f"Rollout {day}", outcome="won" if day > 3 else "lost", closed_on=date(2026, 1, day))
    cut = totals_of_newest(deals_wanted(Wanted(words="rollout")))
    assert (cut.of_newest, int(cut.all), int(cut.won), int(cut.lost)) == (4, 4, 3, 1)
    assert all(count.is_more for count in cut.counts.values())
    rare = totals_of_newest(deals_wanted(Wanted(words="rollout 2")))
    assert (rare.of_newest, int(rare.all), rare.all.is_more) == (0, 1, False)
    everything = totals_of(deals_wanted(Wanted()))
    assert (everything.of_newest, int(everything.all), everything.all.is_more) == (0, 6, False)


def test_what_stands_above_the_list_is_what_its_views_hold() -> None:
    acme: dict[str, Any] = {"company_name": make_company(name="Acme").name}
    heard(outcome="won", title="x 1", **acme)
    heard(outcome="won", title="x 2", currency="EUR", **acme)
    heard(outcome="lost", title="x 3")
    heard(outcome="lost_no_decision", title="y 4", stage="s", **acme)
    heard(title="x 5", amount=None, **acme)
    heard(title="x 6", source="crm", external_id="gone", outcome="won", **acme)
    withdraw_deal(source="crm", external_id="gone")
    for words in ("", "x", "nothing"):
        rows = deals_wanted(Wanted(words=words))
        totals = totals_of(rows)
        assert totals.counts == {view: in_view(rows, view).count() for view in VIEWS}
        assert totals.won_minor == (0 if words == "nothing" else 120_000)
    totals = totals_of(Deal.objects.all())
    assert (totals.all, totals.withdrawn, totals.without_rate, totals.lost_minor) == (5, 1, 1, 240_000)
    assert totals_of(Deal.objects.none()).all == 0


@pytest.mark.parametrize(("words", "titles", "of_newest"), [("offer", 1, 0), ("rollout", 3, 2)])
def test_what_words_find_is_listed_whole_whether_it_is_few_or_more_than_are_counted(
    monkeypatch: pytest.MonkeyPatch, words: str, titles: int, of_newest: int
) -> None:
    monkeypatch.setattr(listing, "MOST", 2)
    for number in range(3):
        heard(title=f"Rollout {number}")
    heard(title="Offer")
    totals, deals = listing.found_by_words(deals_wanted(Wanted(words=words)))
    assert (deals.count(), totals.of_newest) == (titles, of_newest)
