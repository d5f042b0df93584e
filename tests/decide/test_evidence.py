"""What customers said becomes evidence: one row per company and idea, graded, dated and reversible."""

from datetime import timedelta
from typing import Any

import pytest

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.decide.commands import (
    IdeaError,
    LinkError,
    link_feedback,
    place_evidence,
    reaffirm_evidence,
    set_importance,
    unlink_feedback,
    vote,
    withdraw_evidence,
)
from wellheard.decide.models import Evidence, EvidenceItem, Idea
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.commands import place_feedback
from wellheard.listen.models import Feedback

pytestmark = pytest.mark.django_db


def link(idea: Idea, feedback: Feedback) -> EvidenceItem:
    return link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=None)


def row(idea: Idea) -> Evidence:
    return Evidence.objects.get(idea=idea)


def counted(idea: Idea) -> tuple[int, int, int, int, int]:
    idea.refresh_from_db()
    return (idea.feedback_count, idea.vote_count, idea.contact_count, idea.company_count, idea.mrr_minor)


def test_what_a_company_says_three_times_is_one_row_with_three_pieces() -> None:
    company = make_company(mrr=2480)
    ada, bob = make_contact(company=company), make_contact(company=company)
    idea = make_idea()

    for contact in (ada, ada, bob):
        link(idea, make_feedback(contact=contact))

    assert row(idea).company == company
    assert row(idea).items.count() == 3
    assert counted(idea) == (3, 0, 2, 1, 248_000)


def test_linking_again_returns_the_link_that_is_there() -> None:
    idea, feedback = make_idea(), make_feedback()

    first = link(idea, feedback)
    second = link(idea, feedback)

    assert first == second
    assert Fact.objects.filter(name="feedback.linked").count() == 1
    assert counted(idea) == (1, 0, 0, 0, 0)


def test_a_link_says_who_made_it_and_the_fact_names_company_and_contact() -> None:
    staff, company = make_staff(), make_company()
    contact = make_contact(company=company)
    idea, feedback = make_idea(), make_feedback(contact=contact)

    item = link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=staff, importance=3)

    fact = Fact.objects.get(name="feedback.linked")
    assert item.linked_by == staff
    assert (fact.subject_id, fact.company_id, fact.contact_id) == (feedback.pk, company.pk, contact.pk)
    assert fact.details == {"idea": idea.pk, "evidence": item.evidence_id}
    assert (row(idea).importance, row(idea).importance_set_by) == (3, Evidence.SetBy.STAFF)


def test_voices_nobody_could_place_share_one_row_and_still_count() -> None:
    idea = make_idea()

    link(idea, make_feedback())
    link(idea, make_feedback("Me too."))

    assert (row(idea).company, row(idea).contact) == (None, None)
    assert counted(idea) == (2, 0, 0, 0, 0)


def test_a_contact_without_a_company_has_a_row_of_their_own() -> None:
    idea, contact = make_idea(), make_contact()

    link(idea, make_feedback(contact=contact))
    link(idea, make_feedback())

    rows = {(row.company_id, row.contact_id) for row in Evidence.objects.all()}
    assert rows == {(None, contact.pk), (None, None)}
    assert counted(idea) == (2, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("fields", "grade"),
    [
        ({"source": Feedback.Source.LOST_DEAL, "voice": Feedback.Voice.REPORTED}, Evidence.Grade.REVEALED),
        ({"source": Feedback.Source.DEPARTURE}, Evidence.Grade.REVEALED),
        ({"voice": Feedback.Voice.OWN}, Evidence.Grade.SAID),
        ({"voice": Feedback.Voice.REPORTED}, Evidence.Grade.REPORTED),
    ],
)
def test_the_grade_says_how_we_know(fields: dict[str, Any], grade: str) -> None:
    idea = make_idea()

    link(idea, make_feedback(**fields))

    assert row(idea).grade == grade


def test_a_row_shows_its_best_grade_and_both_dates() -> None:
    company, idea, now = make_company(), make_idea(), clock.now()
    early = make_feedback(company=company, heard_at=now - timedelta(days=90), voice=Feedback.Voice.REPORTED)
    late = make_feedback(company=company, heard_at=now - timedelta(days=1))

    link(idea, late)
    link(idea, early)

    assert row(idea).grade == Evidence.Grade.SAID
    assert (row(idea).first_at, row(idea).last_at) == (early.heard_at, late.heard_at)


def test_a_wrong_link_taken_back_leaves_no_trace_in_grade_and_dates() -> None:
    contact = make_contact(company=make_company())
    idea, now = make_idea(), clock.now()
    wrong = make_feedback(contact=contact, source=Feedback.Source.LOST_DEAL, heard_at=now - timedelta(days=300))
    vote(idea_id=idea.pk, contact=contact)
    link(idea, wrong)

    unlink_feedback(feedback_id=wrong.pk, idea_id=idea.pk)

    assert row(idea).grade == Evidence.Grade.VOTED
    assert row(idea).first_at > now - timedelta(minutes=1)


