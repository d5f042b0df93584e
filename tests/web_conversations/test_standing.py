"""How a conversation stands is changed: whose, until when, about what, closed, joined, linked."""

import pytest
from django.test import Client

from tests.makers import make_area, make_category, make_contact, make_conversation, make_idea, make_staff, make_team
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.listen.conversations.commands import hear_message, merge_conversations
from wellheard.listen.conversations.models import Conversation, Follower, Message, ProductWait
from wellheard.listen.conversations.said import Said
from wellheard.workspace.models import SavedView, Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Staff:
    agent = make_staff(role=Role.AGENT, name="Priya Nandan")
    client.force_login(agent)
    return agent


def now(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def test_it_is_given_to_somebody_and_taken(client: Client, staff: Staff) -> None:
    conversation, other, team = make_conversation(), make_staff(), make_team()
    path = f"/inbox/{conversation.pk}/assignment/"
    client.post(path, {"staff": other.pk, "team": team.pk})
    assert (now(conversation).assignee, now(conversation).team) == (other, team)
    client.post(path, {"take": "yes"})
    assert (now(conversation).assignee, now(conversation).team) == (staff, team)


def test_it_is_put_off_until_a_moment_and_the_next_is_shown(client: Client, staff: Staff) -> None:
    first, second = make_conversation("One"), make_conversation("Two")
    answer = client.post(f"/inbox/{first.pk}/snoozing/", {"choice": "tomorrow"})
    assert now(first).state == "snoozed"
    assert answer.headers["Location"] == f"/inbox/{second.pk}/"
    client.post(f"/inbox/{first.pk}/snoozing/", {"choice": "own", "until": "2001-01-01T09:00"})
    assert "This moment has passed" in client.get("/inbox/").text
    client.post(f"/inbox/{first.pk}/opening/")
    assert now(first).is_open


def test_closing_asks_what_it_was_about_and_is_undone(client: Client, staff: Staff) -> None:
    conversation = make_conversation()
    client.post(f"/inbox/{conversation.pk}/closing/")
    assert now(conversation).is_open
    client.post(f"/inbox/{conversation.pk}/closing/", {"area": make_area().pk})
    assert now(conversation).is_open
    client.post(f"/inbox/{conversation.pk}/closing/", {"area": make_area().pk, "category": make_category().pk})
    assert now(conversation).is_closed
    client.post(f"/inbox/{conversation.pk}/opening/")
    assert now(conversation).is_open


def test_what_it_is_about_is_said_and_taken_back(client: Client, staff: Staff) -> None:
    conversation = make_conversation()
    client.post(f"/inbox/{conversation.pk}/filing/", {"area": make_area().pk, "category": make_category().pk})
    tag = conversation.tags.get()
    client.post(f"/inbox/{conversation.pk}/filing/{tag.pk}/removal/")
    assert not conversation.tags.exists()


def test_it_is_set_aside_and_brought_back(client: Client, staff: Staff) -> None:
    conversation = make_conversation()
    client.post(f"/inbox/{conversation.pk}/aside/", {"reason": "spam"})
    assert (now(conversation).aside_reason, now(conversation).state) == ("spam", "closed")
    client.post(f"/inbox/{conversation.pk}/opening/")
    assert (now(conversation).aside_reason, now(conversation).state) == ("", "open")


def test_urgent_followed_unread(client: Client, staff: Staff) -> None:
    conversation = make_conversation()
    client.post(f"/inbox/{conversation.pk}/priority/", {"priority": "3"})
    assert now(conversation).priority == 3
    client.post(f"/inbox/{conversation.pk}/following/")
    assert Follower.objects.filter(staff=staff).exists()
    client.post(f"/inbox/{conversation.pk}/following/", {"not": "yes"})
    assert not Follower.objects.filter(staff=staff).exists()
    client.post(f"/inbox/{conversation.pk}/reading/")
    client.post(f"/inbox/{conversation.pk}/unreading/")
    assert client.get("/inbox/").context["rows"][0].is_unread


def test_a_marked_passage_becomes_feedback_for_an_idea_and_the_conversation_waits(client: Client, staff: Staff) -> None:
    idea = make_idea("Sign off below ground", status=Idea.Status.UNDER_REVIEW)
    conversation = make_conversation("Parts list yes. Let him sign it off.", contact=make_contact())
    client.post(f"/inbox/{conversation.pk}/filing/", {"area": make_area().pk, "category": make_category().pk})
    message = conversation.messages.get()
    path = f"/inbox/messages/{message.pk}/idea/?begin=16&end=36"
    assert "Which idea does this speak for?" in client.get(path).text

    form = {"idea": idea.pk, "begin": 16, "end": 36}
    client.post(path, form)
    client.post(path, form)

    item = EvidenceItem.objects.get(idea=idea)
    assert item.feedback is not None
    assert item.feedback.words == "Let him sign it off."
    assert item.feedback.is_filed
    wait = ProductWait.objects.get(conversation=conversation)
    assert (wait.subject_type, wait.subject_id) == ("idea", idea.pk)
    assert idea.title in client.get(f"/inbox/{conversation.pk}/").text


def test_for_a_shipped_idea_nothing_is_waited_for_and_a_new_one_is_opened_once(client: Client, staff: Staff) -> None:
    conversation = make_conversation("It should print.")
    message = conversation.messages.get()
    path = f"/inbox/messages/{message.pk}/idea/"
    assert client.post(path, {}).status_code == 422
    assert client.post(path, {"new_title": "Print", "passage_words": "never said"}).status_code == 422
    client.post(path, {"idea": make_idea("Live", status=Idea.Status.SHIPPED).pk})
    assert not ProductWait.objects.exists()
    client.post(path, {"new_title": "Print it"})
    client.post(path, {"new_title": "Print it"})
    assert Idea.objects.filter(title="Print it").count() == 1


def test_product_is_brought_in_with_a_note_and_a_task(client: Client, staff: Staff) -> None:
    team = make_team()
    manager = make_staff(role=Role.PRODUCT, name="Ines Calder")
    manager.teams.add(team)
    make_staff(role=Role.PRODUCT, name="Another One")
    conversation, area = make_conversation(), make_area(team=team)
    client.post(f"/inbox/{conversation.pk}/filing/", {"area": area.pk, "category": make_category().pk})
    path = f"/inbox/{conversation.pk}/product/"
    assert list(client.get(path).context["form"].fields["manager"].queryset) == [manager]
    client.post(path, {"manager": manager.pk, "question": "Is there a way around?"})
    client.post(path, {"manager": manager.pk, "question": "Is there a way around?"})
    assert Task.objects.get().assignee == manager
    assert conversation.messages.filter(kind=Message.Kind.NOTE).first() is not None


def test_conversations_are_joined_by_choosing_and_parted(client: Client, staff: Staff) -> None:
    contact = make_contact()
    kept, gone = make_conversation("One", contact=contact), make_conversation("Two", contact=contact)
    path = f"/inbox/{kept.pk}/joining/"
    assert client.get(path).context["others"] == [gone]
    assert client.get(f"{path}?q=Two").context["others"] == [gone]
    client.post(path, {"other": gone.pk})
    assert now(gone).merged_into == kept
    client.post(f"/inbox/{gone.pk}/parting/")
    assert now(gone).merged_into is None


def test_a_message_that_was_placed_wrongly_is_split_off(client: Client, staff: Staff) -> None:
    conversation = make_conversation("One")
    heard = hear_message(conversation_id=conversation.pk, contact=conversation.requester, said=Said("Another thing"))
    path = f"/inbox/messages/{heard.message.pk}/placing/"
    assert client.get(path).status_code == 200
    client.post(path, {"to": ""})
    assert Message.objects.get(pk=heard.message.pk).conversation != conversation


def test_many_are_closed_at_once_and_what_cannot_be_is_named(client: Client, staff: Staff) -> None:
    ready, unsaid = make_conversation("One"), make_conversation("Two", subject="The unsaid")
    client.post(f"/inbox/{ready.pk}/filing/", {"area": make_area().pk, "category": make_category().pk})
    path = f"/inbox/several/?ids={ready.pk}&ids={unsaid.pk}"
    assert "2 conversations are chosen" in client.get(path).text
    page = client.post(path, {"do": "close"}, follow=True)
    assert now(ready).is_closed
    assert now(unsaid).is_open
    assert "“The unsaid” stays as it is." in page.text
    client.post(path, {"do": "close", "area": make_area().pk, "category": make_category().pk})
    assert now(unsaid).is_closed


@pytest.mark.parametrize("do", ["assign", "tag", "snooze", "aside", "read", "join", "fly"])
def test_whatever_is_done_with_many_fails_on_nothing(client: Client, staff: Staff, do: str) -> None:
    ids = "&".join(f"ids={make_conversation().pk}" for _n in range(2))
    assert client.post(f"/inbox/several/?{ids}", {"do": do}).status_code == 302
    assert client.post("/inbox/several/?ids=x", {"do": do}).status_code == 302


def test_a_view_is_kept_and_shared_and_removed(client: Client, staff: Staff) -> None:
    client.post("/inbox/views/", {"name": "Rich", "query": "view=open&pays=1000", "shared": "yes"})
    assert "?view=open&amp;pays=1000" in client.get("/inbox/").text
    client.post(f"/inbox/views/{SavedView.objects.get().pk}/removal/")
    assert not SavedView.objects.exists()


def test_keys_are_chosen_and_switched_off(client: Client, staff: Staff) -> None:
    usual = client.get("/inbox/keys/").context["form"].initial
    assert client.post("/inbox/keys/", usual | {"reply": "n"}).status_code == 422
    client.post("/inbox/keys/", usual | {"reply": "w", "off": ""})
    assert Staff.objects.get(pk=staff.pk).inbox_keys == {"reply": "w"}
    client.post("/inbox/keys/", usual | {"off": "on"})
    assert client.get("/inbox/").context["keys"] == {}


def test_joining_is_refused_with_itself(client: Client, staff: Staff) -> None:
    conversation = make_conversation()
    assert client.post(f"/inbox/{conversation.pk}/joining/", {"other": conversation.pk}).status_code == 422
    merge_conversations(kept_id=make_conversation().pk, gone_id=conversation.pk, by=staff)
