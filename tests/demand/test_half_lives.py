"""Evidence grows old: half its weight after its half-life, anew when somebody confirms it; reversals stay readable."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.decide.commands import link_feedback, reaffirm_evidence, set_importance, vote, withdraw_evidence
from wellheard.decide.demand.half_lives import half_lives, present_weights
from wellheard.decide.models import Evidence, Idea
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def said(idea: Idea, source: str, days_ago: int) -> Evidence:
    contact = make_contact(company=make_company())
    feedback = make_feedback(contact=contact, source=source, heard_at=clock.now() - timedelta(days=days_ago))
    return link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=None).evidence


def test_an_interview_of_a_year_ago_weighs_half_and_a_vote_of_a_year_ago_a_quarter() -> None:
    idea, voter = make_idea(is_public=True), make_contact(company=make_company())
    with clock.at(clock.now() - timedelta(days=360)):
        vote(idea_id=idea.pk, contact=voter)
    interview = said(idea, Feedback.Source.INTERVIEW, 365)
    voted = Evidence.objects.exclude(pk=interview.pk).get()

    found = present_weights([interview.pk, voted.pk])

    assert found[interview.pk] == pytest.approx(0.5, abs=0.01)
    assert found[voted.pk] == pytest.approx(0.25, abs=0.01)


def test_what_is_confirmed_weighs_as_on_the_day_it_was_confirmed() -> None:
    row = said(make_idea(), Feedback.Source.INTERVIEW, 730)
    assert present_weights([row.pk])[row.pk] == pytest.approx(0.25, abs=0.01)

    reaffirm_evidence(evidence_id=row.pk)

    assert present_weights([row.pk])[row.pk] == pytest.approx(1, abs=0.01)


def test_the_latest_word_on_how_much_it_matters_counts_whoever_says_it() -> None:
    row = said(make_idea(), Feedback.Source.EMAIL, 1)
    for importance, by in ((3, "customer"), (1, "staff"), (2, "customer")):
        set_importance(evidence_id=row.pk, importance=importance, set_by=by)
        row.refresh_from_db()
        assert (row.importance, row.importance_set_by) == (importance, by)


def test_half_lives_are_set_on_their_page_and_bad_input_changes_nothing(signed_in: SignIn) -> None:
    client = signed_in(make_staff(role=Role.ADMIN))
    whole = {kind: str(days) for kind, days in half_lives().items()}

    assert client.post("/ideas/half-lives/", whole | {"vote": "0"}).status_code == 422
    assert half_lives()["vote"] == 180
    for _click in range(2):
        client.post("/ideas/half-lives/", whole | {"vote": "90"})
    assert half_lives()["vote"] == 90
    assert signed_in(make_staff(role=Role.VIEWER)).get("/ideas/half-lives/").status_code == 403


def test_the_idea_shows_grade_weight_and_that_they_changed_their_mind(signed_in: SignIn) -> None:
    idea = make_idea()
    row = said(idea, Feedback.Source.INTERVIEW, 365)
    withdraw_evidence(evidence_id=row.pk, reason="They bought Okta.")
    reaffirm_evidence(evidence_id=row.pk)
    client = signed_in(make_staff(role=Role.VIEWER))

    shown = client.get(f"/ideas/{idea.pk}/").content.decode()
    assert "<b>B</b>" in shown
    assert "weighs 100% today" in shown
    assert "They changed their mind" in shown
    assert "They bought Okta." in shown
    assert "They bought Okta." in client.get(f"/ideas/{idea.pk}/evidence/").content.decode()
