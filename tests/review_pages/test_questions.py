"""What ideas are rated by: questions come and go for the next table, and no department is left out by accident."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_staff
from tests.reviews.tables import Department, agreed_table, decide, table, yes
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.commands import LeavesOutError, RatingDraft, ReviewError
from wellheard.decide.reviews.models import Criterion, Rating
from wellheard.decide.reviews.queries.opinions import opinions_of
from wellheard.foundation.facts.models import Fact
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
ALL = list(Department.values)


@pytest.fixture
def lead(signed_in: SignIn) -> Client:
    commands.standing_questions()
    return signed_in(make_staff(role=Role.PRODUCT))


def risk(**changes: object) -> dict[str, object]:
    usual = {"question": "How sure are we?", "low": "", "high": "", "kind": "scale", "departments": ["support"]}
    return usual | changes


def worth() -> Criterion:
    return Criterion.objects.get(key="worth")


def test_a_question_that_is_added_is_asked_of_its_departments_at_the_next_table_alone(lead: Client) -> None:
    frozen = table(1)
    lead.post("/reviews/rules/new/", risk())
    lead.post("/reviews/rules/new/", risk())
    added = Criterion.objects.get(question="How sure are we?")
    later = table(1, quorum=2)
    draft = RatingDraft(later.items()[0].pk, added.key, 2)
    commands.rate(review_id=later.review.pk, by=later.people[Department.SUPPORT], drafts=[draft])
    with pytest.raises(ReviewError, match="another department"):
        commands.rate(review_id=later.review.pk, by=later.people[Department.SALES], drafts=[draft])
    old = RatingDraft(frozen.items()[0].pk, added.key, 2)
    with pytest.raises(ReviewError, match="another department"):
        commands.rate(review_id=frozen.review.pk, by=frozen.people[Department.SUPPORT], drafts=[old])
    assert Fact.objects.filter(name="review.question_set").count() == 1


def test_what_a_department_gives_is_the_mean_of_its_questions(lead: Client) -> None:
    lead.post("/reviews/rules/new/", risk())
    key = Criterion.objects.get(question="How sure are we?").key
    made = table(1)
    item = made.items()[0].pk
    for name, value in (("worth", 5), (key, 2)):
        draft = RatingDraft(item, name, value)
        commands.rate(review_id=made.review.pk, by=made.people[Department.SUPPORT], drafts=[draft])
    made.hand_in(Department.SUPPORT)
    commands.reveal_review(review_id=made.review.pk)
    assert opinions_of(made.again())[0].points[0].value == 3.5


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"question": " "}, "Write the question."),
        ({"departments": []}, "Choose at least one department."),
        ({"departments": ["kitchen"]}, "kitchen is not in it"),
        ({"kind": "stars"}, "Choose how it is answered."),
        ({"kind": "weeks"}, "The weeks of work are asked already."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_in_a_sentence(
    lead: Client, changes: dict[str, object], refusal: str
) -> None:
    answer = lead.post("/reviews/rules/new/", risk(**changes))
    assert answer.status_code == 422
    assert refusal in answer.text
    assert Criterion.objects.count() == 2


def test_a_retired_question_is_asked_no_more_and_stays_in_old_minutes(lead: Client) -> None:
    made = agreed_table(1)
    decide(made, made.items()[0], yes())
    commands.hold_review(review_id=made.review.pk)
    effort = Criterion.objects.get(key="effort")
    for _click in range(2):
        lead.post(f"/reviews/rules/{effort.pk}/retiring/", {"version": effort.version})
    assert Fact.objects.filter(name="review.question_retired").count() == 1
    later = table(1, quorum=2)
    assert [question["key"] for question in later.review.questions] == ["worth"]
    assert "How many weeks of work is it?" in lead.get(f"/reviews/{made.review.pk}/minutes/").text
    assert "How many weeks of work is it?" in lead.get(f"/reviews/{made.review.pk}/minutes.md").text
    assert Rating.objects.filter(criterion="effort").exists()
    page = lead.get("/reviews/rules/").text
    assert "Asked no more" in page
    assert lead.get(f"/reviews/rules/{effort.pk}/").status_code == 404


def test_a_retired_question_is_asked_again_under_the_key_it_had(lead: Client) -> None:
    added = commands.add_criterion(**risk())  # type: ignore[arg-type]
    commands.retire_criterion(criterion_id=added.pk, version=added.version)
    page = lead.get("/reviews/rules/").content.decode()
    assert f"/reviews/rules/{added.pk}/restoring/" in page
    for _click in range(2):
        answer = lead.post(f"/reviews/rules/{added.pk}/restoring/", follow=True)
        assert "It is asked again" in answer.content.decode()
    assert Fact.objects.filter(name="review.question_restored").count() == 1
    made = table(1, quorum=2)
    assert [one["key"] for one in made.review.questions] == ["worth", "effort", added.key]
    assert lead.post("/reviews/rules/987654/restoring/").status_code == 404


def test_what_is_asked_already_is_not_brought_back_beside_it(lead: Client) -> None:
    effort = Criterion.objects.get(key="effort")
    commands.retire_criterion(criterion_id=effort.pk, version=effort.version)
    commands.add_criterion(**risk(question="How long?", kind="weeks"))  # type: ignore[arg-type]
    answer = lead.post(f"/reviews/rules/{effort.pk}/restoring/", follow=True).content.decode()
    assert "The weeks of work are asked already." in answer
    added = commands.add_criterion(**risk())  # type: ignore[arg-type]
    commands.retire_criterion(criterion_id=added.pk, version=added.version)
    commands.add_criterion(**risk())  # type: ignore[arg-type]
    answer = lead.post(f"/reviews/rules/{added.pk}/restoring/", follow=True).content.decode()
    assert "is asked already, by a question that was added since" in answer
    assert not Fact.objects.filter(name="review.question_restored").exists()


def test_the_last_question_of_worth_is_not_retired(lead: Client) -> None:
    answer = lead.post(f"/reviews/rules/{worth().pk}/retiring/", {"version": worth().version})
    assert answer.status_code == 422
    assert "Add another one from one to five first" in answer.text
    assert worth().retired_at is None


def test_no_department_is_left_without_a_question_unless_that_is_said(lead: Client) -> None:
    row = worth()
    change = {"version": row.version, "question": row.question, "low": "", "high": "", "departments": ["product"]}
    refused = lead.post(f"/reviews/rules/{row.pk}/", change)
    assert refused.status_code == 422
    # Engineering still estimates the weeks.
    offered = re.findall(r'name="leaving_out" value="(\w+)"', refused.text)
    assert set(offered) == set(ALL) - {"product", "engineering"}
    assert worth().departments == ALL
    half = lead.post(f"/reviews/rules/{row.pk}/", change | {"leaving_out": offered[:1]})
    assert half.status_code == 422
    lead.post(f"/reviews/rules/{row.pk}/", change | {"leaving_out": offered})
    assert worth().departments == ["product"]
    assert "Asked nothing: Support" in lead.get("/reviews/rules/").text


def test_retiring_leaves_nobody_out_by_accident_either() -> None:
    commands.standing_questions()
    added = commands.add_criterion(**risk(departments=["sales"]))  # type: ignore[arg-type]
    first = worth()
    left = [code for code in ALL if code != "sales"]
    commands.edit_criterion(
        criterion_id=first.pk, version=first.version, question="Worth?", low="", high="", departments=left
    )
    with pytest.raises(LeavesOutError, match="Sales"):
        commands.retire_criterion(criterion_id=added.pk, version=added.version)
    commands.retire_criterion(criterion_id=added.pk, version=added.version, leaving_out=["sales"])
    added.refresh_from_db()
    assert added.retired_at is not None


def test_two_who_change_the_questions_at_once_do_not_undo_each_other(lead: Client) -> None:
    effort = Criterion.objects.get(key="effort")
    given = {"question": "Days?", "low": "", "high": "", "departments": ["engineering"]}
    commands.edit_criterion(criterion_id=effort.pk, version=effort.version, **given)  # type: ignore[arg-type]
    answer = lead.post(f"/reviews/rules/{effort.pk}/retiring/", {"version": effort.version})
    assert answer.status_code == 422
    assert "Somebody else" in answer.text
    assert Criterion.objects.get(key="effort").retired_at is None


def test_only_who_leads_meetings_changes_what_is_asked(signed_in: SignIn) -> None:
    commands.standing_questions()
    client = signed_in(make_staff(role=Role.SALES))
    assert client.get("/reviews/rules/new/").status_code == 403
    assert client.post("/reviews/rules/new/", risk()).status_code == 403
    assert client.post(f"/reviews/rules/{worth().pk}/retiring/", {"version": "1"}).status_code == 403
    assert client.post(f"/reviews/rules/{worth().pk}/restoring/").status_code == 403
    assert signed_in(make_staff(role=Role.PRODUCT)).get("/reviews/rules/0/retiring/").status_code == 405
