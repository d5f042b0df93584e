"""Following an idea, hearing how it ended, and leaving again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.makers import make_contact, make_idea
from wellheard.answer import leaving
from wellheard.answer.models import Answer
from wellheard.customers.models import Contact
from wellheard.decide.commands import follow, unfollow, vote
from wellheard.decide.models import Follower
from wellheard.deliver.commands import draft_release, publish_release


def test_followers_hear_the_outcome_once_and_count_as_nobody(run_jobs: Callable[[], None]) -> None:
    idea, ada, bob = make_idea("Work offline", is_public=True), make_contact(), make_contact()
    follow(idea_id=idea.pk, contact=ada)
    vote(idea_id=idea.pk, contact=bob)
    unfollow(idea_id=idea.pk, contact=bob)
    release = draft_release(title="4.2", notes="There.", idea_ids=[idea.pk], by=None)
    publish_release(release_id=release.pk)
    run_jobs()
    run_jobs()

    answer = Answer.objects.get()
    assert (answer.contact, answer.occasion) == (ada, "shipped")
    assert "you follow “Work offline”" in answer.words
    idea.refresh_from_db()
    assert idea.company_count == 0


def test_who_stops_is_not_told_what_was_held_for_them(run_jobs: Callable[[], None]) -> None:
    idea, ada = make_idea(is_public=True), make_contact()
    vote(idea_id=idea.pk, contact=ada)
    publish_release(release_id=draft_release(title="4.2", notes="There.", idea_ids=[idea.pk], by=None).pk)
    run_jobs()
    assert Answer.objects.get().state == Answer.State.HELD
    unfollow(idea_id=idea.pk, contact=ada)
    run_jobs()

    assert Answer.objects.get().state == Answer.State.DROPPED


def test_following_is_switched_on_and_off_on_the_page(visiting: Callable[[Contact], Client]) -> None:
    idea, ada = make_idea(is_public=True), make_contact()
    browser, address = visiting(ada), f"/portal/ideas/{idea.pk}/following/"
    assert browser.get(address).status_code == 405
    for _twice in range(2):
        browser.post(address, {"wish": "yes"})
    assert "Stop following" in browser.get(f"/portal/ideas/{idea.pk}/").text
    browser.post(address, {"wish": "no"})

    assert "Stop following" not in browser.get(f"/portal/ideas/{idea.pk}/").text
    assert Follower.objects.get().stopped_at is not None


def test_a_stranger_follows_and_says_who_they_are_afterwards(
    client: Client, prove: Callable[[Client, str], None]
) -> None:
    idea = make_idea(is_public=True)
    assert client.post(f"/portal/ideas/{idea.pk}/following/", {"wish": "yes"})["Location"] == "/portal/sign-in/"
    assert not Follower.objects.exists()
    prove(client, "ada@example.com")

    assert Follower.objects.following().count() == 1


def test_the_link_in_the_mail_changes_nothing_until_its_button_is_pressed(client: Client) -> None:
    idea, ada = make_idea("Work offline", is_public=True), make_contact()
    follow(idea_id=idea.pk, contact=ada)
    address = leaving.idea_link(contact_id=ada.pk, idea_id=idea.pk)
    path = address[address.index("/portal/") :]
    assert "Stop mails about this idea?" in client.get(path).text
    assert Follower.objects.following().exists()
    left = Client(enforce_csrf_checks=True).post(path, follow=True)

    assert "We do not write to you about it any more" in left.text
    assert not Follower.objects.following().exists()


def test_mail_programs_stop_it_with_one_click(client: Client) -> None:
    idea, ada = make_idea(is_public=True), make_contact()
    follow(idea_id=idea.pk, contact=ada)
    address = leaving.idea_link(contact_id=ada.pk, idea_id=idea.pk)
    answer = Client(enforce_csrf_checks=True).post(
        address[address.index("/portal/") :], {"List-Unsubscribe": "One-Click"}
    )

    assert answer.status_code == 204
    assert not Follower.objects.following().exists()


@pytest.mark.parametrize("name", ["portal_leaving", "portal_left"])
def test_a_link_that_is_not_ours_leads_to_a_sentence(client: Client, name: str) -> None:
    answer = client.get(reverse(name, args=["x:y:z"]))

    assert (answer.status_code, "does not lead anywhere any more" in answer.text) == (410, True)
