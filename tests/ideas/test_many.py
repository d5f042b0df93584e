"""The board sorted, filtered and kept as somebody likes it; many ideas changed at once; ideas put into other columns."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.ideas.scenes import ask, paying_over
from tests.makers import make_area, make_company, make_idea, make_staff
from wellheard.decide.commands import bulk_edit_ideas, take_ranks, undo_bulk_edit
from wellheard.decide.models import BulkEdit, Evidence, Idea, IdeaMerge
from wellheard.decide.queries import Choice, ranking
from wellheard.foundation import clock
from wellheard.workspace.models import SavedView, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def editor() -> Staff:
    return make_staff(role=Role.PRODUCT)


@pytest.fixture
def board(signed_in: SignIn, editor: Staff) -> Client:
    return signed_in(editor)


def titles(choice: Choice) -> list[str]:
    return [row.title for row in ranking(choice).items]


def test_ideas_are_sorted_by_any_column_also_for_some_companies() -> None:
    safe, risky = make_idea("Safe"), make_idea("Risky")
    ask(safe, company=make_company(mrr=900))
    ask(risky, company=make_company(mrr=500, stage="at_risk"))
    ask(risky, company=make_company(mrr=20))

    segment = paying_over(100)

    assert titles(Choice()) == ["Safe", "Risky"]
    assert titles(Choice(sort="risk")) == ["Risky", "Safe"]
    assert titles(Choice(sort="risk", segment=segment)) == ["Risky", "Safe"]
    assert [row.figures.risk for row in ranking(Choice(segment=segment)).items] == [0, 50_000]
    assert titles(Choice(sort="companies")) == ["Risky", "Safe"]


def test_a_rule_in_the_address_narrows_the_companies(board: Client) -> None:
    ask(make_idea("For the large"), company=make_company(mrr=900))
    ask(make_idea("For the small"), company=make_company(mrr=20))
    rule = json.dumps({"all": [{"field": "mrr", "op": ">", "value": 10_000}]})

    html = board.get(reverse("ideas"), {"rule": rule}).content.decode()

    assert "For the large" in html
    assert "For the small" not in html
    for wrong in ("{", '{"all": []}', "[" * 1500):
        assert board.get(reverse("ideas"), {"rule": wrong}).status_code == 404


def test_the_board_is_filtered_by_area_with_its_parts_owner_and_domination(board: Client, editor: Staff) -> None:
    whole = make_area()
    part = make_area(parent=whole, product=whole.product)
    make_idea("In the part", area=part, owner=editor)
    shared = make_idea("Shared")
    for mrr in (10, 10, 10):
        ask(shared, company=make_company(mrr=mrr))
    ask(make_idea("Of one"), company=make_company(mrr=10))

    def shown(**query: str | int) -> list[str]:
        html = board.get(reverse("ideas"), query).content.decode()
        return [title for title in ("In the part", "Shared", "Of one") if title in html]

    assert shown(area=whole.pk) == ["In the part"]
    assert shown(owner="me") == ["In the part"]
    assert shown(owner="none") == ["Shared", "Of one"]
    assert shown(dominated="yes") == ["Of one"]


def test_moves_are_told_against_a_month_ago(board: Client) -> None:
    long_ago = clock.now() - timedelta(days=90)
    old, risen = make_idea("Old", created_at=long_ago), make_idea("Risen", created_at=long_ago)
    ask(old, company=make_company(mrr=50))
    ask(risen, company=make_company(mrr=90))
    Evidence.objects.filter(idea=old).update(first_at=long_ago)
    take_ranks(day=clock.today() - timedelta(days=30))
    make_idea("Fresh")

    moves = {row.title: (row.before, row.up) for row in ranking(Choice()).items}

    assert moves == {"Risen": (2, 1), "Old": (1, -1), "Fresh": (None, 0)}
    assert "places up" in board.get(reverse("ideas")).content.decode()


def test_many_ideas_are_changed_at_once_and_given_back_what_they_had(board: Client, editor: Staff) -> None:
    area = make_area()
    one, two = make_idea(owner=editor), make_idea(area=area)

    for change, value in (("area", area.pk), ("owner", ""), ("publish", ""), ("status", "under_review")):
        board.post(reverse("ideas_bulk"), {"idea": [one.pk, two.pk], "change": change, change: value})
    one.refresh_from_db()
    assert (one.area, one.owner, one.is_public, one.status) == (area, None, True, "under_review")

    for edit in BulkEdit.objects.order_by("-pk"):
        board.post(reverse("ideas_bulk_undoing", args=[edit.pk]))
        board.post(reverse("ideas_bulk_undoing", args=[edit.pk]))
    one.refresh_from_db()
    assert (one.area, one.owner, one.is_public, one.status) == (None, editor, False, "heard")


def test_what_somebody_changed_since_is_not_taken_back() -> None:
    idea = make_idea()
    edit = bulk_edit_ideas(idea_ids=[idea.pk], change="status", value="under_review", by=None).edit
    assert edit
    Idea.objects.update(status=Idea.Status.BUILDING)

    assert undo_bulk_edit(edit_id=edit.pk, by=None) == 0
    idea.refresh_from_db()
    assert idea.status == "building"


def test_the_chosen_ideas_become_part_of_the_strongest(board: Client) -> None:
    weak, strong = make_idea("Weak"), make_idea("Strong")
    ask(strong)

    board.post(reverse("ideas_bulk"), {"idea": [weak.pk, strong.pk], "change": "merge"})

    merge = IdeaMerge.objects.get()
    assert (merge.source, merge.target) == (weak, strong)
    undo_bulk_edit(edit_id=BulkEdit.objects.get().pk, by=None)
    assert Idea.objects.unmerged().count() == 2


def test_what_needs_a_decision_is_left_and_said(board: Client) -> None:
    idea = make_idea("Later")

    form = {"idea": [idea.pk], "change": "status", "status": "planned"}
    html = board.post(reverse("ideas_bulk"), form, follow=True).content.decode()

    assert "“Later” stays as it is." in html
    for wrong in ({}, {"change": "status"}, {"idea": ["x"], "change": "area"}, {"idea": [idea.pk], "change": "fly"}):
        assert board.post(reverse("ideas_bulk"), wrong, follow=True).status_code == 200
    assert not BulkEdit.objects.exists()


def test_a_card_goes_to_another_column_or_asks_for_what_is_due(board: Client) -> None:
    idea = make_idea()
    address = reverse("idea_moving", args=[idea.pk])

    board.post(address, {"status": "building"})
    idea.refresh_from_db()
    assert idea.status == "building"

    decision = board.post(address, {"status": "not_now"}).headers["Location"]
    assert decision == f"{reverse('idea_decision', args=[idea.pk])}?outcome=not_now"
    assert board.post(address, {"status": "shipped"}).headers["Location"].startswith(reverse("release_new"))
    assert board.post(address, {"status": "nowhere"}).status_code == 302


def test_a_view_is_kept_shared_opened_first_and_removed(board: Client, editor: Staff, signed_in: SignIn) -> None:
    form = {"name": "At risk", "query": "sort=risk&col=risk", "shared": "yes", "default": "yes"}
    for _click in range(2):
        board.post(reverse("ideas_view_saving"), form)
    view = SavedView.objects.get()

    assert board.get(reverse("ideas")).headers["Location"] == f"{reverse('ideas')}?sort=risk&col=risk"
    other = signed_in(make_staff(role=Role.VIEWER))
    assert "At risk" in other.get(reverse("ideas")).content.decode()
    other.post(reverse("ideas_view_removal", args=[view.pk]))
    assert SavedView.objects.exists()

    board.post(reverse("ideas_view_removal", args=[view.pk]))
    assert not SavedView.objects.exists()
    assert "Give the view a name" in board.post(reverse("ideas_view_saving"), {}, follow=True).content.decode()


def test_a_viewer_changes_nothing_on_the_board(signed_in: SignIn) -> None:
    viewer, idea = signed_in(make_staff(role=Role.VIEWER)), make_idea()

    for address in (reverse("ideas_bulk"), reverse("idea_moving", args=[idea.pk])):
        assert viewer.post(address, {"idea": idea.pk, "change": "publish", "status": "building"}).status_code == 403
