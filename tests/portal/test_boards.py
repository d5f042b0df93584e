"""A board of a segment, and every idea on it, does not exist for anybody else: on no page, in no search, under no address."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.makers import make_area, make_company, make_contact, make_idea, make_staff
from wellheard.customers.models import Contact, Segment, SegmentMember
from wellheard.decide import commands
from wellheard.decide.models import Board, Idea, Vote
from wellheard.deliver import commands as deliver
from wellheard.foundation.facts.models import Fact
from wellheard.understand import similar
from wellheard.web.portal.commands import settle
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignIn = Callable[[Staff], Client]
TITLE = "Robots that weld hulls"


@pytest.fixture
def segment() -> Segment:
    """Make a segment with one company in it."""
    segment = Segment.objects.create(name="Shipyards", rule={"all": []})
    SegmentMember.objects.create(segment=segment, company=make_company(name="Harbour Yard"))
    return segment


@pytest.fixture
def insider(segment: Segment) -> Contact:
    """Make a person of a company in the segment."""
    return make_contact(company=SegmentMember.objects.get(segment=segment).company)


@pytest.fixture
def secret(segment: Segment) -> Idea:
    """Make a public idea on the segment's board."""
    board = commands.add_board(name="Shipyards", segment=segment)
    idea = make_idea(TITLE, is_public=True, area=make_area(name="Welding"), status=Idea.Status.PLANNED)
    return commands.place_on_board(idea_id=idea.pk, board=board)


def browser_of(contact: Contact | None) -> Client:
    client = Client()
    if contact:
        session = client.session
        session["contact_id"] = contact.pk
        session.save()
    return client


@pytest.fixture(params=["nobody", "an outsider"])
def outsider(request: pytest.FixtureRequest) -> Client:
    """Return a browser of who may not see the board: not identified, or of another company."""
    return browser_of(None if request.param == "nobody" else make_contact(company=make_company()))


LISTS = ["/portal/", "/portal/?order=new", "/portal/?order=moving", "/portal/?status=planned", "/portal/roadmap/"]


@pytest.mark.parametrize("address", LISTS)
def test_an_outsider_finds_it_in_no_list_and_an_insider_does(
    secret: Idea, insider: Contact, outsider: Client, address: str
) -> None:
    assert TITLE in browser_of(insider).get(address).content.decode()
    page = outsider.get(address).content.decode()
    assert TITLE not in page
    assert "Shipyards" not in page
    assert "Welding" not in page


def test_its_address_and_its_boards_lead_nowhere(secret: Idea, insider: Contact, outsider: Client) -> None:
    page = reverse("portal_idea", args=[secret.pk])
    assert browser_of(insider).get(page).status_code == 200
    assert outsider.get(page).status_code == 404
    assert browser_of(insider).get("/portal/?board=shipyards").status_code == 200
    # The same as for a board that never was.
    assert outsider.get("/portal/?board=shipyards").status_code == 404
    assert outsider.get("/portal/?board=nothing").status_code == 404


@pytest.mark.parametrize("name", ["portal_votes", "portal_importance", "portal_comments", "portal_following"])
def test_nobody_votes_or_writes_on_it_by_a_guessed_address(secret: Idea, outsider: Client, name: str) -> None:
    assert outsider.post(reverse(name, args=[secret.pk]), {"wish": "yes", "words": "x"}).status_code == 404
    assert not Vote.objects.exists()


