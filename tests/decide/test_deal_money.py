"""What deals say of ideas: what was lost, what waits, what customers would buy more of; for everybody and for a segment."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.deals.makers import heard
from tests.makers import make_company, make_idea
from wellheard.customers.commands import save_segment
from wellheard.customers.models import Company
from wellheard.decide.commands import link_feedback, merge_ideas, unlink_feedback, unmerge_ideas, withdraw_evidence
from wellheard.decide.commands.rankings import keep_ranking
from wellheard.decide.counters import recount
from wellheard.decide.models import Evidence, Idea
from wellheard.decide.queries import Choice, chosen_ideas, ranking
from wellheard.listen.deals.models import Deal

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 3, 9, tzinfo=UTC)


def missed(idea: Idea, company: Company | None, amount: int, outcome: str, **said: Any) -> Deal:
    """Hear a deal that missed an idea, and link what was said."""
    whose = {"company_key": company.external_id} if company else {"company_name": "Nobody we know"}
    deal = heard(amount=Decimal(amount), outcome=outcome, missing=("It cannot sign in with SAML",), **whose | said)
    for missing in deal.missing.all():
        link_feedback(feedback_id=missing.feedback_id, idea_id=idea.pk, by=None)
    return deal


def of_deals(idea: Idea) -> tuple[int, int, int]:
    """Return lost deals, blocked pipeline and expansion; the same must come of counting everything anew."""
    idea.refresh_from_db()
    found = (idea.lost_deals_minor, idea.pipeline_minor, idea.expansion_minor)
    recount([idea.pk])
    idea.refresh_from_db()
    assert found == (idea.lost_deals_minor, idea.pipeline_minor, idea.expansion_minor)
    return found[0] // 100, found[1] // 100, found[2] // 100


def test_lost_deals_open_deals_and_what_customers_would_add_stand_in_columns_of_their_own() -> None:
    idea = make_idea()
    customer, prospect = make_company(mrr=50, external_id="c1"), make_company(mrr=0, external_id="c2")
    missed(idea, prospect, 1000, Deal.Outcome.LOST_COMPETITOR)
    missed(idea, prospect, 400, Deal.Outcome.OPEN)
    missed(idea, customer, 70, Deal.Outcome.OPEN)
    missed(idea, customer, 9000, Deal.Outcome.WON)

    assert of_deals(idea) == (1000, 470, 70)


def test_a_company_counts_once_in_a_column_by_its_largest_deal_and_deals_of_nobody_known_each_count() -> None:
    idea, company = make_idea(), make_company(mrr=0, external_id="c1")
    for amount in (100, 300, 200):
        missed(idea, company, amount, Deal.Outcome.LOST_UNKNOWN)
    assert of_deals(idea) == (300, 0, 0)

    missed(idea, None, 20, Deal.Outcome.LOST_UNKNOWN)
    missed(idea, None, 10, Deal.Outcome.LOST_UNKNOWN)
    assert of_deals(idea) == (330, 0, 0)


def test_news_of_a_deal_changes_what_its_idea_says_and_the_same_news_twice_does_not(
    run_jobs: Callable[[], None],
) -> None:
    idea, company = make_idea(), make_company(mrr=0, external_id="c1")
    deal = missed(idea, company, 500, Deal.Outcome.OPEN)
    assert Evidence.objects.get().grade == Evidence.Grade.REPORTED

    for _time in range(2):
        heard(external_id=deal.external_id, outcome=Deal.Outcome.LOST_COMPETITOR, amount=Decimal(450), changed_at=LATER)
        run_jobs()
    assert of_deals(idea) == (450, 0, 0)
    assert Evidence.objects.get().grade == Evidence.Grade.REVEALED


def test_what_is_withdrawn_unlinked_or_merged_takes_its_deals_along() -> None:
    idea, other = make_idea(), make_idea()
    company = make_company(mrr=0, external_id="c1")
    deal = missed(idea, company, 500, Deal.Outcome.LOST_COMPETITOR)

    merge = merge_ideas(source_id=idea.pk, target_id=other.pk, by=None)
    assert of_deals(other) == (500, 0, 0)
    unmerge_ideas(merge_id=merge.pk, by=None)
    assert (of_deals(idea), of_deals(other)) == ((500, 0, 0), (0, 0, 0))

    withdraw_evidence(evidence_id=Evidence.objects.get(idea=idea).pk, reason="They bought elsewhere.")
    assert of_deals(idea) == (0, 0, 0)
    unlink_feedback(feedback_id=deal.missing.get().feedback_id, idea_id=idea.pk)
    assert of_deals(idea) == (0, 0, 0)


@pytest.mark.parametrize("column", ["lost_deals", "pipeline", "expansion"])
def test_ideas_rank_by_each_column_for_everybody_and_for_a_segment_kept_or_counted_now(column: str) -> None:
    inside, outside = make_company(mrr=10, external_id="in"), make_company(mrr=5, external_id="out")
    few, many = make_idea(title="Few"), make_idea(title="Many")
    outcome = Deal.Outcome.LOST_UNKNOWN if column == "lost_deals" else Deal.Outcome.OPEN
    missed(few, inside, 20, outcome)
    missed(many, inside, 10, outcome)
    missed(many, outside, 90, outcome)
    segment = save_segment(name="Pays", rule={"all": [{"field": "mrr", "op": ">", "value": 700}]})

    def titles(choice: Choice) -> list[tuple[str, int]]:
        assert [idea.title for idea in chosen_ideas(choice).order_by(*choice.order)] == [
            row.title for row in ranking(choice).items
        ]
        return [(row.title, getattr(row.figures, column) // 100) for row in ranking(choice).items]

    assert titles(Choice(sort=column)) == [("Many", 100), ("Few", 20)]
    assert titles(Choice(sort=column, segment=segment)) == [("Few", 20), ("Many", 10)]
    kept = keep_ranking(segment=segment)
    assert titles(Choice(sort=column, segment=segment, kept=kept)) == [("Few", 20), ("Many", 10)]
