"""Two colleagues and customers at the same moment: nothing is lost, nothing counts twice, nobody waits for ever."""

from collections.abc import Sequence
from functools import partial

import pytest

from tests import meanwhile
from tests.makers import make_area, make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.decide.commands import link_feedback, merge_ideas, unmerge_ideas, vote
from wellheard.decide.models import Evidence, EvidenceItem, Idea, Vote
from wellheard.decide.queries import standing_for
from wellheard.web.feedback.commands import FiledMeanwhileError, Filing, file_and_link

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3
together = partial(meanwhile.together, refusals=(FiledMeanwhileError,))


def counts_are_true(ideas: Sequence[Idea]) -> None:
    """Compare what stands on the ideas with the rows behind them."""
    for idea in ideas:
        idea.refresh_from_db()
        standing = Evidence.objects.standing().filter(idea=idea)
        assert idea.vote_count == Vote.objects.filter(idea=idea).count()
        assert idea.company_count == standing.exclude(company=None).count()
        assert idea.feedback_count == EvidenceItem.objects.filter(evidence__in=standing).exclude(feedback=None).count()


def test_two_who_file_the_same_piece_file_it_once_and_the_second_is_told() -> None:
    for _round in range(ROUNDS):
        feedback, idea = make_feedback(contact=make_contact(company=make_company())), make_idea()
        areas, staff = [make_area(), make_area()], [make_staff(), make_staff()]

        first, second = together(
            *(
                partial(
                    file_and_link,
                    feedback_id=feedback.pk,
                    filing=Filing(area_id=area.pk, category_id=None, idea_ids=(idea.pk,)),
                    seen="",
                    by=by,
                )
                for area, by in zip(areas, staff, strict=True)
            )
        )

        refused = [one for one in (first, second) if isinstance(one, FiledMeanwhileError)]
        assert len(refused) == 1
        assert EvidenceItem.objects.filter(feedback=feedback).count() == 1
        feedback.refresh_from_db()
        winner = 0 if first not in refused else 1
        assert (feedback.area_id, feedback.filed_by_id) == (areas[winner].pk, staff[winner].pk)
        counts_are_true([idea])


def test_a_vote_that_arrives_while_ideas_are_merged_counts_for_the_one_that_stays() -> None:
    for _round in range(ROUNDS):
        source, target = make_idea(), make_idea()
        contact, other = make_contact(company=make_company()), make_contact(company=make_company())
        vote(idea_id=source.pk, contact=other)

        together(
            partial(merge_ideas, source_id=source.pk, target_id=target.pk, by=None),
            partial(vote, idea_id=source.pk, contact=contact),
        )

        assert standing_for(source.pk) == target.pk
        assert set(Vote.objects.filter(idea=target).values_list("contact", flat=True)) == {contact.pk, other.pk}
        assert Evidence.objects.standing().filter(idea=target).count() == 2
        counts_are_true([target])


def test_evidence_that_is_added_while_a_merge_is_undone_is_kept_once_where_it_was_meant() -> None:
    for _round in range(ROUNDS):
        source, target = make_idea(), make_idea()
        company = make_company()
        before = make_feedback(contact=make_contact(company=company))
        link_feedback(feedback_id=before.pk, idea_id=source.pk, by=None)
        merge = merge_ideas(source_id=source.pk, target_id=target.pk, by=None)
        new = make_feedback(contact=make_contact(company=company))

        together(
            partial(unmerge_ideas, merge_id=merge.pk, by=None),
            partial(link_feedback, feedback_id=new.pk, idea_id=target.pk, by=None),
        )

        assert EvidenceItem.objects.get(feedback=before).idea_id == source.pk
        assert EvidenceItem.objects.get(feedback=new).idea_id == target.pk
        assert Evidence.objects.standing().get(idea=source).company_id == company.pk
        assert Evidence.objects.standing().get(idea=target).company_id == company.pk
        counts_are_true([source, target])
