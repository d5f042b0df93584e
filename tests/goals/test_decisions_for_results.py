"""A decision may be made for key results: chosen where it is decided, shown where they stand, taken off again."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tests.makers import make_idea, make_staff
from tests.reviews.tables import agreed_table
from wellheard.decide.commands import merge_ideas
from wellheard.decide.models import Decision, Idea
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.learn.goals import commands
from wellheard.learn.goals.drafts import ObjectiveDraft, ResultDraft
from wellheard.learn.goals.errors import GoalError
from wellheard.learn.goals.models import KeyResult, KeyResultDecision, KeyResultIdea, Objective
from wellheard.learn.goals.queries import decisions_for
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
ASKED = "For which key results"


@pytest.fixture
def product(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.PRODUCT))


def result(title: str = "Talks", goal: str = "Answer sooner") -> KeyResult:
    today = clock.today()
    made = commands.add_objective(
        draft=ObjectiveDraft(title=goal, begins_on=today, last_on=today + timedelta(days=80)), by=None
    )
    draft = ResultDraft(title=title, begins_at=0, aims_at=10, unit="talks")
    return commands.add_key_result(objective_id=made.pk, draft=draft)


def decided(title: str = "Work offline") -> Decision:
    idea = make_idea(title)
    return Decision.objects.create(
        idea=idea, outcome="yes", reason=f"Why {title}", public_reason="p", decided_at=clock.now()
    )


def closed(of: KeyResult) -> None:
    commands.close_objective(
        objective_id=of.objective_id, version=of.objective.version, grade=Decimal(1), learnt="", by=None
    )


def typed(idea: Idea, *results: KeyResult) -> dict[str, object]:
    words = {"outcome": "yes", "reason": "It saves renewals.", "public_reason": "Many of you need it."}
    return {"version": idea.version, "key_results": [one.pk for one in results]} | words


def test_an_idea_is_decided_for_a_key_result_which_then_tells_of_it(product: Client) -> None:
    idea, one, other = make_idea("Work offline"), result("Talks"), result("Calls", "Something else")
    page = product.get(f"/ideas/{idea.pk}/decision/").text
    assert "Answer sooner · Talks" in page
    for _twice in range(2):
        assert product.post(f"/ideas/{idea.pk}/decision/", typed(idea, one)).status_code == 302
    made = Decision.objects.get()
    assert list(KeyResultDecision.objects.values_list("key_result", "decision")) == [(one.pk, made.pk)]
    [fact] = Fact.objects.filter(name="key_result.decision_bound")
    assert (fact.subject_id, fact.details) == (one.pk, {"decision": made.pk, "idea": idea.pk})
    assert "Work offline" in product.get(f"/goals/{one.objective_id}/").text
    assert "Made for this key result" in product.get(f"/goals/results/{one.pk}/").text
    assert "Work offline" not in product.get(f"/goals/results/{other.pk}/").text


def test_where_nothing_is_chosen_or_there_is_nothing_to_choose_an_idea_is_decided_as_ever(product: Client) -> None:
    idea = make_idea()
    assert ASKED not in product.get(f"/ideas/{idea.pk}/decision/").text
    closed(result())
    assert ASKED not in product.get(f"/ideas/{idea.pk}/decision/").text
    result()
    assert ASKED in product.get(f"/ideas/{idea.pk}/decision/").text
    assert product.post(f"/ideas/{idea.pk}/decision/", typed(idea)).status_code == 302
    assert Decision.objects.count() == 1
    assert not KeyResultDecision.objects.exists()


def test_for_a_goal_that_was_closed_meanwhile_nothing_is_decided_and_it_is_said(product: Client) -> None:
    idea, over, _open = make_idea(), result(), result("Calls")
    closed(over)
    page = product.post(f"/ideas/{idea.pk}/decision/", typed(idea, over))
    assert page.status_code == 422
    assert "This key result is closed or gone." in page.text
    assert "It saves renewals." in page.text
    assert not Decision.objects.exists()
    with pytest.raises(GoalError):
        commands.bind_decision(decision=decided(), result_ids=[_open.pk, over.pk])
    assert not KeyResultDecision.objects.exists()


def test_a_meeting_decides_for_a_key_result_where_the_idea_itself_is_decided(signed_in: SignIn) -> None:
    made, of = agreed_table(), result()
    lead, item = signed_in(made.lead), made.items()[0]
    address = f"/reviews/{made.review.pk}/ideas/{item.pk}/verdict/"
    assert ASKED not in lead.get(f"{address}?outcome=defer").text
    assert ASKED in lead.get(f"{address}?outcome=accept").text
    sent = {
        "version": item.idea.version, "outcome": "accept", "reason": "It saves renewals.", "public_reason": "It is planned.",
        "measure": "solved", "amount": "60", "by_day": (clock.today() + timedelta(days=60)).isoformat(),
        "override_reason": "We want it.", "key_results": [of.pk],
    }  # fmt: skip
    assert lead.post(address, sent).status_code == 302
    assert KeyResultDecision.objects.get().decision == Decision.objects.get()
    assert made.ideas[0].title in lead.get(f"/goals/{of.objective_id}/").text


def test_what_was_chosen_by_mistake_is_taken_off_by_who_sets_goals_and_the_decision_stands(
    product: Client, signed_in: SignIn
) -> None:
    of, made = result(), decided()
    commands.bind_decision(decision=made, result_ids=[of.pk])
    url = f"/goals/results/{of.pk}/decisions/{made.pk}/removing/"
    agent = signed_in(make_staff(role=Role.AGENT))
    assert agent.post(url).status_code == 403
    assert "Take off" not in agent.get(f"/goals/results/{of.pk}/").text
    assert product.get(url).status_code == 405
    assert "Take off" in product.get(f"/goals/results/{of.pk}/").text
    for _twice in range(2):
        assert product.post(url).status_code == 302
    assert Fact.objects.filter(name="key_result.decision_unbound").count() == 1
    assert not KeyResultDecision.objects.exists()
    assert Decision.objects.exists()
    assert "Work offline" not in product.get(f"/goals/results/{of.pk}/").text


def test_of_a_closed_objective_nothing_is_taken_off(product: Client) -> None:
    of, made = result(), decided()
    commands.bind_decision(decision=made, result_ids=[of.pk])
    closed(of)
    page = product.post(f"/goals/results/{of.pk}/decisions/{made.pk}/removing/", follow=True).text
    assert "This objective is closed." in page
    assert KeyResultDecision.objects.exists()


def test_a_decision_about_an_idea_that_is_to_move_it_stands_once(product: Client) -> None:
    of, made = result(), decided()
    draft = ResultDraft(title="Talks", begins_at=0, aims_at=10, unit="talks", idea_ids=(made.idea_id,))
    commands.edit_key_result(result_id=of.pk, version=of.version, draft=draft)
    commands.bind_decision(decision=made, result_ids=[of.pk])
    assert product.get(f"/goals/results/{of.pk}/").text.count("Why Work offline") == 1


@pytest.mark.parametrize("url", ["/goals/{goal}/", "/goals/results/{result}/", "/goals/"])
def test_as_many_queries_for_twenty_decisions_as_for_one(
    product: Client, queries_of: Callable[[Client, str], int], url: str
) -> None:
    of = result()
    address = url.format(goal=of.objective_id, result=of.pk)
    commands.bind_decision(decision=decided(), result_ids=[of.pk])
    few = queries_of(product, address)
    for number in range(19):
        commands.bind_decision(decision=decided(f"Idea {number}"), result_ids=[of.pk])
    assert queries_of(product, address) == few
    assert Objective.objects.count() == 1


def test_the_idea_of_a_key_result_follows_one_it_is_merged_into() -> None:
    of, same = result(), make_idea("Work without a signal")
    made = decided()
    for idea in (made.idea, same):
        KeyResultIdea.objects.create(key_result=of, idea=idea)
    other = result("Calls", "Something else")
    KeyResultIdea.objects.create(key_result=other, idea=same)
    merge_ideas(source_id=same.pk, target_id=made.idea_id, by=None)
    assert [list(decisions_for(one)) for one in (of, other)] == [[made], [made]]