def test_taking_the_last_link_back_withdraws_the_row_and_keeps_it() -> None:
    idea, feedback = make_idea(), make_feedback(company=make_company(mrr=100))
    link(idea, feedback)

    unlink_feedback(feedback_id=feedback.pk, idea_id=idea.pk)
    unlink_feedback(feedback_id=feedback.pk, idea_id=idea.pk)

    assert row(idea).withdrawn_at is not None
    assert counted(idea) == (0, 0, 0, 0, 0)
    assert Fact.objects.filter(name="feedback.unlinked").count() == 1


def test_linking_after_taking_back_stands_again() -> None:
    idea, feedback = make_idea(), make_feedback(company=make_company(mrr=100))
    link(idea, feedback)
    unlink_feedback(feedback_id=feedback.pk, idea_id=idea.pk)

    link(idea, feedback)

    assert row(idea).withdrawn_at is None
    assert counted(idea) == (1, 0, 0, 1, 10_000)


def test_the_latest_word_on_importance_counts_and_the_same_word_is_no_news() -> None:
    idea = make_idea()
    evidence = link(idea, make_feedback(company=make_company())).evidence

    set_importance(evidence_id=evidence.pk, importance=2, set_by=Evidence.SetBy.GUESS)
    for _click in range(2):
        set_importance(evidence_id=evidence.pk, importance=3, set_by=Evidence.SetBy.CUSTOMER)

    assert (row(idea).importance, row(idea).importance_set_by) == (3, Evidence.SetBy.CUSTOMER)
    assert Fact.objects.filter(name="evidence.importance_set").count() == 2


@pytest.mark.parametrize("importance", [0, 4, -1])
def test_an_importance_outside_the_scale_is_refused(importance: int) -> None:
    idea = make_idea()
    evidence = link(idea, make_feedback()).evidence

    with pytest.raises(ValueError, match=str(importance)):
        set_importance(evidence_id=evidence.pk, importance=importance, set_by=Evidence.SetBy.STAFF)

    assert row(idea).importance is None


def test_a_company_that_no_longer_needs_it_no_longer_counts() -> None:
    idea = make_idea()
    evidence = link(idea, make_feedback(contact=make_contact(company=make_company(mrr=100)))).evidence

    for _click in range(2):
        withdraw_evidence(evidence_id=evidence.pk, reason=" They built it themselves. ")

    assert row(idea).withdrawn_reason == "They built it themselves."
    assert counted(idea) == (0, 0, 0, 0, 0)
    assert Fact.objects.filter(name="evidence.withdrawn").count() == 1


def test_withdrawing_needs_a_reason() -> None:
    idea = make_idea()
    evidence = link(idea, make_feedback()).evidence

    with pytest.raises(LinkError, match="why they no longer need it"):
        withdraw_evidence(evidence_id=evidence.pk, reason=" \u200b ")

    assert row(idea).withdrawn_at is None


def test_a_company_that_still_needs_it_counts_again() -> None:
    idea = make_idea()
    evidence = link(idea, make_feedback(company=make_company(mrr=100))).evidence
    withdraw_evidence(evidence_id=evidence.pk, reason="Thought so.")

    reaffirm_evidence(evidence_id=evidence.pk)

    assert (row(idea).withdrawn_at, row(idea).withdrawn_reason) == (None, "")
    assert row(idea).reaffirmed_at is not None
    assert counted(idea) == (1, 0, 0, 1, 10_000)


def test_nothing_stands_again_where_nothing_is_linked() -> None:
    idea, feedback = make_idea(), make_feedback(company=make_company(mrr=100))
    evidence = link(idea, feedback).evidence
    unlink_feedback(feedback_id=feedback.pk, idea_id=idea.pk)

    with pytest.raises(LinkError, match="Link what they said instead"):
        reaffirm_evidence(evidence_id=evidence.pk)

    assert counted(idea) == (0, 0, 0, 0, 0)


def test_feedback_whose_company_becomes_known_counts_for_that_company() -> None:
    idea, feedback, company = make_idea(), make_feedback(), make_company(mrr=500)
    link(idea, feedback)
    link(idea, make_feedback("Somebody else's."))

    place_feedback(feedback_id=feedback.pk, company=company)
    for _repeat in range(2):
        place_evidence(feedback_id=feedback.pk)

    assert counted(idea) == (2, 0, 0, 1, 50_000)
    assert Evidence.objects.get(idea=idea, company=company).items.get().feedback == feedback
    assert Evidence.objects.get(idea=idea, company=None).items.count() == 1


def test_placing_again_does_not_bring_back_what_was_withdrawn() -> None:
    idea, feedback = make_idea(), make_feedback(company=make_company(mrr=500))
    evidence = link(idea, feedback).evidence
    withdraw_evidence(evidence_id=evidence.pk, reason="Solved by their own script.")

    place_evidence(feedback_id=feedback.pk)

    assert row(idea).withdrawn_at is not None


def test_what_is_gone_is_said() -> None:
    idea, feedback = make_idea(), make_feedback()

    with pytest.raises(LinkError, match="feedback does not exist"):
        link_feedback(feedback_id=feedback.pk + 9, idea_id=idea.pk, by=None)
    with pytest.raises(IdeaError, match="idea does not exist"):
        link_feedback(feedback_id=feedback.pk, idea_id=idea.pk + 9, by=None)
    with pytest.raises(LinkError, match="evidence does not exist"):
        withdraw_evidence(evidence_id=1_000_000, reason="No.")
