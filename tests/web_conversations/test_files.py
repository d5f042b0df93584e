"""Files go along with a reply or a note: kept with the draft, refused with a reason, sent, taken back, forgotten."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.makers import make_contact, make_conversation, make_mailbox, make_staff
from wellheard.customers.commands import erase_contact
from wellheard.foundation import clock
from wellheard.listen.conversations.commands import forget_drafts, hear_message
from wellheard.listen.conversations.commands.draft_files import MOST
from wellheard.listen.conversations.letters import letter_of
from wellheard.listen.conversations.models import Attachment, Conversation, Draft, DraftFile, Message
from wellheard.listen.conversations.said import NewFile, Said
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya(client: Client) -> Staff:
    agent = make_staff(role=Role.AGENT, name="Priya Nandan")
    client.force_login(agent)
    return agent


@pytest.fixture
def talk(priya: Staff) -> Conversation:
    return make_conversation(contact=make_contact(email="anneke@lift.example"), mailbox=make_mailbox())


def bring(client: Client, talk: Conversation, *names: str, kind: str = "reply", data: bytes = b"words of ") -> Any:
    files = [SimpleUploadedFile(name, data + name.encode()) for name in names]
    return client.post(f"/inbox/{talk.pk}/files/", {"kind": kind, "files": files})


def write(client: Client, talk: Conversation, words: str = "Here it is.", **more: object) -> Any:
    newest = talk.messages.order_by("-pk").values_list("pk", flat=True).first()
    form = {"kind": "reply", "words": words, "key": words[:20], "seen": newest, "then": "keep"} | more
    return client.post(f"/inbox/{talk.pk}/writing/", form)


def ids() -> list[int]:
    return list(DraftFile.objects.order_by("pk").values_list("pk", flat=True))


def chosen(kind: str = "reply") -> dict[str, Any]:
    return {f"file-{kind}": ids()}


def names(files: Iterable[Attachment | DraftFile]) -> list[str]:
    return [one.name for one in files]


def test_what_was_chosen_is_listed_and_goes_out_with_the_mail(client: Client, talk: Conversation) -> None:
    assert bring(client, talk, "plan.pdf", "log.txt").status_code == 200
    bring(client, talk, "plan.pdf")
    page = client.get(f"/inbox/{talk.pk}/").text
    assert page.count("plan.pdf") == 2  # its name, and the button that takes it out

    write(client, talk, **chosen())
    reply = Message.objects.get(kind="reply")
    files = letter_of(reply).files
    assert [(one.name, one.media_type) for one in files] == [("plan.pdf", "application/pdf"), ("log.txt", "text/plain")]
    with default_storage.open(files[1].file) as kept:
        assert kept.read() == b"words of log.txt"
    assert not Draft.objects.exists()


def test_files_of_a_note_never_go_along_with_a_reply(client: Client, talk: Conversation) -> None:
    bring(client, talk, "inside.txt", kind="note")
    refused = write(client, talk, **chosen())
    assert refused.status_code == 422
    assert "A file you chose is not here any more." in refused.text
    write(client, talk, "Among us.", kind="note", **chosen("note"))
    note = Message.objects.get(kind="note")
    assert names(note.attachments.all()) == ["inside.txt"]
    assert not Message.objects.filter(kind="reply").exists()


def test_nobody_takes_or_removes_the_files_of_a_colleague(client: Client, talk: Conversation) -> None:
    bring(client, talk, "plan.pdf")
    client.force_login(make_staff(role=Role.AGENT))
    assert write(client, talk, **chosen()).status_code == 422
    client.post(f"/inbox/{talk.pk}/files/", {"kind": "reply", "without": ids()[0]})
    assert names(DraftFile.objects.all()) == ["plan.pdf"]
    client.force_login(make_staff(role=Role.VIEWER))
    assert bring(client, talk, "other.pdf").status_code == 403


def test_each_file_that_is_refused_says_why_and_the_others_stay(client: Client, talk: Conversation) -> None:
    answer = bring(client, talk, "plan.pdf", "setup.exe", "trick.pdf.EXE. ")
    assert answer.status_code == 422
    assert "“setup.exe” does not go along. Files of this kind are not taken" in answer.text
    assert names(DraftFile.objects.all()) == ["plan.pdf"]

    nothing = client.post(
        f"/inbox/{talk.pk}/files/", {"kind": "reply", "files": [SimpleUploadedFile("empty.txt", b"")]}
    )
    assert "There is nothing in it." in nothing.text
    large = bring(client, talk, "film.mp4", data=b"x" * 20_000_000)
    assert "larger than the 20 MB" in large.text
    many = bring(client, talk, *(f"{number}.txt" for number in range(MOST + 1)))
    assert "At most 20 files go along" in many.text
    assert DraftFile.objects.count() == MOST


def test_without_scripts_the_form_brings_files_itself_and_keeps_what_was_written(
    client: Client, talk: Conversation
) -> None:
    plan = SimpleUploadedFile("plan.pdf", b"%PDF")
    looked = write(client, talk, "Not done yet", then="attach", files=plan)
    assert (looked.status_code, Message.objects.filter(kind="reply").exists()) == (200, False)
    assert "Not done yet" in looked.text
    assert "plan.pdf" in looked.text

    refused = write(client, talk, "Here.", files=[SimpleUploadedFile("run.bat", b"@echo")], **chosen())
    assert "“run.bat” does not go along." in refused.text
    assert Draft.objects.get().words == "Here."
    assert not Message.objects.filter(kind="reply").exists()

    late = SimpleUploadedFile("late.txt", b"late")
    write(client, talk, "Here.", files=[late], **chosen())
    assert names(Message.objects.get(kind="reply").attachments.order_by("pk")) == ["plan.pdf", "late.txt"]


def test_a_file_is_taken_out_and_gone(
    client: Client, talk: Conversation, django_capture_on_commit_callbacks: Any
) -> None:
    bring(client, talk, "plan.pdf")
    kept = DraftFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        write(client, talk, "", without=kept.pk)
    assert not default_storage.exists(kept.file)
    assert not Draft.objects.exists()


def test_a_reply_that_is_stopped_or_taken_back_keeps_its_files(client: Client, talk: Conversation) -> None:
    bring(client, talk, "plan.pdf")
    seen = talk.messages.get().pk
    hear_message(conversation_id=talk.pk, contact=talk.requester, said=Said("One more thing."))
    stopped = write(client, talk, seen=seen, **chosen())
    assert (stopped.status_code, names(DraftFile.objects.all())) == (409, ["plan.pdf"])

    write(client, talk, **chosen())
    client.post(f"/inbox/messages/{Message.objects.get(kind='reply').pk}/withdrawal/")
    assert names(DraftFile.objects.all()) == ["plan.pdf"]
    write(client, talk, "Once more.", **chosen())
    reply = Message.objects.get(kind="reply", words="Once more.")
    assert names(reply.attachments.all()) == ["plan.pdf"]


def test_what_was_never_sent_is_forgotten_after_a_month(
    client: Client, talk: Conversation, django_capture_on_commit_callbacks: Any
) -> None:
    bring(client, talk, "plan.pdf")
    kept = DraftFile.objects.get()
    with clock.at(clock.now() + timedelta(days=29)):
        assert forget_drafts() == 0
    with clock.at(clock.now() + timedelta(days=31)), django_capture_on_commit_callbacks(execute=True):
        assert forget_drafts() == 1
    assert not default_storage.exists(kept.file)


def test_erasing_somebody_drops_what_was_to_be_sent_to_them(
    client: Client, talk: Conversation, django_capture_on_commit_callbacks: Any
) -> None:
    bring(client, talk, "plan.pdf")
    kept = DraftFile.objects.get()
    assert talk.requester_id
    with django_capture_on_commit_callbacks(execute=True):
        erase_contact(contact_id=talk.requester_id)
    assert not default_storage.exists(kept.file)


def test_a_program_that_a_customer_sends_is_named_and_not_kept() -> None:
    conversation = make_conversation()
    files = (NewFile("invoice.scr", data=b"MZ"), NewFile("app.log.1", data=b"10:05 it broke"))
    heard = hear_message(conversation_id=conversation.pk, contact=None, said=Said("See there.", files=files))
    dropped, kept = heard.message.attachments.order_by("pk")
    assert (dropped.file, dropped.dropped_reason) == ("", "kind")
    assert kept.file
    assert not kept.dropped_reason
