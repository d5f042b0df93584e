"""How many need an idea by what a random sample said: each company once, those who were drawn only."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import (
    make_company,
    make_contact,
    make_feedback,
    make_idea,
    make_staff,
    make_survey,
    make_survey_answer,
    make_tier,
)
from wellheard.customers.commands import save_segment
from wellheard.customers.models import Company
from wellheard.decide.commands import link_feedback, merge_ideas
from wellheard.decide.demand.commands import NeedQuestionError, link_need_question, unlink_need_question
from wellheard.decide.demand.models import NeedQuestion
from wellheard.decide.demand.queries.representative import demand_by_tier, demand_in
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.listen.surveys.models import Question, Survey, Wave
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


class Asked:
    """A survey with a drawn sample that asks who needs an idea; "a" says yes."""

    def __init__(self, idea: Idea) -> None:
        self.survey: Survey = make_survey("choice")
        self.question: Question = self.survey.questions.order_by("position")[0]
        now = clock.now()
        self.wave = Wave.objects.create(
            survey=self.survey, number=1, seed=1, size=10, begins_at=now, drawn_at=now, state=Wave.State.SENT
        )
        link_need_question(question_id=self.question.pk, idea_id=idea.pk, yes=["a"])

    def says(self, option: str, company: Company, wave: Wave | None = None, *, by_chance: str = "yes") -> None:
        drawn = {"wave": wave or self.wave} if by_chance == "yes" else {}
        make_survey_answer(self.survey, None, contact=make_contact(company=company), options=[option], **drawn)


def test_each_company_of_a_sample_counts_once_and_who_chose_to_answer_does_not() -> None:
    idea = make_idea()
    large, small = make_tier(name="Large"), make_tier(name="Small")
    asked = Asked(idea)
    acme = make_company(tier=large)
    asked.says("a", acme)
    asked.says("b", acme)
    asked.says("b", make_company(tier=large))
    asked.says("b", make_company(tier=small))
    asked.says("a", make_company(tier=small), by_chance="no")

    found = demand_by_tier(idea)

    assert found is not None
    told = {group.name: (group.companies, group.asked, group.yes) for group in found.groups}
    assert told == {"Large": (2, 2, 1), "Small": (2, 1, 0)}
    assert (found.asked, found.yes) == (3, 1)


def test_a_saved_segment_counts_its_own_companies_and_who_asked_by_themselves() -> None:
    idea = make_idea()
    asked = Asked(idea)
    inside, outside = make_company(mrr=10), make_company(mrr=1)
    asked.says("a", inside)
    asked.says("a", outside)
    link_feedback(feedback_id=make_feedback(contact=make_contact(company=inside)).pk, idea_id=idea.pk, by=None)
    segment = save_segment(name="Pays", rule={"all": [{"field": "mrr", "op": ">", "value": 700}]})

    need = demand_in(idea, segment)

    assert (need.companies, need.volunteered, need.asked, need.yes) == (1, 1, 1, 1)
    assert need.low > 0.5


def test_a_question_follows_an_idea_that_is_merged_and_says_nothing_once_unlinked() -> None:
    idea, other = make_idea(), make_idea()
    asked = Asked(idea)
    asked.says("a", make_company())
    merge_ideas(source_id=idea.pk, target_id=other.pk, by=None)
    assert demand_by_tier(other) is not None

    for _click in range(2):
        unlink_need_question(question_id=asked.question.pk)
    assert demand_by_tier(other) is None


@pytest.mark.parametrize("yes", [[], ["a", "b"], ["nonsense"]])
def test_a_question_needs_a_yes_and_a_no(yes: list[str]) -> None:
    question = make_survey("choice").questions.order_by("position")[0]
    with pytest.raises(NeedQuestionError):
        link_need_question(question_id=question.pk, idea_id=make_idea().pk, yes=yes)


def test_the_page_says_asked_yes_and_the_range_and_links_a_question(signed_in: Callable[[Staff], Client]) -> None:
    idea, survey = make_idea(), make_survey("choice")
    question = survey.questions.order_by("position")[0]
    client = signed_in(make_staff(role=Role.PRODUCT))

    assert "No sample was asked yet" in client.get(f"/ideas/{idea.pk}/sample/").content.decode()
    client.post(f"/ideas/{idea.pk}/sample/question/", {"question": question.pk, "yes": "a"})
    assert NeedQuestion.objects.get().yes == ["a"]
    asked = Asked(idea)
    asked.says("a", make_company())
    assert "Asked 1, yes 1:" in client.get(f"/ideas/{idea.pk}/sample/?segment=x").content.decode()
    assert (
        "Choose which answers"
        in client.post(f"/ideas/{idea.pk}/sample/question/", {"question": question.pk}, follow=True).content.decode()
    )
    client.post(f"/ideas/{idea.pk}/sample/question/", {"question": question.pk, "remove": "yes"})
    assert not NeedQuestion.objects.filter(question=question).exists()


def test_who_may_not_run_surveys_reads_and_changes_nothing(signed_in: Callable[[Staff], Client]) -> None:
    idea = make_idea()
    viewer = signed_in(make_staff(role=Role.VIEWER))

    assert viewer.get(f"/ideas/{idea.pk}/sample/").status_code == 200
    assert viewer.post(f"/ideas/{idea.pk}/sample/question/", {"question": 1}).status_code == 403
    assert viewer.get("/ideas/999999/sample/").status_code == 404
