"""Compare two ideas, merge them, take it back; old addresses lead on."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.ideas.scenes import HOSTILE, ask
from tests.makers import make_company, make_idea, make_staff
from wellheard.decide.commands import merge_ideas
from wellheard.decide.models import EvidenceItem, Idea, IdeaMerge
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def editor(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.PRODUCT))


def test_both_ideas_stand_side_by_side_before_one_is_kept(editor: Client) -> None:
    company = make_company(mrr=100)
    one, two = make_idea("Work offline"), make_idea(HOSTILE)
    ask(one, "No signal in cellars.", company=company)
    ask(two, "Cellars have no signal.", company=company)

    text = editor.get(reverse("idea_merging", args=[one.pk]), {"with": two.pk}).content.decode()

    assert "1 company asks for both and will count once." in text
    assert "No signal in cellars." in text
    assert "Cellars have no signal." in text
    assert HOSTILE not in text


def test_the_other_idea_is_suggested_and_found_by_words(editor: Client, run_jobs: Callable[[], None]) -> None:
    one, two = make_idea("Sync"), make_idea("Work without a signal")
    make_idea("Invoices in two currencies")

    assert two.title in editor.get(reverse("idea_merging", args=[one.pk]), {"q": "signal"}).content.decode()
    assert "No idea says nearly" in editor.get(reverse("idea_merging", args=[one.pk])).content.decode()
    assert "No other idea" in editor.get(reverse("idea_merging", args=[one.pk]), {"q": "zebra"}).content.decode()


def test_keeping_one_merges_the_other_into_it_and_offers_to_undo(editor: Client) -> None:
    one, two = make_idea("One"), make_idea("Two")
    ask(one)

    answer = editor.post(reverse("idea_merging", args=[one.pk]), {"other": two.pk, "keep": two.pk}, follow=True)

    merge = IdeaMerge.objects.get()
    assert (merge.source, merge.target) == (one, two)
    assert answer.redirect_chain[-1][0] == reverse("idea", args=[two.pk])
    assert reverse("idea_unmerging", args=[merge.pk]) in answer.content.decode()
    assert "Took in another idea" in answer.content.decode()


def test_neither_of_the_two_is_said_and_nothing_changes(editor: Client) -> None:
    one, two = make_idea(), make_idea()

    for form in ({"other": two.pk, "keep": "9" * 30}, {"other": "x", "keep": one.pk}, {}):
        answer = editor.post(reverse("idea_merging", args=[one.pk]), form, follow=True)
        assert answer.status_code == 200

    assert not IdeaMerge.objects.exists()


def test_what_was_said_since_can_be_chosen_to_go_back(editor: Client) -> None:
    one, two = make_idea("One"), make_idea("Two")
    merge = merge_ideas(source_id=one.pk, target_id=two.pk, by=None)
    ask(two, "Said since.")
    address = reverse("idea_unmerging", args=[merge.pk])

    assert "Said since." in editor.get(address).content.decode()
    editor.post(address, {"item": [EvidenceItem.objects.get().pk, "x"]})

    assert EvidenceItem.objects.get().idea == one
    assert "stands for itself again" in editor.get(address).content.decode()


def test_a_merge_that_cannot_be_undone_yet_says_why(editor: Client) -> None:
    one, two, three = make_idea("One"), make_idea("Two"), make_idea("Three")
    merge = merge_ideas(source_id=one.pk, target_id=two.pk, by=None)
    merge_ideas(source_id=two.pk, target_id=three.pk, by=None)

    answer = editor.post(reverse("idea_unmerging", args=[merge.pk]), follow=True)

    assert "Undo that merge first" in answer.content.decode()


@pytest.mark.parametrize("page", ["idea", "idea_words", "idea_evidence", "idea_edit", "idea_decision", "idea_merging"])
def test_the_pages_of_a_merged_idea_lead_on(editor: Client, page: str) -> None:
    one, two = make_idea(), make_idea()
    merge_ideas(source_id=one.pk, target_id=two.pk, by=None)

    assert editor.get(reverse(page, args=[one.pk])).headers["Location"] == reverse(page, args=[two.pk])


def test_the_public_page_of_a_merged_idea_leads_on(client: Client) -> None:
    one, two, private = make_idea(is_public=True), make_idea(is_public=True), make_idea()
    merge_ideas(source_id=one.pk, target_id=two.pk, by=None)
    address = reverse("portal_idea", args=[one.pk])

    assert client.get(address).headers["Location"] == reverse("portal_idea", args=[two.pk])

    merge_ideas(source_id=two.pk, target_id=private.pk, by=None)
    assert client.get(address).status_code == 404


def test_buttons_of_a_merged_idea_say_where_it_is(editor: Client) -> None:
    one, two = make_idea(), make_idea("Two")
    merge_ideas(source_id=one.pk, target_id=two.pk, by=None)

    for page, form in (("idea_status", {"status": "under_review"}), ("idea_publishing", {}), ("idea_hiding", {})):
        answer = editor.post(reverse(page, args=[one.pk]), form, follow=True)
        assert "part of “Two” now" in answer.content.decode()
    assert not Idea.objects.filter(is_public=True).exists()


def test_a_viewer_merges_nothing(signed_in: SignIn) -> None:
    viewer = signed_in(make_staff(role=Role.VIEWER))
    one, two = make_idea(), make_idea()
    merge = merge_ideas(source_id=one.pk, target_id=two.pk, by=None)

    assert viewer.post(reverse("idea_merging", args=[one.pk]), {"other": two.pk, "keep": one.pk}).status_code == 403
    assert viewer.post(reverse("idea_unmerging", args=[merge.pk])).status_code == 403


def test_a_merged_idea_stands_on_no_list(editor: Client) -> None:
    one, two = make_idea("Gone elsewhere", is_public=True), make_idea("Here", is_public=True)
    merge_ideas(source_id=one.pk, target_id=two.pk, by=None)

    for address in (reverse("ideas"), f"{reverse('ideas')}?view=columns", reverse("portal"), "/find/?q=Gone"):
        assert "Gone elsewhere" not in editor.get(address).content.decode()
