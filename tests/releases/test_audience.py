"""Who would hear about ideas, before anything is decided or published."""

from collections.abc import Callable

import pytest

from tests.ideas.scenes import ask
from tests.makers import make_company, make_contact, make_feedback, make_idea
from wellheard.answer.audience import Audience, audience, first_release_answer
from wellheard.answer.models import Answer
from wellheard.customers.models import ContactIdentity, Suppression
from wellheard.decide.commands import link_feedback, vote, withdraw_evidence
from wellheard.decide.models import Evidence
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.foundation import clock

pytestmark = pytest.mark.django_db


def test_each_asker_counts_once_across_ideas_words_and_votes() -> None:
    one, two, ada = make_idea(), make_idea(), make_contact(company=make_company())
    for idea in (one, two):
        for _time in range(2):
            link_feedback(feedback_id=make_feedback(contact=ada).pk, idea_id=idea.pk, by=None)
        vote(idea_id=idea.pk, contact=ada)
    vote(idea_id=one.pk, contact=make_contact())
    link_feedback(feedback_id=make_feedback("Nobody knows who.").pk, idea_id=one.pk, by=None)

    assert audience([one.pk, two.pk]) == Audience(people=2, by_mail=2)


def test_who_has_no_address_or_must_not_be_written_to_is_told_by_a_person() -> None:
    idea, silent = make_idea(), make_contact()
    address = ContactIdentity.objects.get(contact=silent).value
    Suppression.objects.create(email=address, reason=Suppression.Reason.ASKED, since=clock.now())
    for contact in (make_contact(email=""), silent, make_contact()):
        vote(idea_id=idea.pk, contact=contact)

    found = audience([idea.pk])

    assert (found.people, found.by_mail, found.by_hand) == (3, 1, 2)


def test_who_no_longer_needs_it_does_not_hear() -> None:
    idea = make_idea()
    ask(idea)
    withdraw_evidence(evidence_id=Evidence.objects.get().pk, reason="Solved.")

    assert audience([idea.pk]).people == 0


def test_who_was_told_on_the_same_occasion_is_not_counted_again(run_jobs: Callable[[], None]) -> None:
    idea, other = make_idea(), make_idea()
    ask(idea)
    publish_release(release_id=draft_release(title="One", notes="It is.", idea_ids=[idea.pk], by=None).pk)
    run_jobs()
    ask(other)

    assert audience([idea.pk], occasion=Answer.Occasion.SHIPPED).people == 0
    assert audience([idea.pk, other.pk], occasion=Answer.Occasion.SHIPPED).people == 1
    assert audience([idea.pk], occasion=Answer.Occasion.DECIDED).people == 1


def test_the_first_answer_is_the_one_to_whoever_pays_most_and_nothing_is_kept_of_it() -> None:
    idea = make_idea("Work offline")
    ask(idea, "Small voice.", company=make_company(mrr=10))
    loud = ask(idea, "Loud voice.", company=make_company(mrr=900))
    release = draft_release(title="Offline", notes="Sheets stay.", idea_ids=[idea.pk], by=None)

    first = first_release_answer(release, [idea])

    assert first is not None
    assert (first.contact, first.quote) == (loud.contact, loud)
    assert "Loud voice." in first.draft.words
    assert "Sheets stay." in first.draft.words
    assert not Answer.objects.exists()


def test_who_only_voted_can_be_the_first_too() -> None:
    idea, contact = make_idea(), make_contact()
    vote(idea_id=idea.pk, contact=contact)
    release = draft_release(title="Offline", notes="Sheets stay.", idea_ids=[idea.pk], by=None)

    first = first_release_answer(release, [idea])

    assert first is not None
    assert (first.contact, first.quote) == (contact, None)


def test_where_nobody_asked_there_is_no_first_answer() -> None:
    idea = make_idea()
    link_feedback(feedback_id=make_feedback("Nobody knows who.").pk, idea_id=idea.pk, by=None)
    release = draft_release(title="Offline", notes="Sheets stay.", idea_ids=[idea.pk], by=None)

    assert first_release_answer(release, [idea]) is None
    assert audience([idea.pk]) == Audience(0, 0)
    assert audience([]) == Audience(0, 0)
