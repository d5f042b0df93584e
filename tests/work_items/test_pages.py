"""The pages of work: linked by address, made after a look at what is sent, seen with all that waits for it."""

from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client

from tests.makers import make_conversation, make_idea, make_staff
from tests.meanwhile import ours_first
from wellheard.deliver.work_items import trackers
from wellheard.deliver.work_items.commands import (
    add_item,
    attach_conversation,
    attach_idea,
    break_item,
    unlink_conversation,
)
from wellheard.deliver.work_items.models import WantedItem, WorkItem, WorkItemLink
from wellheard.deliver.work_items.trackers import Place, Spot, Tracker
from wellheard.foundation import clock
from wellheard.listen.conversations.commands import wait_for_product
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignIn = Callable[[Staff], Client]


def _spot(address: str) -> Spot | None:
    number = address.rpartition("/")[2]
    return Spot("board", "board.example", "cards", int(number), address) if number.isdecimal() else None


@pytest.fixture(autouse=True)
def _board(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tracker that knows every address that ends in a number, and has a public and a private place."""
    places = [Place("open", "Open board", is_private=False), Place("own", "Our own board", is_private=True)]
    board = Tracker("board", "The board", _spot, lambda _spot: True, lambda: places)
    monkeypatch.setattr(trackers, "registry", {"board": board})


def test_an_idea_is_linked_by_an_address_once_and_unlinked(signed_in: SignIn) -> None:
    browser, idea = signed_in(make_staff()), make_idea("Work offline")
    page = f"/ideas/{idea.pk}/work-items/"
    assert browser.get(page).status_code == 200
    assert browser.post(page, {"address": "nowhere"}).status_code == 422
    for _click in range(2):
        assert browser.post(page, {"address": "https://board.example/cards/7"}).status_code == 302

    item = WorkItem.objects.get()
    assert WorkItemLink.objects.get().idea == idea
    assert "cards#7" in browser.get(f"/ideas/{idea.pk}/").content.decode()
    assert "Work offline" in browser.get(f"/work-items/{item.pk}/").content.decode()
    assert browser.get(f"/ideas/{idea.pk}/work-items/{item.pk}/unlinking/").status_code == 405
    browser.post(f"/ideas/{idea.pk}/work-items/{item.pk}/unlinking/")
    assert not WorkItemLink.objects.exists()


@pytest.mark.parametrize(
    ("place", "sentence"),
    [("board|open", "Everybody can read this"), ("board|own", "This is written to")],
)
def test_nothing_is_sent_before_it_was_looked_at_and_who_reads_it_is_said(
    signed_in: SignIn, place: str, sentence: str
) -> None:
    browser, idea = signed_in(make_staff()), make_idea("Work offline")
    page = f"/ideas/{idea.pk}/work-items/"
    said = {"key": "k", "place": place, "title": "Keep drafts", "body": "**Now**"}
    look = browser.post(page, said | {"look": "yes"}).content.decode()
    assert sentence in look
    assert "<strong>Now</strong>" in look
    assert "Keep drafts" in browser.post(page, said | {"edit": "yes"}).content.decode()
    assert not WantedItem.objects.exists()

    for _click in range(2):
        assert browser.post(page, said | {"send": "yes"}).status_code == 302
    wanted = WantedItem.objects.get()
    assert (wanted.title, wanted.body, wanted.idea) == ("Keep drafts", "**Now**", idea)
    assert browser.post(page, said | {"title": " ", "look": "yes"}).status_code == 422
    assert browser.post(page, said | {"place": "board|gone", "send": "yes"}).status_code == 422


def test_a_conversation_is_parked_and_unparked(signed_in: SignIn) -> None:
    browser, conversation = signed_in(make_staff(role=Role.AGENT)), make_conversation("My data is gone")
    page = f"/inbox/{conversation.pk}/work-items/"
    form = browser.get(page).content.decode()
    # What a customer wrote is never put into a tracker for them.
    assert "My data is gone" not in form.split("</h1>")[-1]
    browser.post(page, {"address": "https://board.example/cards/7"})
    item = WorkItem.objects.get()
    assert conversation.product_waits.get().subject_id == item.pk

    browser.post(f"/inbox/{conversation.pk}/work-items/{item.pk}/unlinking/")
    assert not conversation.product_waits.exists()
    assert signed_in(make_staff(role=Role.VIEWER)).post(page).status_code == 403


def test_work_shows_what_waits_and_what_to_do_about_it(signed_in: SignIn) -> None:
    browser, conversation, idea = signed_in(make_staff()), make_conversation(), make_idea("Work offline")
    item = add_item(spot=Spot("board", "board.example", "cards", 7, "https://board.example/7"), by=None)
    attach_conversation(item=item, conversation_id=conversation.pk)
    attach_idea(item=item, idea=idea, by=None)
    WorkItem.objects.update(state="closed", outcome="unknown", changed_at=clock.now())
    page = f"/work-items/{item.pk}/"
    assert "Nobody is told anything until you say it" in browser.get(page).content.decode()
    assert "was closed without a reason" in browser.get(f"/ideas/{idea.pk}/").content.decode()
    assert browser.post(f"{page}outcome/", {"outcome": "nonsense"}).status_code == 404
    browser.post(f"{page}outcome/", {"outcome": "declined"})
    assert WorkItem.objects.get().outcome == "declined"

    break_item(item_id=item.pk, reason=WorkItem.Broken.MOVED, moved_to="https://board.example/cards/9")
    assert "Follow it there" in browser.get(page).content.decode()
    assert browser.post(f"{page}following/").status_code == 302
    assert WorkItemLink.objects.get().item.number == 9
    assert conversation.product_waits.get().subject_id == WorkItemLink.objects.get().item_id
    assert signed_in(make_staff(role=Role.VIEWER)).post(f"{page}following/").status_code == 403


def test_what_could_not_be_made_is_tried_again(signed_in: SignIn) -> None:
    wanted = WantedItem.objects.create(
        key="k",
        tracker="board",
        place="own",
        title="T",
        idea=make_idea(),
        state="failed",
        problem="No",
        asked_at=clock.now(),
    )
    browser = signed_in(make_staff())
    assert "No" in browser.get(f"/ideas/{wanted.idea_id}/").content.decode()
    assert browser.post(f"/work-items/wanted/{wanted.pk}/again/").status_code == 302
    wanted.refresh_from_db()
    assert wanted.state == "waiting"


@pytest.mark.django_db(transaction=True)
def test_work_that_is_linked_and_unlinked_at_once_stops_neither() -> None:
    conversation, spot = make_conversation(), Spot("board", "board.example", "cards", 7, "https://board.example/7")
    item = attach_conversation(item=add_item(spot=spot, by=None), conversation_id=conversation.pk)
    unlink = partial(unlink_conversation, item_id=item.pk, conversation_id=conversation.pk)
    with ours_first(lambda: add_item(spot=spot, by=None), unlink) as unlinked:
        wait_for_product(conversation_id=conversation.pk, subject_type="idea", subject_id=1)
    assert unlinked.exception() is None
    assert list(conversation.product_waits.values_list("subject_type", flat=True)) == ["idea"]
