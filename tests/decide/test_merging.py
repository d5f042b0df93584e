"""Two ideas become one and two again: everybody who asked comes along, nobody is owed twice, nothing is lost."""

from typing import Any

import pytest
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.models import Answer
from wellheard.customers.models import Contact
from wellheard.decide.commands import (
    IdeaError,
    MergeError,
    change_status,
    link_feedback,
    merge_ideas,
    record_decision,
    set_importance,
    unlink_feedback,
    unmerge_ideas,
    vote,
    withdraw_evidence,
    withdraw_vote,
)
from wellheard.decide.models import Decision, Evidence, EvidenceItem, Idea, IdeaMerge, Vote
from wellheard.decide.queries import alike, came_since, family_of, standing_for
from wellheard.deliver.commands import draft_release
from wellheard.deliver.models import ReleasedIdea

pytestmark = pytest.mark.django_db

TABLES: tuple[type[Model], ...] = (Idea, Vote, Evidence, EvidenceItem, Decision, Answer, ReleasedIdea)


def link(idea: Idea, contact: Contact) -> EvidenceItem:
    return link_feedback(feedback_id=make_feedback(contact=contact).pk, idea_id=idea.pk, by=None)


def merge(source: Idea, target: Idea) -> IdeaMerge:
    return merge_ideas(source_id=source.pk, target_id=target.pk, by=None)


def undo(done: IdeaMerge, *items: int) -> IdeaMerge:
    return unmerge_ideas(merge_id=done.pk, by=None, item_ids=items)


def everything() -> dict[str, list[dict[str, Any]]]:
    return {table.__name__: [dict(row) for row in table._default_manager.order_by("pk").values()] for table in TABLES}


def counts(idea: Idea) -> tuple[int, int, int, int, int]:
    idea.refresh_from_db()
    return idea.feedback_count, idea.vote_count, idea.contact_count, idea.company_count, idea.mrr_minor


def decide(idea: Idea, outcome: str) -> None:
    idea.refresh_from_db()
    record_decision(
        idea_id=idea.pk, version=idea.version, outcome=outcome, reason="Because.", public_reason="So it is.", by=None
    )


def test_a_company_that_asked_for_both_counts_once_with_all_it_said() -> None:
    company = make_company(mrr=900)
    ada, bob = make_contact(company=company), make_contact(company=company)
    source, target = make_idea(), make_idea()
    link(source, ada)
    link(target, bob)
    vote(idea_id=source.pk, contact=bob)

    merge(source, target)

    assert counts(target) == (2, 1, 2, 1, 90_000)
    assert counts(source) == (0, 0, 0, 0, 0)
    assert target.evidence.get().items.count() == 3


def test_a_vote_for_both_is_one_vote_and_comes_back_as_two() -> None:
    ada = make_contact(company=make_company(mrr=10))
    source, target = make_idea(), make_idea()
    vote(idea_id=source.pk, contact=ada)
    vote(idea_id=target.pk, contact=ada)

    done = merge(source, target)
    assert counts(target)[1] == 1

    undo(done)
    assert (counts(source)[1], counts(target)[1]) == (1, 1)


def test_the_greater_importance_counts_and_goes_when_the_merge_is_undone() -> None:
    company = make_company(mrr=10)
    source, target = make_idea(), make_idea()
    strong, weak = (link(idea, make_contact(company=company)).evidence for idea in (source, target))
    set_importance(evidence_id=strong.pk, importance=3, set_by=Evidence.SetBy.CUSTOMER)
    set_importance(evidence_id=weak.pk, importance=1, set_by=Evidence.SetBy.GUESS)

    done = merge(source, target)
    weak.refresh_from_db()
    assert (weak.importance, weak.importance_set_by) == (3, "customer")

    undo(done)
    weak.refresh_from_db()
    assert (weak.importance, weak.importance_set_by) == (1, "guess")


def test_what_somebody_weighed_since_the_merge_stays() -> None:
    company = make_company(mrr=10)
    source, target = make_idea(), make_idea()
    strong, weak = (link(idea, make_contact(company=company)).evidence for idea in (source, target))
    set_importance(evidence_id=strong.pk, importance=3, set_by=Evidence.SetBy.STAFF)
    done = merge(source, target)

    set_importance(evidence_id=weak.pk, importance=2, set_by=Evidence.SetBy.CUSTOMER)
    undo(done)

    weak.refresh_from_db()
    assert (weak.importance, weak.importance_set_by) == (2, "customer")