def test_it_is_not_suggested_while_typing(
    secret: Idea, insider: Contact, outsider: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [similar.Match(secret.pk, 0.9)]
    monkeypatch.setattr(similar, "find", lambda *_words, **_options: found)
    assert TITLE in browser_of(insider).post("/portal/similar/", {"words": TITLE}).content.decode()
    assert TITLE not in outsider.post("/portal/similar/", {"words": TITLE}).content.decode()


def test_neither_changelog_nor_feed_names_it(secret: Idea, insider: Contact, outsider: Client) -> None:
    notes = "Much is new."
    release = deliver.draft_release(title="Spring release", notes=notes, by=make_staff(), idea_ids=[secret.pk])
    deliver.publish_release(release_id=release.pk)
    assert TITLE in browser_of(insider).get("/portal/changelog/").content.decode()
    assert TITLE not in outsider.get("/portal/changelog/").content.decode()
    assert TITLE not in outsider.get("/portal/changelog/feed/").content.decode()


def test_a_vote_that_waited_is_not_counted_for_an_outsider(secret: Idea) -> None:
    settle(contact=make_contact(company=make_company()), posts=[], votes=[secret.pk])
    assert not Vote.objects.exists()


def test_a_wish_from_before_is_not_shown_to_who_left_the_segment(secret: Idea, insider: Contact) -> None:
    commands.vote(idea_id=secret.pk, contact=insider)
    assert TITLE in browser_of(insider).get("/portal/mine/").content.decode()
    SegmentMember.objects.all().delete()
    assert TITLE not in browser_of(insider).get("/portal/mine/").content.decode()


def test_a_board_whose_segment_was_removed_is_seen_by_nobody(secret: Idea, segment: Segment, insider: Contact) -> None:
    segment.delete()
    assert browser_of(insider).get(reverse("portal_idea", args=[secret.pk])).status_code == 404
    assert not Idea.objects.public().filter(pk=secret.pk).exists()


def test_a_board_for_everybody_hides_nothing() -> None:
    board = commands.add_board(name="Mobile app")
    commands.place_on_board(idea_id=make_idea("Work offline", is_public=True).pk, board=board)
    assert "Work offline" in Client().get("/portal/?board=mobile-app").content.decode()


# --- Our side ----------------------------------------------------------------------------------------------------------


def test_boards_are_added_edited_and_removed_once_empty(signed_in: SignIn, segment: Segment) -> None:
    admin = signed_in(make_staff())
    assert admin.post("/settings/boards/", {"name": "Shipyards", "segment": segment.pk}).status_code == 302
    board = Board.objects.get()
    form = {"name": "Yards", "segment": segment.pk, "position": 3, "version": 1}
    assert admin.post(f"/settings/boards/{board.pk}/", form).status_code == 302
    stale = admin.post(f"/settings/boards/{board.pk}/", form | {"name": "Docks"})
    assert stale.status_code == 422
    idea = make_idea()
    admin.post(f"/ideas/{idea.pk}/board/", {"board": board.pk})
    idea.refresh_from_db()
    assert idea.board == board
    assert (
        "Put them on another one first"
        in admin.post(f"/settings/boards/{board.pk}/removal/", follow=True).content.decode()
    )
    admin.post(f"/ideas/{idea.pk}/board/", {"board": ""})
    assert admin.post(f"/settings/boards/{board.pk}/removal/").status_code == 302
    assert not Board.objects.exists()


def test_a_name_is_there_once() -> None:
    commands.add_board(name="Mobile")
    with pytest.raises(WorkspaceError, match="there already"):
        commands.add_board(name="mobile")


def test_putting_it_where_it_is_leaves_no_trace() -> None:
    board, idea = commands.add_board(name="Mobile"), make_idea()
    commands.place_on_board(idea_id=idea.pk, board=board)
    commands.place_on_board(idea_id=idea.pk, board=board)
    assert Fact.objects.filter(name="idea.placed_on_board").count() == 1


def test_agents_neither_make_boards_nor_do_viewers_place_ideas(signed_in: SignIn) -> None:
    assert signed_in(make_staff(role=Role.AGENT)).get("/settings/boards/").status_code == 403
    assert signed_in(make_staff(role=Role.VIEWER)).post(f"/ideas/{make_idea().pk}/board/").status_code == 403


def test_an_area_in_which_only_it_was_released_is_no_choice_for_an_outsider(
    secret: Idea, insider: Contact, outsider: Client
) -> None:
    release = deliver.draft_release(title="The yard", notes="It welds.", idea_ids=[secret.pk], by=None)
    deliver.publish_release(release_id=release.pk)
    of_area = f"/portal/changelog/?area={secret.area_id}"
    assert "Welding" in browser_of(insider).get("/portal/changelog/").text
    assert "It welds." in browser_of(insider).get(of_area).text
    assert "Welding" not in outsider.get("/portal/changelog/").text
    assert "It welds." not in outsider.get(of_area).text
    assert "It welds." not in outsider.get(f"/portal/changelog/feed/?area={secret.area_id}").text


def test_it_is_related_to_another_idea_for_insiders_alone(secret: Idea, insider: Contact, outsider: Client) -> None:
    similar.index(kind="idea", object_id=secret.pk, text=secret.title, language="en")
    other = reverse("portal_idea", args=[make_idea("Robots that weld hulls of boats", is_public=True).pk])

    # Insiders look first: what is remembered for them must not be shown to the next.
    assert TITLE in browser_of(insider).get(other).text
    assert f">{TITLE}<" not in outsider.get(other).text
