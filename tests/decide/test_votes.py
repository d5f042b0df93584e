"""A vote is one contact's wish and one kind of evidence."""

import pytest

from tests.makers import make_company, make_contact, make_feedback, make_idea
from wellheard.decide.commands import link_feedback, vote, withdraw_vote
from wellheard.decide.models import Evidence, Vote
from wellheard.foundation.facts.models import Fact

pytestmark = pytest.mark.django_db


def test_a_vote_counts_once_for_the_contact_and_their_company() -> None:
    company = make_company(mrr=300)
    contact, idea = make_contact(company=company), make_idea()

    for _click in range(2):
        vote(idea_id=idea.pk, contact=contact)

    idea.refresh_from_db()
    assert (idea.vote_count, idea.contact_count, idea.company_count, idea.mrr_minor) == (1, 1, 1, 30_000)
    fact = Fact.objects.get(name="idea.voted")
    assert (fact.subject_type, fact.subject_id, fact.company_id, fact.contact_id) == (
        "idea",
        idea.pk,
        company.pk,
        contact.pk,
    )


def test_a_vote_is_the_weakest_grade_and_their_own_words_are_better() -> None:
    contact, idea = make_contact(company=make_company()), make_idea()

    vote(idea_id=idea.pk, contact=contact)
    assert Evidence.objects.get().grade == Evidence.Grade.VOTED
    link_feedback(feedback_id=make_feedback(contact=contact).pk, idea_id=idea.pk, by=None)

    assert Evidence.objects.get().grade == Evidence.Grade.SAID


def test_a_vote_taken_back_leaves_what_they_said() -> None:
    contact, idea = make_contact(company=make_company(mrr=300)), make_idea()
    vote(idea_id=idea.pk, contact=contact)
    link_feedback(feedback_id=make_feedback(contact=contact).pk, idea_id=idea.pk, by=None)

    for _click in range(2):
        withdraw_vote(idea_id=idea.pk, contact=contact)

    idea.refresh_from_db()
    assert (idea.vote_count, idea.feedback_count, idea.company_count) == (0, 1, 1)
    assert Fact.objects.filter(name="idea.vote_withdrawn").count() == 1


def test_a_vote_taken_back_was_all_they_said() -> None:
    contact, idea = make_contact(company=make_company(mrr=300)), make_idea()
    vote(idea_id=idea.pk, contact=contact)

    withdraw_vote(idea_id=idea.pk, contact=contact)

    idea.refresh_from_db()
    assert (idea.vote_count, idea.contact_count, idea.company_count, idea.mrr_minor) == (0, 0, 0, 0)
    assert Evidence.objects.get().withdrawn_at is not None
    assert not Vote.objects.exists()


def test_a_contact_without_a_company_may_vote() -> None:
    contact, idea = make_contact(), make_idea()

    vote(idea_id=idea.pk, contact=contact)

    assert (Evidence.objects.get().company, Evidence.objects.get().contact) == (None, contact)


def test_taking_back_a_vote_nobody_gave_changes_nothing() -> None:
    withdraw_vote(idea_id=make_idea().pk, contact=make_contact())

    assert not Fact.objects.exists()