def test_what_comes_by_an_old_address_counts_for_the_idea_that_stands() -> None:
    source, middle, target = make_idea(), make_idea(), make_idea()
    merge(source, middle)
    merge(middle, target)

    item = link(source, make_contact(company=make_company(mrr=10)))
    vote(idea_id=source.pk, contact=make_contact())

    assert standing_for(source.pk) == target.pk
    assert sorted(family_of([target.pk])) == sorted([source.pk, middle.pk, target.pk])
    assert item.idea == target
    assert counts(target)[:3] == (1, 1, 2)


def test_what_came_since_stays_unless_it_is_chosen() -> None:
    company = make_company(mrr=10)
    source, target = make_idea(), make_idea()
    link(source, make_contact(company=company))
    done = merge(source, target)
    stays, goes = link(target, make_contact(company=company)), link(target, make_contact(company=company))

    assert set(came_since(done)) == {stays, goes}
    undo(done, goes.pk)

    assert counts(source)[0] == 2
    assert counts(target)[0] == 1
    for item in EvidenceItem.objects.select_related("evidence"):
        assert item.evidence.idea_id == item.idea_id


def test_a_vote_taken_back_after_the_merge_does_not_come_back() -> None:
    ada = make_contact(company=make_company(mrr=10))
    source, target = make_idea(), make_idea()
    vote(idea_id=source.pk, contact=ada)
    vote(idea_id=target.pk, contact=ada)
    done = merge(source, target)

    withdraw_vote(idea_id=target.pk, contact=ada)
    undo(done)

    assert not Vote.objects.exists()
    assert not Evidence.objects.standing().exists()


def test_a_link_taken_back_after_the_merge_does_not_come_back() -> None:
    said = make_feedback(contact=make_contact(company=make_company(mrr=10)))
    source, target = make_idea(), make_idea()
    for idea in (source, target):
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    done = merge(source, target)

    unlink_feedback(feedback_id=said.pk, idea_id=target.pk)
    undo(done)

    assert not EvidenceItem.objects.exists()


def test_two_merges_into_one_are_undone_in_any_order() -> None:
    company = make_company(mrr=10)
    first, second, target = make_idea(), make_idea(), make_idea()
    link(first, make_contact(company=company))
    weighed = link(second, make_contact(company=company)).evidence
    set_importance(evidence_id=weighed.pk, importance=3, set_by=Evidence.SetBy.CUSTOMER)
    before = everything()
    one, two = merge(first, target), merge(second, target)

    undo(one)
    undo(two)

    # No row stays behind in which the second stood at the target meanwhile.
    assert everything() == before


def test_merging_again_is_the_same_merge_and_undoing_again_changes_nothing() -> None:
    source, target = make_idea(), make_idea()

    assert merge(source, target) == merge(source, target)
    done = IdeaMerge.objects.get()
    assert undo(done).undone_at == undo(done).undone_at


def test_a_circle_is_refused() -> None:
    one, two, three = make_idea(), make_idea(), make_idea()
    merge(one, two)
    merge(two, three)

    with pytest.raises(MergeError, match="part of itself"):
        merge(three, one)
    with pytest.raises(MergeError, match="part of itself"):
        merge(three, three)


def test_what_is_part_of_another_goes_nowhere_else_and_its_merge_is_undone_last() -> None:
    one, two, three = make_idea("One"), make_idea("Two"), make_idea("Three")
    first = merge(one, two)
    with pytest.raises(MergeError, match="part of “Two” already"):
        merge(one, three)

    merge(two, three)
    with pytest.raises(MergeError, match="merged into “Three” since"):
        undo(first)


def test_what_is_live_is_not_merged_into_what_is_not() -> None:
    live, open_idea = make_idea(status=Idea.Status.SHIPPED), make_idea()

    with pytest.raises(MergeError, match="Merge the other way"):
        merge(live, open_idea)
    merge(open_idea, live)


def test_a_merged_idea_is_not_changed_by_itself() -> None:
    source, target = make_idea(), make_idea("Sync")
    merge(source, target)

    with pytest.raises(IdeaError, match="part of “Sync” now"):
        change_status(idea_id=source.pk, status=Idea.Status.UNDER_REVIEW)


