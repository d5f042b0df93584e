"""Minutes on paper: typeset where that is possible, and a sentence on how to get there where it is not."""

import sys
from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.makers import make_staff
from tests.reviews.tables import Table, agreed_table, decide, yes
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.commands import VerdictDraft
from wellheard.web.reports.pdf import typeset
from wellheard.web.reviews.minutes import minutes_of
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def held() -> Table:
    """A meeting that said yes once, asked once, and left one idea open."""
    made = agreed_table(3, capacity_weeks=20)
    ask = VerdictDraft(outcome="need_evidence", reason="We guess.", question="Who pays for it?", owner=made.lead)
    decide(made, made.items()[0], yes(dissent="Support is against it."))
    decide(made, made.items()[1], ask)
    commands.remark(review_id=made.review.pk, item_id=made.items()[0].pk, words="Two already left.")
    commands.hold_review(review_id=made.review.pk, notes="We met in the kitchen.")
    made.again()
    return made


def test_the_paper_says_everything_the_minutes_say(held: Table) -> None:
    paper = render_to_string("reviews/print.html", {"review": held.review, "minutes": minutes_of(held.review)})
    for words in (
        "We do it.", "It blocks them.", "Who pays for it?", "Support is against it.", "Two already left.",
        "We met in the kitchen.", "Not decided", "Idea 3", "Pavel Novak", held.review.frozen_sha256[:12],
    ):  # fmt: skip
        assert words in paper, words
    # What is pressed on a page has no place on paper.
    assert "<button" not in paper
    assert "<nav" not in paper


def test_where_pdfs_cannot_be_made_the_page_says_how_to_get_them(
    held: Table, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    client, address = signed_in(make_staff(role=Role.VIEWER)), f"/reviews/{held.review.pk}/minutes"
    page = client.get(f"{address}/").text
    refused = client.get(f"{address}.pdf", follow=True)
    assert "installs its “pdf” extra, WeasyPrint" in page
    assert f"{address}.pdf" not in page
    assert "Print the page instead" in refused.text
    assert refused.redirect_chain == [(f"{address}/", 302)]


def test_where_pdfs_can_be_made_the_minutes_are_typeset(held: Table, signed_in: SignIn) -> None:
    pytest.importorskip("weasyprint")
    client, address = signed_in(make_staff(role=Role.VIEWER)), f"/reviews/{held.review.pk}/minutes"
    page = client.get(f"{address}/").text
    assert f'href="{address}.pdf"' in page
    assert "WeasyPrint" not in page
    answer = client.get(f"{address}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "review-" in answer.headers["Content-Disposition"]
    assert answer.content.startswith(b"%PDF")


def test_many_ideas_are_found_by_page_and_long_reasons_break_between_pages_with_nothing_cut_off() -> None:
    pytest.importorskip("weasyprint")
    made = agreed_table(9, capacity_weeks=40)
    long = " ".join(["支持部门每天都要回答同样的问题。 Потому что заказчики ждут."] * 80)
    for number, item in enumerate(made.items(), start=1):
        reason = f"{long} End {number}." if number in {2, 7} else f"Short. End {number}."
        decide(made, item, yes(reason=reason, public_reason=reason))
    commands.hold_review(review_id=made.review.pk, notes="The very end.")
    html = render_to_string("reviews/print.html", {"review": made.again(), "minutes": minutes_of(made.review)})
    document = typeset(html)
    pages = [page.anchors for page in document.pages]
    assert all(any(f"item-{item.pk}" in anchors for anchors in pages) for item in made.items())
    words = "".join(box.text for page in document.pages for box in page._page_box.descendants() if hasattr(box, "text"))
    assert [words.count(f"End {number}.") for number in range(1, 10)] == [2] * 9
    assert words.count("ждут.") == 4 * 80
    assert "The very end." in words
    # On a short table nothing has to be looked up.
    assert "At a glance" in html
    assert "At a glance" not in render_to_string("reviews/print.html", _of(agreed_table(2, capacity_weeks=90)))


def _of(made: Table) -> dict[str, object]:
    for item in made.items():
        decide(made, item, yes())
    commands.hold_review(review_id=made.review.pk)
    return {"review": made.again(), "minutes": minutes_of(made.review)}


def test_a_meeting_that_is_not_over_has_no_minutes_on_paper(signed_in: SignIn) -> None:
    made = agreed_table(1)
    answer = signed_in(made.lead).get(f"/reviews/{made.review.pk}/minutes.pdf")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/reviews/{made.review.pk}/"
