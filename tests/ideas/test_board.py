"""The board: ideas ranked by who asks and what they pay."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.ideas.scenes import HOSTILE, ask, paying_over
from tests.makers import make_area, make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.customers.models import Company
from wellheard.decide import queries
from wellheard.decide.commands import link_feedback, set_importance, vote, withdraw_evidence
from wellheard.decide.models import Evidence, Idea
from wellheard.decide.queries import Choice, Column, board
from wellheard.decide.queries.rows import QUOTE_LENGTH, Named
from wellheard.foundation import clock
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def viewer(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.VIEWER))


def titles(choice: Choice, **options: Any) -> list[str]:
    return [row.title for row in queries.ranking(choice, **options).items]


def columns(choice: Choice) -> list[Column]:
    return queries.columns(choice, counts=queries.status_counts(choice))


def test_ideas_rank_by_what_the_asking_companies_pay() -> None:
    small, large, nobody = make_idea("Small"), make_idea("Large"), make_idea("Nobody's")
    ask(small, company=make_company(mrr=100))
    ask(small, company=make_company(mrr=150))
    ask(large, company=make_company(mrr=5000))

    rows = queries.ranking(Choice()).items

    assert [(row.rank, row.title, row.companies, row.money) for row in rows] == [
        (1, "Large", 1, 500_000),
        (2, "Small", 2, 25_000),
        (3, nobody.title, 0, 0),
    ]


def test_one_companys_wish_is_found_among_the_companies_that_are_looked_at() -> None:
    rich, poor, other = make_company(mrr=5000), make_company(mrr=100), make_company(mrr=90)
    one = make_idea("One")
    for company in (rich, poor, other):
        ask(one, company=company)

    everybody, small = Choice(is_dominated=True), {"field": "mrr", "op": "<", "value": 100_000}

    assert titles(everybody) == ["One"]
    assert titles(Choice(is_dominated=True, rule=small)) == ["One"]
    other.mrr_minor = 10_000
    other.save(update_fields=["mrr_minor"])
    assert titles(Choice(is_dominated=True, rule=small)) == []
    assert queries.status_counts(Choice(is_dominated=True, rule=small)) == {}


def test_the_ranking_for_a_segment_counts_only_its_companies() -> None:
    segment = None
    rich, poor = make_company(mrr=5000), make_company(mrr=100)
    one, two, three = make_idea("One"), make_idea("Two"), make_idea("Three")
    ask(one, company=rich)
    ask(one, company=poor)
    ask(two, company=make_company(mrr=9000))
    ask(three, company=poor)
    segment = paying_over(200)

    rows = queries.ranking(Choice(segment=segment)).items

    assert [(row.rank, row.title, row.companies, row.money) for row in rows] == [
        (1, "Two", 1, 900_000),
        (2, "One", 1, 500_000),
    ]


def test_what_was_withdrawn_does_not_rank_in_a_segment() -> None:
    idea, company = make_idea(), make_company(mrr=5000)
    ask(idea, company=company)
    segment = paying_over(100)
    withdraw_evidence(evidence_id=Evidence.objects.get().pk, reason="Built it themselves.")

    assert queries.ranking(Choice(segment=segment)).items == []
    assert queries.status_counts(Choice(segment=segment)) == {}


def test_pages_follow_each_other_without_gaps_and_ranks_go_on() -> None:
    for number in range(7):
        ask(make_idea(f"Idea {number}"), company=make_company(mrr=100))

    seen, cursor = [], ""
    while True:
        page = queries.ranking(Choice(), cursor=cursor, size=3)
        seen += [(row.rank, row.title) for row in page.items]
        if not page.next:
            break
        cursor = page.next

    assert seen == [(7 - number, f"Idea {number}") for number in range(6, -1, -1)]


def test_pages_of_a_segment_follow_each_other_too() -> None:
    for number in range(5):
        ask(make_idea(f"Idea {number}"), company=make_company(mrr=1000))
    segment = paying_over(10)

    first = queries.ranking(Choice(segment=segment), size=2)
    second = queries.ranking(Choice(segment=segment), size=2, cursor=first.next)

    assert [row.rank for row in [*first.items, *second.items]] == [1, 2, 3, 4]
    assert len({row.idea_id for row in [*first.items, *second.items]}) == 4


def test_a_search_shows_each_idea_with_its_rank_among_all() -> None:
    ask(make_idea("Invoices"), company=make_company(mrr=10))
    ask(make_idea("Offline"), company=make_company(mrr=9000))

    rows = queries.ranking(Choice(words="INVOI")).items

    assert [(row.rank, row.title) for row in rows] == [(2, "Invoices")]


def test_a_status_shows_its_own_and_all_open_leaves_out_what_is_closed() -> None:
    make_idea("Open"), make_idea("Gone", status=Idea.Status.SHIPPED), make_idea("No", status=Idea.Status.NOT_NOW)

    assert titles(Choice()) == ["Open"]
    assert titles(Choice(status="not_now")) == ["No"]
    assert queries.status_counts(Choice()) == {"heard": 1, "shipped": 1, "not_now": 1}


def test_the_loudest_words_are_those_of_whoever_pays_most() -> None:
    idea = make_idea()
    ask(idea, "We whisper.", company=make_company(mrr=100))
    ask(idea, "We shout " + "very " * 60 + "loud.", company=make_company(mrr=900))
    link_feedback(feedback_id=make_feedback("Nobody knows us.").pk, idea_id=idea.pk, by=None)

    quote = queries.ranking(Choice()).items[0].quote

    assert quote is not None
    assert quote.words.startswith("We shout very")
    assert len(quote.words) <= QUOTE_LENGTH


def test_a_year_of_evidence_is_counted_by_month_votes_too() -> None:
    idea, now = make_idea(), clock.now()
    company = make_company(mrr=100)
    for days in (0, 0, 400):
        said = make_feedback(company=company, heard_at=now - timedelta(days=days))
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    vote(idea_id=idea.pk, contact=make_contact(company=company))

    row = queries.ranking(Choice()).items[0]

    assert row.by_month == [0] * 11 + [3]
    assert (row.in_a_year, row.this_month) == (3, 3)


def test_columns_show_what_is_worth_most_of_each_status() -> None:
    for number in range(8):
        ask(make_idea(f"Idea {number}"), company=make_company(mrr=100 + number))
    make_idea("Live", status=Idea.Status.SHIPPED)

    heard, *others = columns(Choice())
    shipped = next(column for column in others if column.status == Idea.Status.SHIPPED)

    assert (heard.count, [row.title for row in heard.rows]) == (8, [f"Idea {number}" for number in range(7, 1, -1)])
    assert [row.title for row in shipped.rows] == ["Live"]


def test_columns_for_a_segment_count_its_companies() -> None:
    idea = make_idea("Asked")
    ask(idea, company=make_company(mrr=5000))
    ask(idea, company=make_company(mrr=10))
    make_idea("Not asked")
    segment = paying_over(100)

    heard = columns(Choice(segment=segment))[0]

    assert [(row.title, row.companies, row.money) for row in heard.rows] == [("Asked", 1, 500_000)]
    assert heard.count == 1


def test_the_share_of_a_segment_is_told_of_all_companies() -> None:
    for mrr in (900, 90, 10):
        make_company(mrr=mrr)

    share = queries.share_of(Company.objects.filter(mrr_minor__gt=5_000))

    assert (share.companies, share.of_companies, share.of_revenue) == (2, 3, 0.99)


def test_companies_too_many_to_be_named_are_asked_for_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for mrr, title in ((900, "Both"), (90, "Both"), (10, "Small"), (800, "Large")):
        ask(Idea.objects.filter(title=title).first() or make_idea(title), company=make_company(mrr=mrr))
    rule = {"field": "mrr", "op": ">", "value": 5_000}
    named = Choice(rule=rule)
    seen = (queries.ranking(named), queries.status_counts(named), columns(named), queries.share(named))

    monkeypatch.setattr(board, "MOST_NAMED", 1)
    asked = Choice(rule=rule)

    assert (queries.ranking(asked), queries.status_counts(asked), columns(asked), queries.share(asked)) == seen
    assert isinstance(named.companies, Named)
    assert not isinstance(asked.companies, Named)
    assert [(row.title, row.companies) for row in seen[0].items] == [("Both", 2), ("Large", 1)]


def test_the_page_shows_rank_words_companies_and_money(viewer: Client) -> None:
    idea = make_idea("Keep working without a signal", area=make_area(name="Mobile app"))
    ask(idea, "When the signal goes, the job sheet goes with it.", company=make_company(mrr=2480))

    html = viewer.get("/ideas/").content.decode()

    for part in ("Keep working without a signal", "Mobile app", "“When the signal goes", "$2,480", 'class="rank">1'):
        assert part in html
    assert "New idea" not in html


def test_whoever_may_edit_ideas_may_begin_one(signed_in: SignIn) -> None:
    assert "New idea" in signed_in(make_staff(role=Role.AGENT)).get("/ideas/").content.decode()


def test_the_page_says_which_segment_asks_and_how_to_take_it_away(viewer: Client) -> None:
    ask(make_idea("Offline"), company=make_company(mrr=2480))
    make_company(mrr=20)
    segment = paying_over(100)

    html = viewer.get(f"/ideas/?segment={segment.pk}").content.decode()

    assert "Asked by companies:" in html
    assert "pays over $100 a month" in html
    assert "1 of 2 companies, 99% of revenue" in html
    assert "Remove: pays over $100 a month" in html


def test_the_columns_page_leads_to_the_rest(viewer: Client) -> None:
    for number in range(8):
        make_idea(f"Idea {number}")

    html = viewer.get("/ideas/?view=columns").content.decode()

    assert "Show all 8" in html
    assert "Under review" in html


@pytest.mark.parametrize(
    "address",
    ["?status=nonsense", "?segment=999999", "?segment=x", "?segment=9999999999999999999999", "?segment=²"],
)
def test_what_is_not_there_is_not_shown_as_something_else(viewer: Client, address: str) -> None:
    assert viewer.get(f"/ideas/{address}").status_code == 404


@pytest.mark.parametrize(
    "cursor", ["nonsense", "WzEsMl0", "WyIyMDI0LTAxLTAxIiwgMSwgMV0", "W3RydWUsIDEsIDFd", "%00", "W251bGwsMSwxXQ"]
)
def test_a_cursor_somebody_typed_is_the_first_page(viewer: Client, cursor: str) -> None:
    make_idea("First")

    response = viewer.get(f"/ideas/?after={cursor}")

    assert response.status_code == 200
    assert "First" in response.content.decode()


@pytest.mark.parametrize("words", [HOSTILE, "\x00", "%", "x" * 5000])
def test_hostile_words_find_nothing_and_stay_words(viewer: Client, words: str) -> None:
    make_idea("Harmless")

    response = viewer.get("/ideas/", {"q": words})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_hostile_titles_and_quotes_stay_words(viewer: Client) -> None:
    ask(make_idea(HOSTILE[:200]), HOSTILE)

    for address in ("/ideas/", "/ideas/?view=columns"):
        html = viewer.get(address).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html
        assert "{{ 7|add:7 }}" in html


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/ideas/", "What customers ask for will stand here"),
        ("/ideas/?status=beta", "No idea is here now"),
        ("/ideas/?q=zzz", "No idea is called “zzz” here"),
    ],
)
def test_an_empty_list_says_what_will_stand_there(viewer: Client, address: str, sentence: str) -> None:
    assert sentence in viewer.get(address).content.decode()


def test_a_segment_that_asks_for_nothing_says_so(viewer: Client) -> None:
    make_idea()
    segment = paying_over(100)

    assert "These companies have asked for nothing here" in viewer.get(f"/ideas/?segment={segment.pk}").content.decode()


def test_a_stranger_signs_in_first(client: Client) -> None:
    assert client.get("/ideas/").status_code == 302


def test_the_board_is_only_read(viewer: Client) -> None:
    assert viewer.post("/ideas/").status_code == 405


@pytest.mark.parametrize("address", ["/ideas/?", "/ideas/?view=columns&", "/ideas/?q=idea&"])
def test_many_ideas_take_as_many_queries_as_one(
    viewer: Client, address: str, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    ask(make_idea("Idea 0", area=make_area()))
    segment = paying_over(10)
    for suffix in ("", f"segment={segment.pk}"):
        with django_assert_max_num_queries(26) as few:
            viewer.get(address + suffix)
        for number in range(20):
            idea = make_idea(f"Idea more {number}", area=make_area())
            ask(idea)
            ask(idea)
        with django_assert_num_queries(len(few)):
            viewer.get(address + suffix)


def test_the_board_says_how_it_ranks_and_an_address_with_an_earlier_order_still_works(viewer: Client) -> None:
    for title, mrr, importance in (("Pays more", 120, 1), ("Needs more", 100, 3)):
        said = make_feedback(company=make_company(mrr=mrr))
        row = link_feedback(feedback_id=said.pk, idea_id=make_idea(title).pk, by=None).evidence
        set_importance(evidence_id=row.pk, importance=importance, set_by="customer")

    first, by_money, by_age = (viewer.get(f"/ideas/{query}").text for query in ("", "?sort=money", "?sort=new"))

    assert first.index("Needs more") < first.index("Pays more")
    assert "what they pay × how much they need it" in first
    assert "× 1.4" in first
    assert by_money.index("Pays more") < by_money.index("Needs more")
    assert "Ranked by: They pay." in by_money
    assert "Ranked by: Newest." in by_age
