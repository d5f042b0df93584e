"""How a large segment ranks ideas is counted in the background; what the board shows is the same."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from tests.ideas.scenes import paying_over
from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.customers.commands import save_segment
from wellheard.decide import queries
from wellheard.decide.commands import keep_rankings, link_feedback, rankings, vote
from wellheard.decide.models import SegmentRanking
from wellheard.decide.queries import Choice
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db


def asked_for() -> None:
    """Let companies ask for ideas in words and by votes, each for others."""
    companies = [make_company(mrr=mrr) for mrr in (100, 400, 900, 2_000)]
    ideas = [make_idea(status=status) for status in ("heard", "heard", "planned", "shipped")]
    for place, company in enumerate(companies):
        for idea in ideas[place // 2 :]:
            vote(idea_id=idea.pk, contact=make_contact(company=company))
            piece = make_feedback(company=company, words=f"Words of {company}")
            link_feedback(feedback_id=piece.pk, idea_id=idea.pk, by=None)


def test_what_was_kept_is_what_would_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for()
    segment = paying_over(300)
    live = [Choice(segment=segment), Choice(segment=segment, status="planned"), Choice(segment=segment, sort="risk")]
    counts = [queries.status_counts(choice) for choice in live]
    monkeypatch.setattr(rankings, "LARGE", 0)

    assert keep_rankings() == 1

    for choice, count in zip(live, counts, strict=True):
        kept = replace(choice, kept=queries.kept_ranking(segment))
        assert kept.kept
        assert queries.ranking(kept).items == queries.ranking(choice).items
        assert queries.status_counts(kept) == count
        columns = [queries.columns(one, counts=count) for one in (kept, choice)]
        assert [[row.figures for row in one.rows] for one in columns[0]] == [
            [row.figures for row in one.rows] for one in columns[1]
        ]
        assert queries.share(kept) == queries.share(choice)


def test_the_board_says_when_it_was_counted(
    monkeypatch: pytest.MonkeyPatch, signed_in: Callable[[Staff], Client]
) -> None:
    asked_for()
    segment = paying_over(300)
    browser, address = signed_in(make_staff()), f"/ideas/?segment={segment.pk}"
    assert "Counted at" not in browser.get(address).text
    monkeypatch.setattr(rankings, "LARGE", 0)
    keep_rankings()
    assert "Counted at" in browser.get(address).text


def test_another_rule_is_counted_anew(monkeypatch: pytest.MonkeyPatch, run_jobs: Callable[[], None]) -> None:
    asked_for()
    segment = paying_over(300)
    monkeypatch.setattr(rankings, "LARGE", 0)
    keep_rankings()
    rule = {"all": [{"field": "mrr", "op": ">", "value": 150_000}]}
    save_segment(name=segment.name, rule=rule, segment_id=segment.pk)
    run_jobs()
    assert not SegmentRanking.objects.exists()
    monkeypatch.undo()


def test_small_segments_are_not_kept() -> None:
    asked_for()
    paying_over(300)
    assert keep_rankings() == 0
