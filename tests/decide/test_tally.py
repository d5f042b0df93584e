"""A change of one company's evidence is counted by its own row; the result is what counting everything comes to."""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.makers import make_company, make_contact, make_feedback, make_idea
from wellheard.customers.models import Company
from wellheard.decide.commands import (
    link_feedback,
    place_evidence,
    reaffirm_evidence,
    set_importance,
    unlink_feedback,
    vote,
    withdraw_evidence,
    withdraw_vote,
)
from wellheard.decide.counters import recount
from wellheard.decide.models import Evidence, Idea
from wellheard.decide.queries import evidence_by_month, loudest_quotes
from wellheard.foundation import clock
from wellheard.listen.models import Feedback

pytestmark = pytest.mark.django_db


def kept(idea: Idea) -> dict[str, Any]:
    """Return everything that is kept of an idea's evidence."""
    idea.refresh_from_db()
    counters = {
        field.name: getattr(idea, field.attname)
        for field in Idea._meta.concrete_fields
        if field.name.endswith(("_count", "_minor")) or field.name in {"loudest", "public_quote", "pull"}
    }
    return counters | {"months": evidence_by_month([idea.pk]), "all": dict(idea.months.values_list("month", "pieces"))}


def recounted(idea: Idea) -> dict[str, Any]:
    recount([idea.pk])
    return kept(idea)


@pytest.mark.parametrize("seed", range(4))
def test_any_run_of_changes_counts_as_counting_everything_does(seed: int) -> None:
    dice, idea = random.Random(seed), make_idea()
    companies = [make_company(mrr=dice.choice([0, 100, 100, 400])) for _number in range(4)]
    Company.objects.filter(pk=companies[0].pk).update(stage=Company.Stage.AT_RISK)
    Company.objects.filter(pk=companies[1].pk).update(renews_on=clock.today() + timedelta(days=9))
    people = [make_contact(company=dice.choice([*companies, None])) for _number in range(7)]
    # Some speak for a company that is not theirs as well.
    said = [
        make_feedback(
            contact=dice.choice([*people, None]),
            company=dice.choice([*companies, None]),
            quotable=dice.choice(["no", "named"]),
            published_at=dice.choice([None, clock.now()]),
        )
        for _number in range(10)
    ]
    for piece in said:
        Feedback.objects.filter(pk=piece.pk).update(heard_at=clock.now() - timedelta(days=dice.randrange(200)))

    for _step in range(20):
        change(dice, idea, people, said)
        now = kept(idea)
        assert {**now, "all": nonzero(now["all"])} == recounted(idea)


def change(dice: random.Random, idea: Idea, people: list[Any], said: list[Feedback]) -> None:
    rows = list(Evidence.objects.filter(idea=idea, items__isnull=False).distinct())
    piece, person = dice.choice(said), dice.choice(people)
    work: list[Callable[[], Any]] = [
        partial(vote, idea_id=idea.pk, contact=person),
        partial(withdraw_vote, idea_id=idea.pk, contact=person),
        partial(link_feedback, feedback_id=piece.pk, idea_id=idea.pk, by=None),
        partial(link_feedback, feedback_id=piece.pk, idea_id=idea.pk, by=None),
        partial(unlink_feedback, feedback_id=piece.pk, idea_id=idea.pk),
        partial(move, piece, dice),
    ]
    if rows:
        row = dice.choice(rows).pk
        work += [
            partial(set_importance, evidence_id=row, importance=dice.choice([1, 2, 3]), set_by="staff"),
            partial(withdraw_evidence, evidence_id=row, reason="Not any more"),
            partial(reaffirm_evidence, evidence_id=row),
        ]
    dice.choice(work)()


def move(piece: Feedback, dice: random.Random) -> None:
    company = dice.choice([*Company.objects.order_by("pk"), None])
    Feedback.objects.filter(pk=piece.pk).update(company=company)
    place_evidence(feedback_id=piece.pk)


def nonzero(months: dict[Any, int]) -> dict[Any, int]:
    """Leave out months nobody speaks for any more, whose row may stay."""
    return {month: pieces for month, pieces in months.items() if pieces}


def test_a_vote_asks_nothing_of_the_other_rows_of_its_idea() -> None:
    idea = make_idea()
    for _company in range(5):
        vote(idea_id=idea.pk, contact=make_contact(company=make_company(mrr=100)))
    with CaptureQueriesContext(connection) as asked:
        vote(idea_id=idea.pk, contact=make_contact(company=make_company(mrr=50)))
    assert not [query for query in asked.captured_queries if "count(DISTINCT" in query["sql"]]


def test_the_loudest_quote_is_of_the_company_that_pays_most_and_follows_when_it_is_taken_back() -> None:
    idea = make_idea()
    for mrr, words in ((100, "Quietly"), (900, "Loudly"), (300, "In between")):
        piece = make_feedback(company=make_company(mrr=mrr), words=words)
        link_feedback(feedback_id=piece.pk, idea_id=idea.pk, by=None)
    assert loudest_quotes([idea.pk])[idea.pk].words == "Loudly"
    unlink_feedback(feedback_id=Feedback.objects.get(words="Loudly").pk, idea_id=idea.pk)
    assert loudest_quotes([idea.pk])[idea.pk].words == "In between"
