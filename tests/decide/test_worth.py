"""What an idea is worth to those who ask: what they pay × how much they need it. The board, segments and notes rank by it."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.db.models import F, Value

from tests.ideas.scenes import paying_over
from tests.makers import make_company, make_contact, make_feedback, make_idea
from wellheard.customers.models import Company
from wellheard.decide import queries
from wellheard.decide.commands import link_feedback, set_importance, take_ranks, withdraw_evidence
from wellheard.decide.counters import recount, untrue
from wellheard.decide.models import Evidence, Idea, IdeaRank
from wellheard.decide.models.worth import WORTH_SQL, worth
from wellheard.decide.queries import Choice
from wellheard.foundation import clock

pytestmark = pytest.mark.django_db


def need(idea: Idea, company: Company | None, importance: int | None = None) -> Evidence:
    """Let somebody of a company, or of none we know, say that they need an idea, and how much."""
    said = make_feedback(contact=make_contact(company=company))
    evidence = link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None).evidence
    if importance:
        set_importance(evidence_id=evidence.pk, importance=importance, set_by=Evidence.SetBy.CUSTOMER)
    return evidence


def worth_of(idea: Idea) -> int:
    idea.refresh_from_db()
    return int(idea.worth_minor)


def titles(choice: Choice) -> list[str]:
    return [row.title for row in queries.ranking(choice).items]


def test_what_nobody_weighed_is_worth_what_they_pay() -> None:
    idea = make_idea()
    need(idea, make_company(mrr=100))
    assert worth_of(idea) == 10_000


def test_important_changes_nothing_and_the_others_up_to_three_times() -> None:
    nice, important, blocked = make_idea(), make_idea(), make_idea()
    for idea, importance in ((nice, 1), (important, 2), (blocked, 3)):
        for _company in range(2):
            need(idea, make_company(mrr=100), importance)
    # Two that say the same, and two that are imagined: half the way, 3 to the power of a half.
    assert [worth_of(idea) for idea in (nice, important, blocked)] == [11_547, 20_000, 34_641]


def test_who_needs_it_badly_comes_before_who_pays_a_little_more() -> None:
    for title, mrr, importance in (("Pays", 120, 1), ("Needs", 100, 3)):
        need(make_idea(title), make_company(mrr=mrr), importance)
    assert titles(Choice()) == ["Needs", "Pays"]
    assert titles(Choice(sort="money")) == ["Pays", "Needs"]


def test_a_voice_of_no_company_moves_nothing() -> None:
    idea = make_idea()
    need(idea, make_company(mrr=100))
    need(idea, None, 3)
    assert worth_of(idea) == 10_000


def test_what_is_withdrawn_weighs_nothing() -> None:
    idea = make_idea()
    need(idea, make_company(mrr=100))
    row = need(idea, make_company(mrr=100), 3)
    withdraw_evidence(evidence_id=row.pk, reason="They left")
    assert worth_of(idea) == 10_000


def test_a_segment_ranks_by_what_its_own_companies_say() -> None:
    first, second = make_idea("First"), make_idea("Second")
    large = make_company(mrr=1_000)
    for company, idea, importance in ((make_company(mrr=500), first, 3), (large, first, 1), (large, second, 3)):
        need(idea, company, importance)
    assert titles(Choice()) == ["First", "Second"]
    assert titles(Choice(segment=paying_over(700))) == ["Second", "First"]
    small = {"all": [{"field": "mrr", "op": "<", "value": 60_000}]}
    rows = queries.ranking(Choice(rule=small)).items
    assert [(row.title, row.figures.worth, row.figures.need) for row in rows] == [("First", 72_112, 1.4)]


def test_the_noted_places_are_those_of_the_board() -> None:
    for number, (mrr, importance) in enumerate(product((100, 120, 260), (1, 2, 3, None))):
        need(make_idea(f"Idea {number}", created_at=clock.now() - timedelta(days=9)), make_company(mrr=mrr), importance)
    take_ranks(day=clock.today())
    noted = IdeaRank.objects.order_by("place").values_list("idea__title", flat=True)
    assert list(noted) == titles(Choice())


def test_a_statement_of_ours_and_the_databases_column_say_the_same() -> None:
    cases = list(product((0, 1, 12_345, 10**13), (-40, -3, 0, 1, 7), (0, 1, 7, 40)))
    with connection.cursor() as cursor:
        for money, pull, said in cases:
            cursor.execute(f"SELECT {WORTH_SQL.format(money=money, pull=pull, said=said)}")
            (plain,) = cursor.fetchone()
            made = Idea.objects.create(
                title="Any",
                created_at=clock.now(),
                status_changed_at=clock.now(),
                mrr_minor=money,
                pull=pull,
                pull_count=said,
            )
            of = worth(Value(money), F("pull"), Value(said))
            asked = Idea.objects.filter(pk=made.pk).annotate(of=of).values_list("of", flat=True).get()
            assert plain == made.worth_minor == asked


def test_a_figure_that_is_not_what_its_evidence_comes_to_is_found() -> None:
    idea, other = make_idea(), make_idea()
    need(idea, make_company(mrr=100), 3)
    assert untrue([idea.pk, other.pk]) == []
    Idea.objects.filter(pk=idea.pk).update(pull=0)
    assert untrue([idea.pk, other.pk]) == [idea.pk]
    recount([idea.pk])
    assert untrue([idea.pk, other.pk]) == []
