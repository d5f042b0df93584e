"""Segments: in words, as rows of a form, and with the companies in them."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.makers import make_company, make_staff, make_tier
from wellheard.customers.commands import save_segment
from wellheard.customers.models import Company, Segment
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Staff], Client]
LIST, NEW, COUNT = "/segments/", "/segments/new/", "/segments/count/"
LARGE = {"all": [{"field": "mrr", "op": ">", "value": 1_500_000}, {"field": "months_with_us", "op": ">=", "value": 6}]}
NESTED = {"any": [{"all": [{"field": "mrr", "op": ">", "value": 1}]}, {"field": "plan", "op": "=", "value": "Pro"}]}


@pytest.fixture
def browser(signed_in: SignedIn) -> Client:
    """Return the browser of somebody who may change segments."""
    return signed_in(make_staff(role=Role.SUCCESS))


def sent(*rows: tuple[str, str, str], **fields: str) -> dict[str, str]:
    """Return a form as a browser sends it, with an empty row at the end."""
    form = {"name": "Large", "rule-match": "all", "seen": ""}
    for number, (field, op, value) in enumerate([*rows, ("", ">", "")]):
        form |= {f"rule.{number}-field": field, f"rule.{number}-op": op, f"rule.{number}-value": value}
    return form | {name.replace("match", "rule-match"): value for name, value in fields.items()}


def edit_url(segment: Segment) -> str:
    return reverse("segment_edit", args=[segment.pk])


def test_they_are_listed_with_their_rule_in_words(browser: Client) -> None:
    make_company(mrr=20_000, joined_on="2020-01-01")
    save_segment(name="Large & loyal", rule=LARGE)
    save_segment(name="<b>", rule=NESTED)
    page = browser.get(LIST).content.decode()
    for words in (
        "Large &amp; loyal", "pays over $15,000 a month and with us 6+ months", "one company", "$20,000 a month", "&lt;b&gt;",
    ):  # fmt: skip
        assert words in page


def test_it_says_what_a_segment_is_before_there_is_one(browser: Client, signed_in: SignedIn) -> None:
    assert "A segment is a rule" in browser.get(LIST).content.decode()
    assert NEW not in signed_in(make_staff(role=Role.VIEWER)).get(LIST).content.decode()


def test_one_is_made_from_rows(browser: Client) -> None:
    fits = make_company(mrr=20_000, joined_on="2020-01-01", name="Fits", stage="active", country="DE")
    make_company(mrr=15_000, joined_on="2020-01-01")
    rows = (
        ("mrr", ">", "$15,000"), ("months_with_us", ">=", " 6 "), ("stage", "in", "Active, at risk"), ("country", "!=", "us"),
        ("seats", "", ""),
    )  # fmt: skip
    response = browser.post(NEW, sent(*rows[:4]))
    segment = Segment.objects.get()
    assert response["Location"] == reverse("segment", args=[segment.pk])
    assert segment.rule == {
        "all": [
            {"field": "mrr", "op": ">", "value": 1_500_000},
            {"field": "months_with_us", "op": ">=", "value": 6},
            {"field": "stage", "op": "in", "value": ["active", "at_risk"]},
            {"field": "country", "op": "!=", "value": "US"},
        ]
    }
    page = browser.get(response["Location"]).content.decode()
    assert "Large: one company" in page
    assert "Together they pay $20,000 a month." in page
    assert fits.name in page


def test_any_of_the_rows_may_be_enough(browser: Client) -> None:
    browser.post(NEW, sent(("plan", "=", "Pro"), ("seats", ">=", "1000"), match="any"))
    assert Segment.objects.get().rule == {
        "any": [{"field": "plan", "op": "=", "value": "Pro"}, {"field": "seats", "op": ">=", "value": 1000}]
    }


def test_more_rows_come_without_a_script_and_nothing_is_lost(browser: Client) -> None:
    response = browser.post(NEW, sent(("mrr", ">", "wrong"), ("plan", "=", "Pro"), name="", match="any", do="add:rule"))
    page = response.content.decode()
    assert response.status_code == 200
    assert not Segment.objects.exists()
    assert len(re.findall(r'name="rule\.\d+-value"', page)) == 2 + 1 + 1
    assert 'value="wrong"' in page
    assert 'value="Pro"' in page
    assert re.search(r'name="rule-match" value="any"[^>]* checked', page)
    assert "to put right" not in page
    response = browser.post(NEW, sent(*[("plan", "=", str(number)) for number in range(80)], do="add:rule"))
    assert response.status_code == 200


def test_how_many_fit_is_told_while_one_writes(browser: Client) -> None:
    make_company(mrr=20_000, name="Large & loyal")
    make_company(mrr=10)
    fragment = browser.post(COUNT, sent(("mrr", ">", "15000"))).content.decode()
    assert fragment.strip() == "1 of 2 companies fit: pays over $15,000 a month. They are Large &amp; loyal."
    for rows in ((), (("mrr", ">", "x"),), (("mrr", "in", "5"),)):
        assert "Fill in a row" in browser.post(COUNT, sent(*rows)).content.decode()
    assert browser.post(COUNT).status_code == 200
    assert browser.post(COUNT, {f"rule.{number}-field": "mrr" for number in range(300)}).status_code == 200


def test_a_segment_is_shown_as_it_was_written_and_changed(browser: Client) -> None:
    make_company(mrr=20_000, joined_on="2020-01-01")
    segment = save_segment(name="Large", rule=LARGE)
    response = browser.get(edit_url(segment))
    page = response.content.decode()
    for words in ('value="15000"', 'value="6"', "1 of 1 companies fit"):
        assert words in page
    seen = response.context["draft"].form["seen"].value()
    browser.post(edit_url(segment), sent(("mrr", "<", "12.50"), name="Small", seen=seen))
    segment.refresh_from_db()
    assert (segment.name, segment.rule, segment.company_count) == (
        "Small",
        {"all": [{"field": "mrr", "op": "<", "value": 1250}]},
        0,
    )
    assert 'value="12.50"' in browser.get(edit_url(segment)).content.decode()


def test_groups_stand_in_groups_and_are_saved_as_they_stand(browser: Client) -> None:
    segment = save_segment(name="Odd", rule=NESTED)
    page = browser.get(edit_url(segment)).content.decode()
    assert "Group 1 fits when" in page
    form = {
        "name": "Odder", "rule-match": "any", "rule.0-match": "all",
        "rule.0.0-field": "mrr", "rule.0.0-op": ">", "rule.0.0-value": "0.01",
        "rule.0.1-match": "any", "rule.0.1.0-field": "stage", "rule.0.1.0-op": "=", "rule.0.1.0-value": "At risk",
        "rule.1-field": "plan", "rule.1-op": "=", "rule.1-value": "Pro",
        "seen": re.findall(r'name="seen" value="([^"]+)"', page)[0],
    }  # fmt: skip
    assert browser.post(edit_url(segment), form).status_code == 302
    segment.refresh_from_db()
    at_risk = {"any": [{"field": "stage", "op": "=", "value": "at_risk"}]}
    assert segment.rule == {
        "any": [
            {"all": [{"field": "mrr", "op": ">", "value": 1}, at_risk]},
            {"field": "plan", "op": "=", "value": "Pro"},
        ]
    }


def test_a_rule_is_built_part_by_part_without_a_script(browser: Client) -> None:
    form = sent(("mrr", ">", "5"))

    def rows_after(do: str) -> list[str]:
        page = browser.post(NEW, form | {"do": do}).content.decode()
        return re.findall(r'name="(rule[\d.]*)-value"', page)

    assert rows_after("group:rule") == ["rule.0", "rule.1", "rule.2.0", "rule.2.1"]
    form |= {"rule.2-match": "any", "rule.2.0-field": "plan", "rule.2.0-op": "=", "rule.2.0-value": "Pro"}
    assert rows_after("add:rule.2") == ["rule.0", "rule.1", "rule.2.0", "rule.2.1"]
    assert rows_after("group:rule.2") == ["rule.0", "rule.1", "rule.2.0", "rule.2.1.0", "rule.2.1.1"]
    assert rows_after("remove:rule.0") == ["rule.0", "rule.1.0"]
    assert rows_after("remove:rule.2") == ["rule.0", "rule.1"]
    assert (
        rows_after("remove:rule")
        == rows_after("nonsense")
        == rows_after("add:rule.0")
        == ["rule.0", "rule.1", "rule.2.0"]
    )
    browser.post(NEW, form)
    assert Segment.objects.get().rule == {
        "all": [{"field": "mrr", "op": ">", "value": 500}, {"any": [{"field": "plan", "op": "=", "value": "Pro"}]}]
    }


def test_a_chosen_field_brings_its_comparisons_and_values(browser: Client) -> None:
    make_tier(name="Gold <b>")
    page = browser.post(
        "/segments/rows/", sent(("tier", "=", ""), ("renews_on", "next", "90"), do="show")
    ).content.decode()
    assert '<option value="Gold &lt;b&gt;">' in page
    assert page.count("in the next … days") == 2
    assert not Segment.objects.exists()


def test_hostile_places_are_refused_or_left_out(browser: Client) -> None:
    for name in ("rule.0.0.0.0.0.0.0.0.0-field", "rule.999999-field", "rule.-1-field", "rule.7.1-field", "rulex-match"):
        response = browser.post(NEW, sent(**{name: "mrr"}))
        assert response.status_code == 422, name
    deep = "rule" + "".join(".0" for _level in range(8))
    form = {"name": "Deep", "rule-match": "all"}
    for level in range(1, 8):
        form["rule" + ".0" * level + "-match"] = "all"
    form |= {f"{deep}-field": "mrr", f"{deep}-op": ">", f"{deep}-value": "1"}
    response = browser.post(NEW, form)
    assert response.status_code == 422
    assert "make it simpler" in response.content.decode()


def test_whoever_saves_second_is_told_and_loses_nothing(browser: Client) -> None:
    segment = save_segment(name="Large", rule=LARGE)
    seen = browser.get(edit_url(segment)).context["draft"].form["seen"].value()
    theirs = {"all": [{"field": "plan", "op": "=", "value": "Pro"}]}
    save_segment(segment_id=segment.pk, name="Pro customers", rule=theirs)

    mine = sent(("mrr", ">", "99"), name="My name", seen=seen)
    response = browser.post(edit_url(segment), mine)
    page = response.content.decode()
    assert response.status_code == 409
    for words in ("Somebody else changed this segment", "on plan Pro", 'value="My name"', 'value="99"'):
        assert words in page
    segment.refresh_from_db()
    assert segment.rule == theirs

    again = mine | {"seen": response.context["draft"].form["seen"].value()}
    assert browser.post(edit_url(segment), again).status_code == 302
    segment.refresh_from_db()
    assert segment.name == "My name"


def test_a_double_click_makes_one(browser: Client) -> None:
    form = sent(("mrr", ">", "1"))
    browser.post(NEW, form)
    response = browser.post(NEW, form)
    assert Segment.objects.count() == 1
    assert "Another segment is called “Large”" in response.content.decode()


@pytest.mark.parametrize(
    ("rows", "fields", "sentence"),
    [
        ((), {}, "Fill in at least one row"),
        ((("mrr", ">", "1"),), {"name": " \u200b "}, "Give the segment a name."),
        ((("mrr", ">", "1"),), {"name": "a" * 121}, "Use at most 120 characters"),
        ((("mrr", ">", "1"),), {"match": "some"}, "Choose whether all or any of these must fit."),
        ((("mrr", ">", "much"),), {}, "Compare this with an amount per month in USD"),
        ((("mrr", ">", "-5"),), {}, "Compare this with an amount per month in USD"),
        ((("mrr", ">", "1e400"),), {}, "Compare this with an amount per month in USD"),
        ((("mrr", ">", "NaN"),), {}, "Compare this with an amount per month in USD"),
        ((("mrr", ">", "9" * 40),), {}, "Compare this with an amount per month in USD"),
        ((("mrr", "in", "5"),), {}, "is compared by one of"),
        ((("months_with_us", ">", "1.5"),), {}, "Compare this with a whole number"),
        ((("months_with_us", ">", "99999999999"),), {}, "Compare this with a whole number"),
        ((("stage", "=", "asleep"),), {}, "A stage is one of"),
        ((("plan", "=", ""),), {}, "Write what to compare it with."),
        ((("plan", "in", " , "),), {}, "a list of 1 to 50 values"),
        ((("plan", "=", "a" * 101),), {}, "a text of 1 to 100 characters"),
        ((("", ">", "lonely"),), {}, "Choose what to compare with “lonely”."),
        ((("shoe size", ">", "1"),), {}, "There is no such field"),
        ((("mrr", "like", "1"),), {}, "There is no such comparison"),
    ],
)
def test_what_cannot_be_a_segment_is_said_and_nothing_is_half_saved(
    browser: Client, rows: tuple[tuple[str, str, str], ...], fields: dict[str, str], sentence: str
) -> None:
    response = browser.post(NEW, sent(*rows, **fields))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Segment.objects.exists()


def test_rows_that_did_not_arrive_whole_are_refused(browser: Client) -> None:
    response = browser.post(NEW, sent(("mrr", ">", "1")) | {"rule.5.0-field": "mrr"})
    assert response.status_code == 422
    assert "did not arrive whole" in response.content.decode()
    assert browser.post(NEW, {}).status_code == 422
    assert not Segment.objects.exists()


def test_hostile_text_stays_text(browser: Client) -> None:
    browser.post(NEW, sent(("industry", "=", "<script>alert(1)</script>\x00"), name='"><img src=x>'))
    segment = Segment.objects.get()
    for url in (
        LIST,
        reverse("segment", args=[segment.pk]),
        edit_url(segment),
        reverse("segment_removal", args=[segment.pk]),
    ):
        page = browser.get(url).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x>" not in page


def test_it_is_removed_after_a_question_and_its_companies_stay(browser: Client) -> None:
    make_company(mrr=20_000, joined_on="2020-01-01")
    segment = save_segment(name="Large", rule=LARGE)
    url = reverse("segment_removal", args=[segment.pk])
    assert "One company belongs to it. It stays" in browser.get(url).content.decode()
    assert Segment.objects.exists()
    response = browser.post(url, follow=True)
    assert "“Large” is removed. Its companies stay." in response.content.decode()
    assert (Segment.objects.count(), Company.objects.count()) == (0, 1)
    assert browser.post(url).status_code == 404


def test_its_companies_are_shown_page_by_page_who_pay_most_first(browser: Client) -> None:
    for number in range(70):
        make_company(mrr=16_000 + number % 3, joined_on="2020-01-01")
    segment = save_segment(name="Large", rule=LARGE)
    found: list[Company] = []
    cursor = ""
    while True:
        response = browser.get(reverse("segment", args=[segment.pk]), {"after": cursor})
        found += response.context["page"].items
        if not (cursor := response.context["page"].next):
            break
    assert len({company.pk for company in found}) == 70
    assert [company.mrr_minor for company in found] == sorted((company.mrr_minor for company in found), reverse=True)


def test_everybody_may_read_and_only_some_may_change(signed_in: SignedIn) -> None:
    segment = save_segment(name="Large", rule=LARGE)
    viewer = signed_in(make_staff(role=Role.VIEWER))
    page = viewer.get(reverse("segment", args=[segment.pk])).content.decode()
    assert edit_url(segment) not in page
    for url in (NEW, edit_url(segment), reverse("segment_removal", args=[segment.pk])):
        assert viewer.get(url).status_code in {403, 405}
        assert viewer.post(url, sent(("mrr", ">", "1"))).status_code in {403, 405}
    assert Segment.objects.get().rule == LARGE


def test_what_is_not_there_and_other_methods_are_refused(browser: Client) -> None:
    for name in ("segment", "segment_edit", "segment_removal"):
        assert browser.get(reverse(name, args=[999_999])).status_code == 404
    assert browser.post(LIST).status_code == 405
    assert browser.put(NEW).status_code == 405


def test_they_ask_as_many_questions_for_twenty_as_for_one(browser: Client) -> None:
    def questions() -> tuple[int, int]:
        counts = []
        for url in (LIST, reverse("segment", args=[segment.pk])):
            browser.get(url)
            with CaptureQueriesContext(connection) as asked:
                browser.get(url)
            counts.append(len(asked))
        return counts[0], counts[1]

    make_company(mrr=20_000, joined_on="2020-01-01", owner=make_staff())
    segment = save_segment(name="Large", rule=LARGE)
    for_one = questions()
    for number in range(19):
        make_company(mrr=20_000, joined_on="2020-01-01", owner=make_staff())
        save_segment(name=f"Segment {number}", rule=LARGE)
    save_segment(segment_id=segment.pk, name="Large", rule=LARGE)
    assert questions() == for_one


BACK = "/trends/?period=year&segment=3&after=x"


def test_a_rule_for_one_look_at_a_list_leads_back_to_it_and_is_kept_nowhere(signed_in: SignedIn) -> None:
    make_company(name="Ample Systems", mrr=20_000)
    viewer = signed_in(make_staff(role=Role.VIEWER))
    assert "Ample Systems" in viewer.post(COUNT, sent(("mrr", ">", "1"))).text
    response = viewer.post("/segments/rule/", sent(("mrr", ">", "15000"), back=BACK))
    parts = urlsplit(response["Location"])
    assert (parts.path, parse_qs(parts.query)) == (
        "/trends/",
        {"period": ["year"], "rule": ['{"all":[{"field":"mrr","op":">","value":1500000}]}']},
    )
    assert 'value="15000' in viewer.get("/segments/rule/", {"back": response["Location"]}).text.replace(",", "")
    assert not Segment.objects.exists()


def test_a_rule_for_one_look_says_what_is_wrong_with_it_and_leads_nowhere_else(browser: Client) -> None:
    wrong = browser.post("/segments/rule/", sent(("mrr", ">", "much"), back=BACK))
    assert wrong.status_code == 422
    assert "much" in wrong.text
    elsewhere = browser.post("/segments/rule/", sent(("mrr", ">", "1"), back="//elsewhere.example/"))
    assert elsewhere["Location"].startswith("/segments/?")
