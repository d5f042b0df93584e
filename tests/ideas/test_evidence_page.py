"""The evidence page: who needs an idea, narrowed down as asked, and weighed many at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.ideas.scenes import ask
from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.customers.commands import refresh_segment
from wellheard.customers.models import Segment
from wellheard.decide.commands import link_feedback, set_importance, vote, withdraw_evidence
from wellheard.decide.models import Evidence, Idea
from wellheard.decide.queries import behind, strongest_of
from wellheard.foundation import clock
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def idea() -> Idea:
    """Return an idea Northwind needs by mail, Voltwerk by a vote, and Brno, since long ago, cannot work without."""
    idea = make_idea()
    north, volt, brno = (
        make_company(name="Northwind", mrr=5000),
        make_company(name="Voltwerk"),
        make_company(name="Brno"),
    )
    said = make_feedback(contact=make_contact(company=north), source="email")
    link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    vote(idea_id=idea.pk, contact=make_contact(company=volt))
    old = make_feedback(contact=make_contact(company=brno), heard_at=clock.now() - timedelta(days=400))
    link_feedback(feedback_id=old.pk, idea_id=idea.pk, by=None)
    set_importance(evidence_id=Evidence.objects.get(company=brno).pk, importance=3, set_by="customer")
    return idea


@pytest.fixture
def agent(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.AGENT))


def shown(browser: Client, idea: Idea, query: str) -> list[str]:
    return [str(row.company) for row in browser.get(f"/ideas/{idea.pk}/evidence/?{query}").context["page"].items]


def test_the_rows_are_narrowed_down(agent: Client, idea: Idea) -> None:
    segment = Segment.objects.create(name="Paying", rule={"field": "mrr", "op": ">", "value": 100})
    refresh_segment(segment_id=segment.pk)
    since = (clock.today() - timedelta(days=30)).isoformat()

    assert shown(agent, idea, f"segment={segment.pk}") == ["Northwind"]
    assert shown(agent, idea, "importance=3") == ["Brno"]
    assert shown(agent, idea, "importance=unknown&source=votes") == ["Voltwerk"]
    assert shown(agent, idea, "source=email") == ["Northwind"]
    assert shown(agent, idea, "company=volt") == ["Voltwerk"]
    assert sorted(shown(agent, idea, f"since={since}")) == ["Northwind", "Voltwerk"]


def test_the_page_says_for_how_many_it_is_known_and_survives_nonsense(agent: Client, idea: Idea) -> None:
    path = f"/ideas/{idea.pk}/evidence/"

    assert "33% (1 of 3)" in agent.get(path).text
    assert "Nobody fits all of this" in agent.get(f"{path}?company=nobody").text
    for nonsense in ("since=never", "importance=9", "segment=x", "source=%00", "after=%00"):
        assert agent.get(f"{path}?{nonsense}").status_code == 200


def test_several_are_weighed_at_once_the_chosen_ones_or_all_that_fit(agent: Client, idea: Idea) -> None:
    path = f"/ideas/{idea.pk}/weighing/"
    volt = Evidence.objects.get(company__name="Voltwerk")
    stranger = make_feedback(contact=make_contact(company=make_company()))
    elsewhere = link_feedback(feedback_id=stranger.pk, idea_id=make_idea().pk, by=None).evidence

    agent.post(path, {"ids": [volt.pk, elsewhere.pk, "x"], "importance": "1", "set_by": "guess"})
    weighed = dict(Evidence.objects.values_list("company__name", "importance"))
    assert (weighed["Voltwerk"], weighed["Northwind"], weighed["Brno"]) == (1, None, 3)

    agent.post(path, {"all": "yes", "narrowed": "importance=unknown", "importance": "2", "set_by": "staff"})
    assert dict(Evidence.objects.filter(idea=idea).values_list("company__name", "importance")) == weighed_after()
    assert Evidence.objects.get(pk=elsewhere.pk).importance is None
    answer = agent.post(path, {"all": "yes", "narrowed": "company=volt", "importance": "", "set_by": "staff"})
    assert answer["Location"].endswith("/evidence/?company=volt")


def weighed_after() -> dict[str, int]:
    return {"Northwind": 2, "Voltwerk": 1, "Brno": 3}


def test_only_who_files_weighs(signed_in: SignIn, idea: Idea) -> None:
    viewer = signed_in(make_staff(role=Role.VIEWER))

    assert 'id="weighing"' not in viewer.get(f"/ideas/{idea.pk}/evidence/").text
    assert viewer.post(f"/ideas/{idea.pk}/weighing/", {"all": "yes"}).status_code == 403
    assert signed_in(make_staff()).get(f"/ideas/{idea.pk}/weighing/").status_code == 405


def test_where_thousands_ask_those_who_pay_most_are_found_once_and_shown_as_they_are_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(behind, "_MANY_ASK", 1)
    idea = make_idea()
    for amount in (100, 300, 200):
        ask(idea, company=make_company(mrr=amount))
    idea.refresh_from_db()

    first = strongest_of(idea, limit=2)
    withdraw_evidence(evidence_id=first[0].pk, reason="They have left the trade.")
    ask(idea, company=make_company(mrr=400))
    idea.refresh_from_db()
    again = strongest_of(idea, limit=2)

    assert [row.company and row.company.mrr_minor for row in first] == [30_000, 20_000]
    assert [row.pk for row in again] == [first[1].pk, first[0].pk]
    assert again[1].withdrawn_reason == "They have left the trade."
