"""Replies and notes are written, taken back, and stopped where others wrote meanwhile."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import make_area, make_category, make_contact, make_conversation, make_mailbox, make_staff
from wellheard.customers.commands import suppress
from wellheard.customers.models import Suppression
from wellheard.foundation import clock
from wellheard.listen.conversations.commands import (
    add_participants,
    end_product_waits,
    hear_message,
    send_reply,
    suggest_tag,
    wait_for_product,
    write_note,
)
from wellheard.listen.conversations.models import Conversation, Draft, Mention, Message, Tag
from wellheard.listen.conversations.said import Said
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Staff:
    agent = make_staff(role=Role.AGENT, name="Priya Nandan")
    client.force_login(agent)
    return agent


def write(client: Client, conversation: Conversation, words: str, **more: object) -> object:
    newest = conversation.messages.order_by("-pk").values_list("pk", flat=True).first()
    form = {"kind": "reply", "words": words, "key": words[:20], "seen": newest, "then": "keep"} | more
    return client.post(f"/inbox/{conversation.pk}/writing/", form)


def test_a_reply_goes_to_who_takes_part_and_is_sent_once(client: Client, staff: Staff) -> None:
    conversation = make_conversation(contact=make_contact(email="anneke@lift.example"))
    write(client, conversation, "It is live.")
    write(client, conversation, "It is live.")
    reply = Message.objects.get(kind="reply")
    assert (reply.words, reply.to, reply.state) == ("It is live.", ["anneke@lift.example"], "scheduled")


def test_who_cannot_be_written_to_is_named_before_and_after(client: Client, staff: Staff) -> None:
    conversation = make_conversation(contact=make_contact(email="anneke@lift.example"), mailbox=make_mailbox())
    copied = [("", "gone@lift.example"), ("", "bo@lift.example")]
    add_participants(conversation_id=conversation.pk, people=copied)
    suppress(email="gone@lift.example", reason=Suppression.Reason.BOUNCED)
    page = client.get(f"/inbox/{conversation.pk}/").text
    assert "gone@lift.example is left out." in page
    assert 'name="cc" value="bo@lift.example"' in page
    write(client, conversation, "It is live.", to="anneke@lift.example", cc="gone@lift.example")
    with clock.at(clock.now() + timedelta(seconds=11)):
        send_reply(message_id=Message.objects.get(kind="reply").pk)
    assert "gone@lift.example does not have it." in client.get(f"/inbox/{conversation.pk}/").text


def test_sending_and_closing_files_it_and_leads_to_the_next(client: Client, staff: Staff) -> None:
    first, second = make_conversation("One"), make_conversation("Two")
    pair = {"area": make_area().pk, "category": make_category().pk}
    answer = write(client, first, "Done.", then="close", **pair)
    first.refresh_from_db()
    assert first.is_closed
    assert answer.headers["Location"] == f"/inbox/{second.pk}/"  # type: ignore[attr-defined]
    assert Tag.objects.confirmed().get().conversation == first


def test_closing_without_saying_what_it_was_about_sends_nothing_and_keeps_the_words(
    client: Client, staff: Staff
) -> None:
    conversation = make_conversation()
    page = write(client, conversation, "Done and dusted.", then="close")
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert "Say first what this was about" in page.text  # type: ignore[attr-defined]
    assert "Done and dusted." in page.text  # type: ignore[attr-defined]
    assert not Message.objects.filter(kind="reply").exists()


def test_kept_open_a_mere_suggestion_stays_one(client: Client, staff: Staff) -> None:
    conversation, area, category = make_conversation(), make_area(), make_category()
    suggest_tag(conversation_id=conversation.pk, area_id=area.pk, category_id=category.pk)
    write(client, conversation, "One", area=area.pk, category=category.pk)
    assert Tag.objects.get().confirmed_at is None
    write(client, conversation, "Two", area=make_area().pk, category=category.pk)
    assert Tag.objects.get().confirmed_at is not None


def test_what_others_wrote_meanwhile_stops_the_reply_and_is_shown(client: Client, staff: Staff) -> None:
    conversation = make_conversation()
    seen = conversation.messages.get().pk
    write_note(conversation_id=conversation.pk, by=make_staff(), words="I am on it.")
    page = write(client, conversation, "My answer.", seen=seen)
    assert page.status_code == 409  # type: ignore[attr-defined]
    assert "I am on it." in page.text  # type: ignore[attr-defined]
    assert not Message.objects.filter(kind="reply").exists()
    assert Draft.objects.get().words == "My answer."
    write(client, conversation, "My answer.", seen=page.context["form"]["seen"].value())  # type: ignore[attr-defined]
    assert Message.objects.filter(kind="reply").count() == 1


def test_a_reply_is_taken_back_and_its_words_stand_in_the_composer(client: Client, staff: Staff) -> None:
    conversation = make_conversation()
    write(client, conversation, "Too fast.")
    client.post("/inbox/undoing/")
    assert Message.objects.get(kind="reply").state == "withdrawn"
    conversation.refresh_from_db()
    assert conversation.waits_for == "us"
    assert client.get(f"/inbox/{conversation.pk}/").context["form"]["words"].value() == "Too fast."


def test_a_note_asks_who_it_names_and_goes_nowhere(client: Client, staff: Staff) -> None:
    ines = make_staff(name="Ines Calder")
    make_staff(name="Ines Other")
    conversation = make_conversation()
    write(client, conversation, "@Ines Calder this is the fifth one.", kind="note")
    note = Message.objects.get(kind="note")
    assert (note.to, note.state, note.mail_id) == ([], "kept", None)
    assert [mention.staff for mention in Mention.objects.all()] == [ines]


def test_a_first_name_that_two_have_means_nobody(client: Client, staff: Staff) -> None:
    make_staff(name="Ines Calder")
    make_staff(name="Ines Other")
    write(client, make_conversation(), "@Ines look", kind="note")
    assert not Mention.objects.exists()


def test_a_draft_is_kept_while_one_types(client: Client, staff: Staff) -> None:
    conversation = make_conversation()
    path = f"/inbox/{conversation.pk}/draft/"
    assert client.post(path, {"kind": "reply", "words": "Half a sen"}).status_code == 204
    assert "Half a sen" in client.get(f"/inbox/{conversation.pk}/").text
    assert client.post(path, {"kind": "poem", "words": "x"}).status_code == 422


def test_what_there_is_to_tell_stands_in_the_composer_and_gives_way_to_what_was_begun(
    client: Client, staff: Staff
) -> None:
    conversation = make_conversation()
    wait_for_product(conversation_id=conversation.pk, subject_type="workitem", subject_id=1)
    end_product_waits(subject_type="workitem", subject_id=1, outcome="shipped")
    path = f"/inbox/{conversation.pk}/"
    assert client.get(path).context["form"]["words"].value()

    client.post(f"{path}draft/", {"kind": "reply", "words": "It is live."})
    assert client.get(path).context["form"]["words"].value() == "It is live."


def test_what_was_sent_is_no_draft_any_more_though_its_page_kept_it_late(client: Client, staff: Staff) -> None:
    conversation = make_conversation()
    key = client.get(f"/inbox/{conversation.pk}/").context["form"]["key"].value()
    write(client, conversation, "It is live.", key=key)

    client.post(f"/inbox/{conversation.pk}/draft/", {"kind": "reply", "words": "It is live.", "key": key})

    assert not Draft.objects.exists()


def test_an_address_that_is_none_is_named(client: Client, staff: Staff) -> None:
    page = write(client, make_conversation(), "Hello", to="anneke@")
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert "“anneke@” is not a whole mail address" in page.text  # type: ignore[attr-defined]


def test_a_reply_goes_out_at_the_moment_it_was_given(client: Client, staff: Staff) -> None:
    write(client, make_conversation(), "Later.", send_at="2999-01-01T09:00")
    assert Message.objects.get(kind="reply").send_at.year == 2999  # type: ignore[union-attr]
    assert clock.now().year < 2999


def test_an_old_page_sends_after_the_customer_wrote_only_when_they_were_read(client: Client, staff: Staff) -> None:
    conversation = make_conversation()
    seen = conversation.messages.get().pk
    hear_message(conversation_id=conversation.pk, contact=conversation.requester, said=Said("Solved, thanks."))
    assert write(client, conversation, "Try this", seen=seen).status_code == 409  # type: ignore[attr-defined]
