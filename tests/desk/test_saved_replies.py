"""Saved replies: written once, found by any of their words, filled in for a conversation in its customer's language."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_conversation, make_idea, make_staff, make_team
from wellheard.foundation.text.placeholders import fill
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.desk.commands.errors import DeskError
from wellheard.listen.desk.commands.replies import make_saved_reply
from wellheard.listen.desk.commands.sharing import Whose
from wellheard.listen.desk.filling import filled
from wellheard.listen.desk.models import SavedReply
from wellheard.listen.desk.queries.sharing import replies_for, text_in
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Sign = Callable[[Staff], Client]


@pytest.fixture
def ines() -> Staff:
    return make_staff(name="Ines Kaya", role=Role.AGENT)


def _reply(by: Staff, name: str = "Printing", whose: Whose | None = None, **texts: str) -> SavedReply:
    kept = {code.replace("_", "-"): words for code, words in texts.items()} or {"en": "Press Ctrl and P."}
    return make_saved_reply(name=name, whose=whose or Whose(), texts=kept, by=by)


def test_words_for_nothing_to_fill_in_stand_behind_a_bar() -> None:
    values = {"first_name": "", "agent": "Ines"}
    assert (
        fill("Hello {first_name|there}, {agent} here.", lambda name: values.get(name, "")) == "Hello there, Ines here."
    )
    assert fill("{idea:12|our list}", lambda name: "" if name == "idea:12" else "no") == "our list"


def test_a_reply_is_filled_in_and_what_customers_wrote_in_braces_stays(ines: Staff) -> None:
    contact = make_contact(name="Anneke {agent}", company=make_company(name="Hafen"))
    conversation = make_conversation(contact=contact)
    idea = make_idea("Print in colour", is_public=True)
    hidden = make_idea("Secret")

    words = "Hello {first_name|there} of {company}: {idea:SHOWN}\n\n{idea:HIDDEN}\n\n{agent}"
    words = words.replace("SHOWN", str(idea.pk)).replace("HIDDEN", str(hidden.pk))
    said = filled(words, conversation, ines)
    assert said.startswith("Hello Anneke of Hafen: Print in colour\nhttp")
    assert f"/portal/ideas/{idea.pk}/" in said
    assert "Secret" not in said
    assert said.endswith("\n\nInes")
    assert filled("{name}", conversation, ines) == "Anneke {agent}"

    contact.name = "anneke@hafen.example"
    conversation.requester = contact
    assert filled("Hello {first_name|there}", conversation, ines) == "Hello there"


def test_nobody_can_save_a_placeholder_that_cannot_be_filled_in(ines: Staff) -> None:
    with pytest.raises(DeskError, match="password"):
        _reply(ines, en="Your {password}")
    with pytest.raises(DeskError, match="one language"):
        _reply(ines, en="  ")


def test_it_comes_in_the_customers_language_or_the_closest_there_is(ines: Staff) -> None:
    reply = _reply(ines, en="Hello", zh_hans="您好", de="Hallo")
    got = {code: text_in(reply, code) for code in ("zh-TW", "de-AT", "lt", "")}
    assert {code: text.words for code, text in got.items() if text} == {
        "zh-TW": "您好", "de-AT": "Hallo", "lt": "Hello", "": "Hello",
    }  # fmt: skip


def test_everybody_finds_what_is_theirs_by_any_of_its_words(ines: Staff) -> None:
    joel, team = make_staff(role=Role.AGENT), make_team()
    team.members.add(joel)
    _reply(ines, "Colours", en="Choose ink", zh_hans="选择墨水")
    _reply(ines, "Mine", whose=Whose(owner=ines))
    _reply(ines, "The team's", whose=Whose(team=team))

    assert {one.name for one in replies_for(ines)} == {"Colours", "Mine"}
    assert {one.name for one in replies_for(joel)} == {"Colours", "The team's"}
    assert [one.name for one in replies_for(joel, "墨水")] == ["Colours"]
    assert [one.name for one in replies_for(joel, "INK col")] == ["Colours"]


def test_the_composer_gets_them_filled_in_and_counts_their_use(ines: Staff, signed_in: Sign) -> None:
    reply = _reply(ines, en="Dear {first_name}", de="Liebe {first_name}")
    conversation = make_conversation(contact=make_contact(name="Anneke Smit"))
    Conversation.objects.filter(pk=conversation.pk).update(language="de")
    browser = signed_in(ines)

    found = browser.get("/desk/replies/", {"q": "print", "conversation": str(conversation.pk)}).json()["replies"]
    assert found == [{"id": reply.pk, "name": "Printing", "language": "de", "words": "Liebe Anneke"}]
    assert browser.get("/desk/replies/", {"conversation": "²"}).json()["replies"][0]["words"] == "Dear {first_name}"
    assert browser.post(f"/desk/replies/{reply.pk}/use/").status_code == 204
    assert SavedReply.objects.get().use_count == 1
    assert signed_in(make_staff(role=Role.VIEWER)).get("/desk/replies/").status_code == 403


def test_the_settings_pages_keep_change_and_remove_it(ines: Staff, signed_in: Sign) -> None:
    browser = signed_in(ines)
    sent = {"name": "Printing", "whose": "", "words_en": "Press P.", "words_de": "Drück P."}
    assert browser.post("/settings/replies/new/", sent | {"words_en": "{nonsense}"}).status_code == 422
    assert browser.post("/settings/replies/new/", sent).status_code == 302
    reply = SavedReply.objects.get()
    path = f"/settings/replies/{reply.pk}/"
    assert "Press P." in browser.get("/settings/replies/").content.decode()
    assert "Drück P." in browser.get(path).content.decode()
    assert browser.post(path, sent | {"whose": "me", "words_de": "", "version": reply.version}).status_code == 302
    reply.refresh_from_db()
    assert (reply.owner, reply.texts.count()) == (ines, 1)
    assert browser.post(path, sent | {"version": 1}).status_code == 422
    assert signed_in(make_staff(role=Role.AGENT)).get(path).status_code == 404
    browser = signed_in(ines)
    assert browser.get(f"{path}removal/").status_code == 405
    assert browser.post(f"{path}removal/").status_code == 302
    assert not SavedReply.objects.exists()


def test_the_list_asks_as_often_for_one_as_for_twenty(
    ines: Staff, signed_in: Sign, queries_of: Callable[[Client, str], int]
) -> None:
    browser = signed_in(ines)
    _reply(ines, "One")
    one = queries_of(browser, "/settings/replies/")
    team = make_team()
    team.members.add(ines)
    for number in range(20):
        _reply(ines, f"Reply {number}", whose=Whose(team=team))
    assert queries_of(browser, "/settings/replies/") == one