def test_a_merged_idea_is_not_suggested(run_jobs: Any) -> None:
    source, target = make_idea("Work offline in the cellar"), make_idea("Work offline in a cellar")
    other = make_idea("Working offline in the cellar")
    merge(source, target)
    run_jobs()

    assert source not in alike(other)


def test_who_asked_for_a_merged_idea_hears_what_the_others_hear_once(run_jobs: Any) -> None:
    ada, bob = make_contact(company=make_company(mrr=10)), make_contact(company=make_company(mrr=20))
    source, target = make_idea(), make_idea()
    link(source, ada)
    link(source, bob)
    link(target, bob)
    decide(target, "yes")
    run_jobs()

    done = merge(source, target)
    run_jobs()
    assert sorted(Answer.objects.values_list("contact", "idea", "state")) == sorted(
        [(ada.pk, target.pk, "held"), (bob.pk, target.pk, "held")]
    )

    undo(done)
    run_jobs()
    states = dict(Answer.objects.filter(idea=target).values_list("contact", "state"))
    assert states == {ada.pk: "dropped", bob.pk: "held"}


def test_who_heard_about_one_is_not_told_the_same_about_the_other(run_jobs: Any) -> None:
    ada = make_contact(company=make_company(mrr=10))
    source, target = make_idea(), make_idea()
    for idea in (source, target):
        link(idea, ada)
        decide(idea, "not_now")
    run_jobs()
    Answer.objects.filter(idea=source).update(state=Answer.State.SENT, hold_until=None)

    done = merge(source, target)
    run_jobs()

    about = dict(Answer.objects.values_list("idea", "state"))
    assert about == {target.pk: "sent", source.pk: "dropped"}

    undo(done)
    run_jobs()
    assert dict(Answer.objects.values_list("idea", "state")) == {source.pk: "sent", target.pk: "held"}


def test_news_that_is_not_true_of_the_other_idea_is_not_told(run_jobs: Any) -> None:
    ada = make_contact(company=make_company(mrr=10))
    source, target = make_idea(), make_idea()
    link(source, ada)
    decide(source, "not_now")
    decide(target, "yes")
    run_jobs()

    done = merge(source, target)
    run_jobs()

    told = {(one.idea_id, one.occasion): one.state for one in Answer.objects.all()}
    assert told == {(source.pk, "not_now"): "dropped", (target.pk, "decided"): "held"}

    undo(done)
    run_jobs()
    told = {(one.idea_id, one.occasion): one.state for one in Answer.objects.all()}
    assert told == {(source.pk, "not_now"): "held", (target.pk, "decided"): "dropped"}


def test_a_draft_release_ships_the_idea_that_stands() -> None:
    source, target = make_idea(), make_idea()
    draft_release(title="Offline", notes="It works.", idea_ids=[source.pk], by=make_staff())

    done = merge(source, target)
    assert ReleasedIdea.objects.get().idea == target

    undo(done)
    assert ReleasedIdea.objects.get().idea == source


ACTIONS = st.lists(
    st.tuples(st.sampled_from(["vote", "link", "weigh", "withdraw", "decide"]), st.booleans(), st.integers(0, 5)),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_undoing_a_merge_brings_everything_back(actions: list[tuple[str, bool, int]], run_jobs: Any) -> None:
    ideas = (make_idea(), make_idea())
    companies = [make_company(mrr=100), make_company(mrr=50)]
    people = [make_contact(company=companies[number % 2] if number < 4 else None) for number in range(6)]
    said = [make_feedback(contact=person) for person in people]
    for name, is_first, number in actions:
        idea = ideas[0] if is_first else ideas[1]
        rows = list(idea.evidence.filter(items__gt=0).distinct().order_by("pk"))
        if name == "vote":
            vote(idea_id=idea.pk, contact=people[number])
        elif name == "link":
            link_feedback(feedback_id=said[number].pk, idea_id=idea.pk, by=None)
        elif name == "decide":
            decide(idea, ("not_now", "yes", "already_possible")[number % 3])
        elif rows and name == "weigh":
            set_importance(
                evidence_id=rows[number % len(rows)].pk, importance=1 + number % 3, set_by=Evidence.SetBy.STAFF
            )
        elif rows:
            withdraw_evidence(evidence_id=rows[number % len(rows)].pk, reason="They built it.")
    run_jobs()
    before = everything()

    undo(merge(*ideas))

    assert everything() == before
